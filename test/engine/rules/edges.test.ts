import { describe, expect, test } from 'vitest';
import { quietAlerts } from '../../../src/engine/rules/alert-notice.ts';
import { clockStep } from '../../../src/engine/rules/clock-step.ts';
import { comingFires } from '../../../src/engine/rules/coming-fires.ts';
import { deliveryAlert, heldAlert, judge, retryAfterMs } from '../../../src/engine/rules/delivery.ts';
import { jobResult } from '../../../src/engine/rules/job-result.ts';
import { approvalNotice, lapsedNotice, rejectedNotice } from '../../../src/engine/rules/notice.ts';
import { permissionText } from '../../../src/engine/rules/permissions.ts';
import { quietLimitMs } from '../../../src/engine/rules/quiet-limit.ts';
import { planAnew } from '../../../src/engine/rules/replan.ts';
import { droppedAlert } from '../../../src/engine/rules/run-alerts.ts';
import type { Schedule } from '../../../src/engine/rules/schedule/index.ts';
import {
  backupAlert,
  damageAlert,
  judgeRoom,
  ROOM_ALERT_KEY,
  roomAlert,
  troubleAlert,
} from '../../../src/engine/rules/storage-trouble.ts';
import { aJob, anApproval, NOON } from '../../support/builders.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MIB = 1024 * 1024;

test('S-9 a difference of two seconds is drift, a millisecond more is a step', () => {
  const at = (wall: number) => clockStep({ wall: 0, monotonic: 0 }, { wall, monotonic: 0 });
  expect([at(2_000), at(-2_000), at(2_001), at(-2_001)]).toEqual([undefined, undefined, 2_001, -2_001]);
});

test('three pauses are a habit', () => {
  expect(quietLimitMs({ pausesMs: [HOUR, HOUR, HOUR], usualMs: 60_000 })).toBe(3 * HOUR);
});

describe('S-10 a plan by other rules of the zone', () => {
  const daily: Schedule = { kind: 'cron', expression: '30 2 * * *', zone: 'Etc/GMT', dst: 'cronie', seed: 'j1' };
  const at = (text: string) => Date.parse(`2026-06-${text}:00Z`);
  const planned = (nextSlotAt: string, decidedAt?: string) => {
    const found = planAnew(daily, {
      nextSlotAt: at(nextSlotAt),
      notBefore: at('01T00:00'),
      ...(decidedAt === undefined ? {} : { decidedAt: at(decidedAt) }),
    });
    return found === undefined ? undefined : new Date(found).toISOString().slice(8, 16);
  };

  test('S-10 follows what the decided fire time is now, the earlier one of two that are as near', () => {
    expect(planned('03T03:30', '02T03:30')).toBe('03T02:30');
    expect(planned('03T05:30', '02T05:30')).toBe('03T02:30');
    expect(planned('03T01:30', '02T02:30')).toBe('03T02:30');
  });

  test('S-10 a decided time that lies next to no fire time of now stands for itself', () => {
    expect(planned('02T05:31', '02T05:31')).toBe('03T02:30');
    expect(planned('02T05:30', '01T23:29')).toBe('02T02:30');
  });

  test('S-10 one that ran an hour early by the new rules does not run again at their time', () => {
    const everyFour: Schedule = { ...daily, expression: '0 */4 * * *' };
    const plan = { nextSlotAt: at('02T15:00'), notBefore: 0, decidedAt: at('02T11:00') };
    expect(planAnew(everyFour, plan)).toBe(at('02T16:00'));
  });

  test('S-10 a decided time that is one by the new rules as well is not decided again', () => {
    const hourly: Schedule = { ...daily, expression: '0 * * * *' };
    const plan = { nextSlotAt: at('02T12:30'), notBefore: 0, decidedAt: at('02T10:00') };
    expect(planAnew(hourly, plan)).toBe(at('02T11:00'));
  });

  test('S-10 one that has none any more is not planned', () => {
    expect(planAnew({ kind: 'manual' }, { nextSlotAt: NOON, notBefore: 0, decidedAt: NOON - HOUR })).toBeUndefined();
    const once: Schedule = { kind: 'at', at: NOON };
    expect(planAnew(once, { nextSlotAt: NOON + 1, notBefore: 0, decidedAt: NOON })).toBeUndefined();
    expect(planAnew(once, { nextSlotAt: NOON + 1, notBefore: 0 })).toBe(NOON);
  });
});

