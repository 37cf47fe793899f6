import { expect, test } from 'vitest';
import { firstCharacters, judgeReply } from '../../../../src/engine/rules/agent/reply.ts';

test.each([
  ['HEARTBEAT_OK', 'HEARTBEAT_OK'],
  ['  HEARTBEAT_OK\nnothing to do', 'HEARTBEAT_OK'],
  ['HEARTBEAT_OK: all quiet', 'HEARTBEAT_OK'],
  ['IDEMPOTENT_SKIP run:7 was done before', 'IDEMPOTENT_SKIP'],
  ['NO_FLUSH\n', 'NO_FLUSH'],
  ['NO_REPLY', 'NO_REPLY'],
])('D-54 %j is a good end of which nobody is told', (reply, word) => {
  expect(judgeReply(reply)).toEqual({ kind: 'quiet', word });
});

test.each([
  'HEARTBEAT_OKAY',
  'HEARTBEAT_OK!',
  'The answer is HEARTBEAT_OK',
  'IDEMPOTENT_SKIPPED',
  'NO_FLUSH: kept all of it',
  'NO_REPLY needed from your side',
  'heartbeat_ok',
])('D-54 %j is an ordinary reply', (reply) => {
  expect(judgeReply(reply)).toEqual({ kind: 'spoken' });
});

test.each([
  ['TASK_FAILED', 'the agent says that it failed (TASK_FAILED)'],
  ['TASK_FAILED: the ledger is locked\nmore', 'the agent says that it failed: the ledger is locked'],
  ['\nTASK_FAILED no access', 'the agent says that it failed: no access'],
])('D-55 %j is an error', (reply, error) => {
  expect(judgeReply(reply)).toEqual({ kind: 'failed', error });
});

test.each(['No TASK_FAILED today', 'TASK_FAILED_OVER to the second host', 'TASK_FAILEDLY'])(
  'D-55 %j is an ordinary reply',
  (reply) => {
    expect(judgeReply(reply)).toEqual({ kind: 'spoken' });
  },
);

test('D-55 an endless reason is cut', () => {
  const verdict = judgeReply(`TASK_FAILED: ${'x'.repeat(5_000)}`);
  expect(verdict.kind === 'failed' && verdict.error.length).toBeLessThan(600);
});

test('D-58 characters are whole: half a pair is never left over', () => {
  expect(firstCharacters('a😀b', 2)).toBe('a😀');
  expect(firstCharacters('short', 5_000)).toBe('short');
  expect([...firstCharacters('😀'.repeat(6_000), 5_000)]).toHaveLength(5_000);
});

test('D-55 R-9 why an agent failed is one line, whatever stands before it', () => {
  expect(judgeReply('TASK_FAILED:\u0000\r no room\rat all')).toEqual({
    kind: 'failed',
    error: 'the agent says that it failed: no room',
  });
});
