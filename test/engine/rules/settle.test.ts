import { expect, test } from 'vitest';
import type { Outcome } from '../../../src/engine/rules/outcome.ts';
import { settle } from '../../../src/engine/rules/settle.ts';
import type { SettleFacts } from '../../../src/engine/rules/settlement.ts';
import { ANA, aDispatch, aJob, aRun, type JobWords, NOON, printed } from '../../support/builders.ts';

type Changes = Partial<Omit<SettleFacts, 'job' | 'run' | 'dispatch'>> & {
  job?: JobWords;
  row?: Parameters<typeof aJob>[1];
  run?: Parameters<typeof aRun>[0];
};

const END: Record<string, Outcome> = {
  ok: { kind: 'ok', exitCode: 0, evidence: printed('done\n') },
  error: { kind: 'error', error: 'Shell exited with code 1', exitCode: 1, evidence: printed() },
  timeout: { kind: 'timeout', error: 'time limit of 5m reached (run_timeout_ms)', evidence: printed() },
  cancelled: { kind: 'cancelled', error: 'cancelled by ana' },
  crashed: { kind: 'crashed', error: 'gone' },
  'never-started': { kind: 'never-started' },
};

const settled = (outcome: string, { job = {}, row = {}, run = {}, ...rest }: Changes = {}) =>
  settle({
    job: aJob(job, row),
    run: aRun(run),
    dispatch: aDispatch(),
    outcome: END[outcome] ?? { kind: 'never-started' },
    now: NOON,
    children: [],
    pendingOf: () => 0,
    spread: 0,
    ...rest,
  });

test.each([
  ['ok', 'ok', 'keep', 'done'],
  ['error', 'error', 'release', 'cancelled'],
  ['timeout', 'timeout', 'release', 'cancelled'],
  ['cancelled', 'cancelled', 'release', 'cancelled'],
  ['crashed', 'crashed', 'release', 'cancelled'],
  ['never-started', 'skipped', 'release', 'again'],
])('D-60 D-61 D-68 %s ends the run %s, its key: %s, its dispatch: %s', (outcome, status, key, dispatch) => {
  expect(settled(outcome)).toMatchObject({ run: { status, finishedAt: NOON }, key, dispatch });
});

test('D-60 what is known of the end is written, and a length only when it was measured', () => {
  expect(settled('ok', { durationMs: 1_234.6 }).run).toEqual({
    status: 'ok',
    finishedAt: NOON,
    durationMs: 1_235,
    exitCode: 0,
    outBytes: 5,
    errBytes: 0,
    summary: 'done',
  });
  expect(settled('crashed').run).toEqual({ status: 'crashed', finishedAt: NOON, error: 'gone' });
});

test.each([
  ['error', { max_retries: 1 }, {}, true],
  ['timeout', { max_retries: 1 }, {}, true],
  ['error', { max_retries: 0 }, {}, false],
  ['error', { max_retries: 2 }, { retryCount: 2 }, false],
  ['ok', { max_retries: 1 }, {}, false],
  ['cancelled', { max_retries: 1 }, {}, false],
  ['crashed', { max_retries: 1 }, {}, false],
  ['error', { max_retries: 1, retry_on_exit_codes: [1, 75] }, {}, true],
  ['error', { max_retries: 1, retry_on_exit_codes: [75] }, {}, false],
  ['timeout', { max_retries: 1, retry_on_exit_codes: [75] }, {}, true],
] as const)('D-64 %s with %j after %j is retried: %s', (outcome, job, run, retries) => {
  expect(settled(outcome, { job, run }).retry !== undefined).toBe(retries);
});

test('D-64 the retry carries cause, count, slot, parent, approval and root of the run before', () => {
  const run = { retryCount: 1, slotAt: NOON, triggeredByRun: 3, approvalId: 4, causeRoot: 'run:1' };
  expect(settled('error', { job: { max_retries: 5 }, run }).retry).toEqual({
    delayMs: 60_000,
    dispatch: {
      jobId: 'j1',
      cause: 'retry',
      occasionKey: 'retry:7:j1',
      dueAt: NOON + 60_000,
      retryOf: 7,
      retryCount: 2,
      slotAt: NOON,
      sourceRunId: 3,
      approvalId: 4,
      causeRoot: 'run:1',
      requestedBy: { kind: 'engine', name: 'engine', via: 'engine' },
    },
  });
});

test('D-64 a retry leaves the job alone: errors, schedule and children come at the final end', () => {
  const child = aJob({ parent_id: 'j1', trigger_on: 'failure' }, { id: 'child' });
  const answer = settled('error', { job: { max_retries: 1, schedule_every_ms: 1_000 }, children: [child] });
  expect(answer).toMatchObject({ dispatch: 'done', children: [], job: 'stays', raise: [] });
  expect(answer.jobResult).toBeUndefined();
  expect(answer.plan).toBeUndefined();
});

