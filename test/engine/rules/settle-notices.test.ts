import { expect, test } from 'vitest';
import type { Outcome } from '../../../src/engine/rules/outcome.ts';
import { printed } from '../../support/builders.ts';
import { type Changes, settled } from '../../support/settled.ts';

const FAILED: Outcome = {
  kind: 'error',
  error: 'Shell exited with code 1',
  exitCode: 1,
  evidence: printed('no room\n'),
};

const told = (outcome: Outcome, { job = {}, ...rest }: Changes = {}) =>
  settled(outcome.kind, { ...rest, outcome, job: { delivery_mode: 'announce-always', delivery_to: '42', ...job } })
    .notices;

test.each([
  ['the last attempt', {}, 'no retry left'],
  ['one that is retried', { max_retries: 3 }, 'will retry 2 of 3 in 60 s'],
])('D-23 D-64 a failure is told with its reason, what comes next and what was printed: %s', (_what, job, next) => {
  expect(told(FAILED, { job, run: { retryCount: 1 } })).toMatchObject([
    { key: 'result:7', title: 'backup failed', body: `⚠ backup failed: Shell exited with code 1\n${next}\nno room` },
  ]);
});

test('D-23 D-92 a crash is told with the replay that follows', () => {
  const [notice] = told({ kind: 'crashed', error: 'gone' }, { job: { delivery_guarantee: 'at-least-once' } });
  expect(notice?.body).toBe('⚠ backup failed: gone\nit is started once more (delivery_guarantee at-least-once)');
});

test('D-23 an agent that failed is told as a failure, not as its reply', () => {
  const [notice] = told({ kind: 'error', error: 'model overloaded', answer: { tells: 'reply' } });
  expect(notice?.title).toBe('backup failed');
});

test('D-23 what somebody called off is not told, whatever it printed', () => {
  expect(told({ kind: 'cancelled', error: 'cancelled by ana', evidence: printed('half\n') })).toEqual([]);
});