describe('the coming fires', () => {
  test('S-8 are as late as their jitter, each by its own', () => {
    const fires = comingFires(aJob({ schedule_every_ms: HOUR, jitter_s: 600 }), NOON, 5);
    const latenesses = fires.map(({ at, slot }) => at - slot.at);
    expect(latenesses.every((late) => late >= 0 && late <= 600_000)).toBe(true);
    expect(new Set(latenesses).size).toBeGreaterThan(1);
  });

  test('S-4 begin with the planned one, which has its note and its wall time', () => {
    const berlin = { schedule_cron: '30 2 * * *', schedule_tz: 'Europe/Berlin' };
    const slotAt = Date.parse('2026-03-29T01:00:00Z');
    const [first] = comingFires(aJob(berlin, { nextSlotAt: slotAt, nextRunAt: slotAt }), slotAt - 1, 1);
    expect(first).toEqual({ at: slotAt, slot: { at: slotAt, wall: '2026-03-29T03:00', note: 'gap-shifted' } });
  });

  test('S-6 show one that is planned beside its schedule by its minute', () => {
    const job = aJob({ schedule_every_ms: 60_000 }, { nextSlotAt: NOON + 1_500, nextRunAt: NOON + 1_500 });
    expect(comingFires(job, NOON, 1)).toEqual([
      { at: NOON + 1_500, slot: { at: NOON + 1_500, wall: '2026-11-23T12:00' } },
    ]);
    const { nextRunAt: _none, ...unplanned } = job;
    expect(comingFires(unplanned, NOON, 1)[0]?.at).toBe(NOON + 1_500);
  });
});

test('D-65 the usual time is the median by size, whatever the order', () => {
  const ended = { status: 'ok', finishedAt: NOON, durationMs: 9 } as const;
  const result = jobResult({ last10: '', okDurations: [1_000, 5, 200, 30] }, ended, 0);
  expect(result).toMatchObject({ usualMs: 30, p95Ms: 1_000 });
  expect(jobResult({ last10: '', okDurations: [] }, { status: 'ok', finishedAt: NOON }, 0).okDurations).toEqual([]);
});

describe('D-05 D-75 D-81 who was asked hears', () => {
  const job = aJob({ delivery_to: '42' });
  test.each([
    ['that it is asked', approvalNotice, 'approval:3', 'approval-asked'],
    ['that nobody answered', lapsedNotice, 'approval-lapsed:3', 'approval-timed-out'],
    ['that it was rejected', rejectedNotice, 'approval-rejected:3', 'approval-rejected'],
  ] as const)('%s', (_what, notice, key, kind) => {
    expect(notice(job, anApproval())).toMatchObject({ key, kind, target: '42', jobId: 'j1', runId: 7 });
    expect(notice(aJob(), anApproval())).toBeUndefined();
    expect(notice(aJob({ delivery_to: '42', delivery_mode: 'none' }), anApproval())).toBeUndefined();
  });
});

test.each([
  [{ kind: 'owner', path: '/h', ownerId: 7 }, '/h belongs to user id 7'],
  [{ kind: 'link', path: '/h', ownerId: 7 }, '/h is a link that user id 7 made'],
  [
    { kind: 'above', path: '/srv', mode: 0o40777, ownerId: 0 },
    'others may replace what is below /srv (mode 777, user id 0)',
  ],
] as const)('R-12 %j is said in a line with its remedy', (problem, what) => {
  const said = permissionText(problem);
  expect(said.what).toBe(what);
  expect(said.remedy).not.toBe('');
});

