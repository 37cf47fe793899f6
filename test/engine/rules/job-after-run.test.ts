import { expect, test } from 'vitest';
import { errorsAfter, finalJobState } from '../../../src/engine/rules/job-after-run.ts';
import { ANA, aJob, NOON } from '../../support/builders.ts';
import { aRunWithoutSlot, type Changes, settled, settleFacts } from '../../support/settled.ts';

test.each([
  ['ok', {}, 2, 0],
  ['error', {}, 2, 3],
  ['timeout', {}, 2, 3],
  ['cancelled', {}, 2, 2],
  ['crashed', {}, 2, 2],
  ['error', { cause: 'manual' as const }, 2, 2],
  ['ok', { cause: 'manual' as const }, 2, 0],
])('D-65 %s of %j with %i errors before makes %i', (outcome, run, before, after) => {
  expect(settled(outcome, { run, row: { consecutiveErrors: before } }).jobResult?.consecutiveErrors).toBe(after);
});

test.each([
  ['a retry of a run by hand', { cause: 'retry', requestedBy: ANA }, 0],
  ['a retry that no person asked for', { cause: 'retry' }, 1],
  ['a retry of a fire time', { cause: 'retry', requestedBy: ANA, slotAt: NOON }, 1],
  ['a retry of a child', { cause: 'retry', requestedBy: ANA, triggeredByRun: 3, causeRoot: 'run:3' }, 1],
  ['a retry of a child of a child', { cause: 'retry', requestedBy: ANA, triggeredByRun: 3, causeRoot: 'run:1' }, 1],
  [
    'a retry of a child run again by hand',
    { cause: 'retry', requestedBy: ANA, triggeredByRun: 3, causeRoot: 'run:6' },
    0,
  ],
  ['a child of a run by hand', { cause: 'chain', requestedBy: ANA, triggeredByRun: 3 }, 1],
  ['a start of the machine', { cause: 'schedule', requestedBy: ANA }, 1],
] as const)('D-65 a failure of %s (%j) counts %i', (_what, run, counts) => {
  expect(errorsAfter(aJob(), aRunWithoutSlot(run), 'error')).toBe(counts);
});

test('D-65 what was printed last and how long it took are on the job', () => {
  expect(settled('ok', { durationMs: 1_000 }).jobResult).toMatchObject({ okDurations: [1_000], lastOutput: 'done' });
});

test.each([
  [1, 30_000],
  [2, 60_000],
  [3, 300_000],
  [4, 900_000],
  [5, 3_600_000],
  [9, 3_600_000],
])('D-66 after %i errors in a row the next fire is not before %i ms', (errors, waitMs) => {
  const row = { consecutiveErrors: errors - 1, nextSlotAt: NOON + 1_000, nextRunAt: NOON + 1_000 };
  expect(settled('error', { job: { schedule_every_ms: 1_000 }, row }).plan).toEqual({
    next: { slotAt: NOON + waitMs, dueAt: NOON + waitMs },
    backingOff: { fromSlotAt: NOON + 1_000, until: NOON + waitMs },
  });
});

test('D-66 a fire that is far enough away stays, and so does the place where an earlier back-off began', () => {
  const far = { nextSlotAt: NOON + 600_000, nextRunAt: NOON + 600_000 };
  const job = { schedule_every_ms: 600_000 };
  expect(settled('error', { job, row: far }).plan).toBeUndefined();
  const again = { ...far, nextSlotAt: NOON + 40_000, backingOffFrom: NOON - 5_000, consecutiveErrors: 2 };
  expect(settled('error', { job: { schedule_every_ms: 5_000 }, row: again }).plan?.backingOff?.fromSlotAt).toBe(
    NOON - 5_000,
  );
});

test('D-66 an ok ends a back-off, and leaves the schedule alone when there is none', () => {
  const job = { schedule_every_ms: 10_000, jitter_s: 5 };
  expect(settled('ok', { job, row: { consecutiveErrors: 1, backingOffFrom: NOON - 1_000 } })).toMatchObject({
    endsBackOff: true,
    plan: { next: { slotAt: NOON + 10_000 } },
  });
  expect(settled('ok', { job, row: { consecutiveErrors: 1 } }).plan).toBeUndefined();
});