test('D-64 a full line makes it final, and says that a retry was lost', () => {
  const answer = settled('error', { job: { max_retries: 1, max_queued_dispatches: 2 }, pendingOf: () => 2 });
  expect(answer.retry).toBeUndefined();
  expect(answer.dropped).toEqual([
    { jobId: 'j1', reason: 'overlap-full', detail: 'no retry of run 7: 2 dispatches of this job wait already' },
  ]);
  expect(settled('ok', { job: { max_retries: 1 }, pendingOf: () => 99 }).dropped).toEqual([]);
});

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

test('D-65 a retry of a run by hand is by hand', () => {
  const run = { cause: 'retry' as const, retryOf: 3, requestedBy: ANA };
  const { slotAt: _none, ...byHand } = aRun(run);
  const answer = settle({
    job: aJob({ schedule_at: '2026-11-24T00:00:00Z' }),
    run: byHand,
    dispatch: aDispatch(),
    outcome: END.error ?? { kind: 'never-started' },
    now: NOON,
    children: [],
    pendingOf: () => 0,
    spread: 0,
  });
  expect(answer).toMatchObject({ job: 'stays', jobResult: { consecutiveErrors: 0 } });
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
  expect(settled(outcome, { job, run }).job).toBe(becomes);
});

test('D-74 nothing follows from the run of a deleted job but its end', () => {
  const child = aJob({ parent_id: 'j1', trigger_on: 'complete' }, { id: 'child' });
  const answer = settled('error', {
    job: { max_retries: 3, schedule_every_ms: 1_000, delivery_to: '42' },
    row: { deletedAt: NOON },
    children: [child],
  });
  expect(answer).toMatchObject({ run: { status: 'error' }, children: [], notices: [], raise: [], job: 'stays' });
  expect(answer.retry).toBeUndefined();
  expect(answer.jobResult).toBeUndefined();
});

test.each([
  ['at-least-once', {}, true],
  ['at-least-once', { replayOf: 3 }, false],
  ['at-most-once', {}, false],
] as const)('D-92 a crash with %s (%j) is replayed: %s', (delivery_guarantee, run, replays) => {
  const { retry } = settled('crashed', { job: { delivery_guarantee }, run });
  expect(retry?.dispatch.replayOf).toBe(replays ? 7 : undefined);
});

test.each([
  ['cancel', 'cancelled', 'cancelled'],
  ['replace', 'cancelled', 'cancelled'],
  ['shutdown', 'skipped', 'again'],
  [undefined, 'skipped', 'again'],
] as const)(
  'a run that never started and was stopped for %s ends %s, its dispatch %s',
  (stopReason, status, dispatch) => {
    const run = stopReason === undefined ? {} : { stopReason };
    expect(settled('never-started', { run })).toMatchObject({ run: { status }, dispatch });
  },
);

test('D-104 failures in a row raise from the third on; crashes at once; ok resolves both', () => {
  expect(settled('error', { row: { consecutiveErrors: 1 } }).raise).toEqual([]);
  expect(settled('error', { row: { consecutiveErrors: 2 } }).raise).toMatchObject([
    { alert: { kind: 'failing', key: 'failing:j1', severity: 'crit' } },
  ]);
  expect(settled('error', { row: { consecutiveErrors: 2 }, run: { cause: 'manual' } }).raise).toEqual([]);
  expect(settled('crashed').raise).toMatchObject([{ alert: { kind: 'crashed', key: 'crashed:j1' } }]);
  expect(settled('ok').resolve).toEqual(['failing:j1', 'crashed:j1']);
});

test('D-69 a chain that is deeper than may be at run time ends there, and says so', () => {
  const child = aJob({ name: 'child', parent_id: 'j1' }, { id: 'c1' });
  expect(settled('ok', { children: [child], depth: 9 }).children).toHaveLength(1);
  expect(settled('ok', { children: [child], depth: 10 })).toMatchObject({
    children: [],
    dropped: [{ jobId: 'c1', reason: 'depth', detail: 'run 7 of backup stands 10 deep, a chain is at most 10' }],
  });
});

test('D-69 children are not told of a run that was skipped before it began', () => {
  const child = aJob({ name: 'child', parent_id: 'j1', trigger_on: 'failure' }, { id: 'c1' });
  expect(settled('cancelled', { children: [child] }).passedOver).toMatchObject([{ reason: 'trigger-not-met' }]);
  expect(settled('never-started', { children: [child] }).passedOver).toEqual([]);
});