describe('R-8 alerts of the disk and the database', () => {
  test('room that is low is a warning, none is critical, and both are one alert', () => {
    const [low, full] = (['low', 'full'] as const).map((verdict) =>
      roomAlert('/data', { freeBytes: 9.9 * MIB, totalBytes: 64 * MIB }, verdict),
    );
    expect(low).toMatchObject({ kind: 'disk', key: ROOM_ALERT_KEY, severity: 'warn' });
    expect(full).toMatchObject({ kind: 'disk', key: ROOM_ALERT_KEY, severity: 'crit' });
    expect(`${full?.title} ${full?.detail}`).toMatch(/\b9 MiB/);
  });

  test('at its very mark room is not low', () => {
    const total = 100_000 * MIB;
    expect(judgeRoom({ totalBytes: total, freeBytes: 512 * MIB }, 'enough')).toBe('enough');
    expect(judgeRoom({ totalBytes: total, freeBytes: 16 * MIB }, 'enough')).toBe('low');
  });

  test.each([
    ['disk', 'disk', 'disk:full', 'crit'],
    ['database', 'database', 'database:fault', 'crit'],
    ['busy', 'database', 'database:busy', 'warn'],
  ] as const)('an episode of %s is %s, %s, %s', (kind, alertKind, key, severity) => {
    const alert = troubleAlert({ kind, error: 'SQLITE_X', since: NOON, until: NOON + 5_000 });
    expect(alert).toMatchObject({ kind: alertKind, key, severity });
  });

  test('damage is critical, a failed backup a warning', () => {
    expect(damageAlert('page 3')).toMatchObject({ kind: 'database', key: 'database:damaged', severity: 'crit' });
    expect(backupAlert('no room')).toMatchObject({ kind: 'database', key: 'backup:failed', severity: 'warn' });
  });

  test('those of an instant resolve after a day, but neither want of room nor damage', () => {
    const quiet = quietAlerts(NOON);
    expect(quiet.before).toBe(NOON - DAY);
    expect(quiet.except).toEqual(['disk:room', 'database:damaged']);
  });
});

test('a dispatch that was dropped is a warning of its job, told where its failures are told', () => {
  expect(droppedAlert(aJob(), 'the queue is full', NOON)).toEqual({
    alert: {
      kind: 'dispatch-dropped',
      key: 'dropped:j1',
      severity: 'warn',
      title: 'backup: a dispatch was dropped',
      detail: 'the queue is full',
      jobId: 'j1',
    },
  });
  expect(droppedAlert(aJob({ delivery_to: '42' }), 'x', NOON).notice).toMatchObject({ target: '42' });
});

describe('D-112 an answer to a message', () => {
  const answered = (status: number) => ({ kind: 'answered', status, text: '' }) as Parameters<typeof judge>[0];
  test('of the two hundreds is sent, at both ends, and nothing beside them', () => {
    expect([200, 299].map((status) => judge(answered(status), 1, 5, NOON).kind)).toEqual(['sent', 'sent']);
    expect([199, 300].map((status) => judge(answered(status), 1, 5, NOON).kind)).toEqual(['failed', 'failed']);
  });

  test('that did not come is tried again', () => {
    const verdict = judge({ kind: 'unanswered', reason: 'refused' }, 1, 5, NOON);
    expect(verdict).toMatchObject({ kind: 'postponed', reason: 'refused' });
  });

  test('may say in seconds when to come again, with blanks around them', () => {
    expect(retryAfterMs(' 30 ', NOON)).toBe(30_000);
    expect(['30s', 'x30', ''].map((header) => retryAfterMs(header, NOON))).toEqual([0, 0, 0]);
  });

  test('that was refused is one alert of the target, with the job and run where there are any', () => {
    const notice = { channel: 'webhook', target: 'https://user@host/secret', title: 'backup failed' };
    const plain = deliveryAlert(notice, 'answered 404');
    expect(plain).toMatchObject({ kind: 'delivery-failed', key: 'delivery-failed:webhook:https://host/…' });
    expect(Object.keys(plain)).not.toContain('jobId');
    expect(Object.keys(plain)).not.toContain('runId');
    expect(deliveryAlert({ ...notice, jobId: 'j1', runId: 7 }, 'x', 'backup')).toMatchObject({ jobId: 'j1', runId: 7 });
    expect(JSON.stringify(deliveryAlert(notice, 'x', 'nightly'))).toContain('nightly');
    expect(heldAlert(notice, 'no server')).toMatchObject({ key: 'delivery-held:no server', severity: 'warn' });
  });
});