test.each([
  [{ schedule_at: '2026-11-23T12:00:00Z' }, 'ok', {}, 'disabled'],
  [{ schedule_at: '2026-11-23T12:00:00Z' }, 'error', {}, 'disabled'],
  [{ schedule_at: '2026-11-23T12:00:00Z' }, 'crashed', {}, 'disabled'],
  [{ schedule_at: '2026-11-23T12:00:00Z' }, 'ok', { cause: 'manual' as const }, 'stays'],
  [{ schedule_at: '2026-11-23T12:00:00Z', delete_after_run: true }, 'error', {}, 'deleted'],
  [{ schedule_at: '2026-11-23T12:00:00Z', delete_after_run: true, max_retries: 1 }, 'error', {}, 'stays'],
  [{ schedule_cron: '* * * * *', delete_after_run: true }, 'ok', {}, 'deleted'],
  [{ schedule_cron: '* * * * *', delete_after_run: true }, 'error', {}, 'stays'],
  [{ schedule_cron: '* * * * *' }, 'ok', {}, 'stays'],
])('D-67 %j that ends %s (%j): the job is %s', (job, outcome, run, becomes) => {
  expect(settled(outcome, { job, run })).toMatchObject({ job: becomes, endsBackOff: becomes !== 'stays' });
});

const NEVER_BACK = { job: 'stays', endsBackOff: false };
const every = (ms: number) => ({ schedule_every_ms: ms });
const planned = (slotAt: number) => ({ next: { slotAt, dueAt: slotAt } });

const stateAfter = (outcome: 'ok' | 'error' | 'cancelled', changes: Changes) =>
  finalJobState(settleFacts(outcome, changes), outcome);

test.each([
  ['of a job that is off', 'error', { job: every(1_000), row: { enabled: false } }],
  ['of a job without a schedule', 'error', { run: { cause: 'chain' } }],
  ['that says nothing of the job', 'cancelled', { job: every(1_000), row: { consecutiveErrors: 2 } }],
  [
    'that says nothing of a job that backs off',
    'cancelled',
    { job: every(1_000), row: { consecutiveErrors: 2, backingOffFrom: NOON } },
  ],
  ['with the next fire far away', 'error', { job: every(5_000), row: { nextSlotAt: NOON + 60_000 } }],
  ['by hand', 'error', { job: { ...every(5_000), every_from: 'end' }, run: { cause: 'manual' } }],
] as const)('D-66 an end %s leaves the schedule alone', (_what, outcome, changes) => {
  expect(stateAfter(outcome, changes)).toEqual(NEVER_BACK);
});

test.each([
  [5_000, { backingOff: { fromSlotAt: NOON + 5_000, until: NOON + 30_000 } }],
  [30_000, {}],
  [600_000, {}],
])('D-66 a failure of a job that has no next fire yet plans one, every %i ms: %j', (ms, backingOff) => {
  expect(stateAfter('error', { job: every(ms) })).toEqual({
    ...NEVER_BACK,
    plan: { ...planned(NOON + Math.max(ms, 30_000)), ...backingOff },
  });
});

test.each([
  ['ok', 1_000, planned(NOON + 1_000)],
  ['error', 600_000, planned(NOON + 600_000)],
  ['error', 30_000, planned(NOON + 30_000)],
  ['error', 1_000, { ...planned(NOON + 30_000), backingOff: { fromSlotAt: NOON + 30_000, until: NOON + 30_000 } }],
] as const)('D-66 after %s a job that counts %i ms from the end is planned %j', (outcome, ms, plan) => {
  const job = { ...every(ms), every_from: 'end' };
  expect(stateAfter(outcome, { job, row: { anchorAt: NOON } })).toEqual({ ...NEVER_BACK, plan });
});
