import { expect, test } from 'vitest';
import { settleWithoutRetry } from '../../../src/engine/rules/settle.ts';
import { ANA, aJob, type JobWords, NOON } from '../../support/builders.ts';
import { type Changes, settled, settleFacts } from '../../support/settled.ts';

const aChild = (id: string, job: JobWords = {}) => aJob({ name: id, parent_id: 'j1', ...job }, { id });

test('D-69 a child gets a dispatch of its own after trigger_delay_s, by whom and why the parent ran', () => {
  const run = { requestedBy: ANA, causeRoot: 'run:1' };
  const children = [aChild('c1'), aChild('c2', { trigger_delay_s: 90 })];
  const dispatch = { cause: 'chain', sourceRunId: 7, retryCount: 0, ...run };
  expect(settled('ok', { run, children }).children).toEqual([
    { ...dispatch, jobId: 'c1', occasionKey: 'chain:7:c1', dueAt: NOON },
    { ...dispatch, jobId: 'c2', occasionKey: 'chain:7:c2', dueAt: NOON + 90_000 },
  ]);
});

test('D-69 max_trigger_fanout children follow, and each beyond it is told so', () => {
  const children = [aChild('c1'), aChild('waits', { trigger_on: 'failure' }), aChild('c2'), aChild('c3')];
  const answer = settled('ok', { job: { max_trigger_fanout: 2 }, children });
  expect(answer.children.map(({ jobId }) => jobId)).toEqual(['c1', 'c2']);
  const detail = 'run 7 of backup triggers at most 2 of its children';
  expect(answer.dropped).toEqual([{ jobId: 'c3', reason: 'fan-out', detail }]);
});

test('D-69 a child whose line is full is dropped, one that did not want to follow is passed over', () => {
  const children = [aChild('c1', { max_queued_dispatches: 3 }), aChild('c2', { trigger_on: 'failure' })];
  const answer = settled('ok', { children, pendingOf: (id) => (id === 'c1' ? 3 : 99) });
  expect(answer.children).toEqual([]);
  const detail = '3 dispatches of this job wait already';
  expect(answer.dropped).toEqual([{ jobId: 'c1', reason: 'overlap-full', detail }]);
  expect(answer.passedOver).toMatchObject([{ jobId: 'c2', reason: 'trigger-not-met' }]);
});

test('D-69 a child of which nobody knows whether it should follow is dropped, not passed over', () => {
  const children = [aChild('c1', { trigger_condition: 'regex:x' }), aChild('c2', { trigger_condition: 'contains:x' })];
  const conditions = new Map([
    ['c1', { kind: 'failed', because: 'too slow' }],
    ['c2', { kind: 'unmet' }],
  ] as const);
  const answer = settled('ok', { children, conditions });
  expect(answer.dropped).toMatchObject([{ jobId: 'c1', reason: 'condition-failed' }]);
  expect(answer.passedOver).toMatchObject([{ jobId: 'c2', reason: 'condition-not-met' }]);
});

test('D-69 children that wait for the last attempt are not told of one that is retried', () => {
  const children = [aChild('c1', { trigger_on: 'failure' }), aChild('c2', { trigger_on: 'attempt_failure' })];
  const answer = settled('error', { job: { max_retries: 1 }, children });
  expect(answer.children.map(({ jobId }) => jobId)).toEqual(['c2']);
  expect(answer.passedOver).toEqual([]);
});

test('D-41 an event that was queued starts no child, and tells none', () => {
  const answer = settled('ok', { job: { session_target: 'main' }, children: [aChild('c1')] });
  expect(answer).toMatchObject({ children: [], dropped: [], passedOver: [] });
});

const lost = (kind: 'error' | 'timeout' | 'crashed', changes: Changes = {}) =>
  settleWithoutRetry({ ...settleFacts(kind, changes), outcome: { kind, error: 'gone' } });

test.each([
  ['error', 3, ['failing']],
  ['timeout', 3, ['failing']],
  ['crashed', 2, []],
] as const)('D-64 %s whose retry never ran is final: %i errors, alerts %j', (kind, errors, alerts) => {
  const answer = lost(kind, {
    job: { schedule_at: '2026-11-23T12:00:00Z', max_retries: 3, delivery_to: '42' },
    row: { consecutiveErrors: 2 },
    run: { finishedAt: NOON - 9_000 },
    children: [aChild('c1', { trigger_on: 'failure' })],
  });
  expect(answer).toMatchObject({
    job: 'disabled',
    jobResult: { lastRunAt: NOON - 9_000, lastStatus: kind, consecutiveErrors: errors },
    children: [{ jobId: 'c1', cause: 'chain' }],
    notices: [],
  });
  expect(answer.raise.map(({ alert }) => alert.kind)).toEqual(alerts);
  expect(answer.retry).toBeUndefined();
});

test('D-64 an attempt whose end is not on record ended now', () => {
  expect(lost('error').jobResult?.lastRunAt).toBe(NOON);
});

test('D-74 nothing follows a lost retry of a deleted job', () => {
  const answer = lost('error', { row: { deletedAt: NOON }, children: [aChild('c1', { trigger_on: 'failure' })] });
  expect(answer).toMatchObject({ children: [], job: 'stays', raise: [] });
  expect(answer.jobResult).toBeUndefined();
});
