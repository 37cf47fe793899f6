import { describe, expect, test } from 'vitest';
import {
  deadManAlert,
  isLateStart,
  isPunctualStart,
  judgeSilence,
  lateStartAlert,
  longFrom,
  longRunAlert,
  lostFrom,
  resolvedByEnd,
} from '../../../src/engine/rules/run-alerts.ts';
import { aJob, NOON } from '../../support/builders.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('D-104 dead-man', () => {
  const silence = { everyMs: HOUR, since: NOON };

  test('an alert is due at the very instant, not before', () => {
    expect(judgeSilence(silence, NOON + HOUR)).toEqual({ kind: 'alert' });
    expect(judgeSilence(silence, NOON + HOUR - 1)).toEqual({ kind: 'wait', since: NOON, at: NOON + HOUR });
  });

  test('a pause begins the time anew at its end, and is looked at again within five minutes', () => {
    const now = NOON + 3 * HOUR;
    const ends = (pausedUntil: number, everyMs = HOUR) => judgeSilence({ everyMs, since: NOON, pausedUntil }, now);
    const waits = (ms: number) => ({ kind: 'wait', since: now + ms, at: now + ms });
    expect(ends(now + 7_000)).toEqual(waits(7_000));
    expect(ends(Number.MAX_SAFE_INTEGER)).toEqual(waits(5 * MINUTE));
    expect(ends(Number.MAX_SAFE_INTEGER, 1_000)).toEqual(waits(1_000));
  });

  test('it names the job, how long and since when', () => {
    expect(deadManAlert(aJob(), silence, NOON)).toEqual({
      alert: {
        kind: 'dead-man',
        key: 'dead-man:j1',
        severity: 'crit',
        title: 'backup: no run ended ok for 1h',
        detail: 'expected one since 2026-11-23T12:00:00.000Z (expect_every_s)',
        jobId: 'j1',
      },
    });
  });

  test('it is told to whom the failures of the job are told', () => {
    const { notice } = deadManAlert(aJob({ delivery_to: '@ops' }), silence, NOON);
    expect(notice).toMatchObject({
      kind: 'dead-man',
      key: `dead-man:j1:${NOON}`,
      target: '@ops',
      title: 'backup: no run ended ok for 1h',
    });
  });
});

describe('D-104 long-run', () => {
  test('a run is long from three times the usual 95th percentile on', () => {
    expect(longFrom({ startedAt: NOON, p95Ms: MINUTE })).toBe(NOON + 3 * MINUTE);
  });

  test('nothing is long within ten seconds', () => {
    expect(longFrom({ startedAt: NOON, p95Ms: 5 })).toBe(NOON + 10_000);
  });

  test('it is a warning of the run', () => {
    const alert = longRunAlert({ id: 7, jobId: 'j1', jobName: 'backup', p95Ms: MINUTE });
    expect(alert).toMatchObject({ key: 'long-run:7', severity: 'warn', jobId: 'j1', runId: 7 });
    expect(alert.detail).toContain('3 × 1m');
  });
});

describe('D-104 late-start', () => {
  const straight = { queued: false, cause: 'schedule' } as const;

  test.each([
    ['more than a minute late', 60_001, straight, true],
    ['a minute late', 60_000, straight, false],
    ['late after waiting in a queue or for an answer', 600_000, { ...straight, queued: true }, false],
    ['late by hand, since it waited for an engine', 600_000, { ...straight, cause: 'manual' as const }, false],
    ['a late retry', 60_001, { ...straight, cause: 'retry' as const }, true],
  ])('%s', (_what, lateMs, dispatch, isLate) => {
    expect(isLateStart(lateMs, dispatch)).toBe(isLate);
  });

  test('a start within the minute is punctual, whatever it waited for', () => {
    expect([isPunctualStart(60_000), isPunctualStart(60_001), isPunctualStart(-5)]).toEqual([true, false, true]);
  });

  test('there is one alert for each job, with when the run was due', () => {
    const alert = lateStartAlert({ id: 7, jobId: 'j1', jobName: 'backup' }, 95_400, NOON);
    expect(alert).toMatchObject({ key: 'late-start:j1', severity: 'warn', title: 'backup started 1m35s late' });
    expect(alert.detail).toBe('run 7 was due at 2026-11-23T12:00:00.000Z');
  });
});

test('D-104 every end resolves the long run, ok the dead-man switch as well', () => {
  const run = { id: 7, jobId: 'j1' };
  expect(resolvedByEnd(run, 'ok')).toEqual(['long-run:7', 'dead-man:j1', 'engine-error:j1', 'disk:j1']);
  expect(resolvedByEnd(run, 'crashed')).toEqual(['long-run:7']);
});

test('D-100 a run is lost a minute past its time limit and grace', () => {
  expect(lostFrom({ beganAt: NOON, timeoutMs: HOUR, graceMs: 5_000 })).toBe(NOON + HOUR + 65_000);
});
