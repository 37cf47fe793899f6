import { expect, test } from 'vitest';
import { aJob, NOON, printed } from '../../support/builders.ts';
import { settled } from '../../support/settled.ts';

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

test('D-64 a retry leaves the job alone: errors, schedule and children come at the final end', () => {
  const child = aJob({ parent_id: 'j1', trigger_on: 'failure' }, { id: 'child' });
  const answer = settled('error', { job: { max_retries: 1, schedule_every_ms: 1_000 }, children: [child] });
  expect(answer).toMatchObject({ dispatch: 'done', children: [], job: 'stays', raise: [] });
  expect(answer.jobResult).toBeUndefined();
  expect(answer.plan).toBeUndefined();
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
  expect(settled('crashed').raise).toMatchObject([{ alert: { kind: 'crashed', key: 'crashed:j1' } }]);
  expect(settled('ok').resolve).toEqual(['failing:j1', 'crashed:j1']);
});

test('D-104 the alert of failures says the exit code and the last line, as rows of the runs do', () => {
  const evidence = { ...printed('', 'node: not found\n'), summary: 'node: not found' };
  const outcome = { kind: 'error', error: 'Shell exited with code 127', exitCode: 127, evidence } as const;
  expect(settled('error', { row: { consecutiveErrors: 2 }, outcome }).raise).toMatchObject([
    { alert: { detail: 'exit 127: node: not found' } },
  ]);
});

test.each([
  ['the second failure', 'error', { row: { consecutiveErrors: 1 } }],
  ['one by hand', 'error', { row: { consecutiveErrors: 3 }, run: { cause: 'manual' } }],
  ['one that will be tried again', 'error', { row: { consecutiveErrors: 2 }, job: { max_retries: 1 } }],
  ['a run that was called off', 'cancelled', { row: { consecutiveErrors: 3 } }],
] as const)('D-104 %s raises no alert and resolves none', (_what, outcome, changes) => {
  expect(settled(outcome, changes)).toMatchObject({ raise: [], resolve: [] });
});

test('D-104 what raises an alert resolves none', () => {
  expect(settled('crashed').resolve).toEqual([]);
  expect(settled('error', { row: { consecutiveErrors: 2 } }).resolve).toEqual([]);
});

test('D-30 the end of a check is that of a watchdog', () => {
  const verdict = { kind: 'running' } as const;
  const outcome = { kind: 'watched', verdict, exitCode: 0, evidence: printed() } as const;
  const job = { job_type: 'watchdog', watchdog_check_cmd: 'x' };
  expect(settled('ok', { job, outcome }).run.status).toBe('ok');
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
