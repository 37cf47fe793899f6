import { describe, expect, test } from 'vitest';
import { type AlertStanding, alertStanding, stampOf, standingOf, type Undo } from '../../../src/engine/rules/undo.ts';
import type { Alert } from '../../../src/store/nouns/alert.ts';
import type { Pause } from '../../../src/store/nouns/pause.ts';
import { ANA, aDefinition, aJob, NOON } from '../../support/builders.ts';

const job = aJob();
const at = { jobId: 'j1', name: 'backup', is: stampOf(job) };
const CHANGES: readonly Undo[] = [
  { kind: 'switch', ...at },
  { kind: 'edit', ...at, before: aDefinition() },
  { kind: 'add', ...at },
];

describe.each(CHANGES)('what undoing a change of a job ($kind) would meet', (undo) => {
  test.each([
    ['stands', job],
    ['stands', { ...job, consecutiveErrors: 4, last10: 'eeee' }],
    ['changed', { ...job, revision: 2 }],
    ['changed', { ...job, updatedAt: NOON + 1 }],
    ['changed', { ...job, enabled: false }],
    ['gone', { ...job, deletedAt: NOON }],
  ] as const)('%s', (standing, now) => {
    expect(standingOf(undo, { job: now })).toBe(standing);
  });

  test('gone with the job itself', () => {
    expect(standingOf(undo, {})).toBe('gone');
  });
});

test('what tells whether a job was changed are its revision, its last change and its switch', () => {
  expect(stampOf(aJob({}, { revision: 3, consecutiveErrors: 2 }))).toEqual({
    revision: 3,
    updatedAt: NOON,
    enabled: true,
  });
});

test('a job that was added and has run is not taken away again, whoever changed it', () => {
  const [change, , added] = CHANGES;
  if (change === undefined || added === undefined) throw new Error('no change');
  expect(standingOf(added, { job, hasRun: true })).toBe('has-run');
  expect(standingOf(added, { job, hasRun: false })).toBe('stands');
  expect(standingOf(added, { job: { ...job, revision: 2 }, hasRun: true })).toBe('changed');
  expect(standingOf(change, { job, hasRun: true })).toBe('stands');
});

describe('what undoing a change of an alert would meet', () => {
  const alert: Alert = {
    id: 4,
    kind: 'failing',
    key: 'failing:j1',
    severity: 'crit',
    title: 'backup failed',
    detail: '',
    state: 'acked',
    firstAt: NOON,
    lastAt: NOON,
    count: 1,
    acknowledgedBy: ANA,
    acknowledgedAt: NOON,
  } as unknown as Alert;
  const is: AlertStanding = alertStanding(alert);
  const undo: Undo = { kind: 'alert', alertId: 4, name: 'backup failed', is, was: { state: 'open' } };

  test.each([
    ['stands', alert],
    ['stands', { ...alert, count: 9, lastAt: NOON + 9 }],
    ['changed', { ...alert, acknowledgedAt: NOON + 1 }],
    ['changed', { ...alert, snoozedUntil: NOON + 1 }],
    ['changed', { ...alert, state: 'open' as const }],
    ['gone', { ...alert, state: 'resolved' as const }],
    ['gone', undefined],
  ])('%s', (standing, now) => {
    expect(standingOf(undo, now === undefined ? {} : { alert: now })).toBe(standing);
  });

  test('how it stood is what people change, and no more', () => {
    expect(is).toEqual({ state: 'acked', acknowledgedBy: ANA, acknowledgedAt: NOON });
    expect(alertStanding({ ...alert, snoozedUntil: NOON + 5 })).toEqual({ ...is, snoozedUntil: NOON + 5 });
    const { acknowledgedBy: _who, acknowledgedAt: _when, ...open } = alert;
    expect(Object.keys(alertStanding({ ...open, state: 'open' }))).toEqual(['state']);
  });
});

describe('what undoing a pause would meet', () => {
  const pause: Pause = { scope: 'all', key: '', note: 'disks', pausedAt: NOON, pausedBy: ANA, until: NOON + 9 };
  const { until: _end, ...endless } = pause;
  const undo = (is?: Pause): Undo => ({ kind: 'pause', scope: 'all', key: '', name: '', ...(is && { is }) });

  test.each([
    ['stands', pause, pause],
    ['stands', pause, { ...pause }],
    ['stands', undefined, undefined],
    ['changed', undefined, pause],
    ['changed', pause, undefined],
    ['changed', pause, { ...pause, pausedAt: NOON + 1 }],
    ['changed', pause, { ...pause, note: 'tapes' }],
    ['changed', pause, endless],
  ] as const)('%s', (standing, is, now) => {
    expect(standingOf(undo(is), now === undefined ? {} : { pause: now })).toBe(standing);
  });
});
