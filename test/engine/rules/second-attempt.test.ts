import { expect, test } from 'vitest';
import { settle } from '../../../src/engine/rules/settle.ts';
import { ENGINE } from '../../../src/store/nouns/actor.ts';
import { aDispatch, NOON } from '../../support/builders.ts';
import { aRunWithoutSlot, settled, settleFacts } from '../../support/settled.ts';

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

test('D-64 a full line makes it final, and says that a retry was lost', () => {
  const answer = settled('error', { job: { max_retries: 1, max_queued_dispatches: 2 }, pendingOf: () => 2 });
  expect(answer.retry).toBeUndefined();
  expect(answer.dropped).toEqual([
    { jobId: 'j1', reason: 'overlap-full', detail: 'no retry of run 7: 2 dispatches of this job wait already' },
  ]);
  expect(settled('ok', { job: { max_retries: 1 }, pendingOf: () => 99 }).dropped).toEqual([]);
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
  ['ok', {}],
  ['error', {}],
  ['crashed', { deletedAt: NOON }],
  ['crashed', { enabled: false }],
] as const)('D-92 %s of a job that is %j is no crash to replay', (outcome, row) => {
  expect(settled(outcome, { job: { delivery_guarantee: 'at-least-once' }, row }).retry).toBeUndefined();
});

const override = { payload_message: 'other.sh' };
const asItStood = aDispatch({ jobRevision: 4 });

test.each([
  ['a replay', 'crashed', {}, { jobRevision: 4 }],
  ['a replay', 'crashed', { override }, { jobRevision: 4, override }],
  ['a retry', 'error', { override }, {}],
  ['a retry of a job as it stood', 'error', { override }, { jobRevision: 4, override }, asItStood],
  ['a retry of a job as it stood', 'error', {}, { jobRevision: 4 }, asItStood],
] as const)('D-64 D-92 %s after %s with %j runs %j', (_what, outcome, run, content, dispatch = aDispatch()) => {
  const job = { max_retries: 1, delivery_guarantee: 'at-least-once' };
  const { retry } = settle({
    ...settleFacts(outcome, { job, dispatch }),
    run: aRunWithoutSlot({ ...run, jobRevision: 4 }),
  });
  const attempt = outcome === 'crashed' ? { replayOf: 7, retryCount: 0 } : { retryOf: 7, retryCount: 1 };
  const delayMs = outcome === 'crashed' ? 0 : 30_000;
  expect(retry).toStrictEqual({
    delayMs,
    dispatch: {
      jobId: 'j1',
      cause: 'retry',
      requestedBy: ENGINE,
      causeRoot: 'run:7',
      occasionKey: outcome === 'crashed' ? 'replay:7:j1' : 'retry:7:j1',
      dueAt: NOON + delayMs,
      ...attempt,
      ...content,
    },
  });
});

test('D-64 a run that was ended by a signal has no exit code that could be listed', () => {
  const outcome = { kind: 'error', error: 'killed', signal: 'SIGKILL' } as const;
  expect(settled('error', { job: { max_retries: 1, retry_on_exit_codes: [137] }, outcome }).retry).toBeUndefined();
  expect(settled('error', { job: { max_retries: 1 }, outcome }).retry).toBeDefined();
});
