import { expect, test } from 'vitest';
import type { Outcome } from '../../../src/engine/rules/outcome.ts';
import { settle } from '../../../src/engine/rules/settle.ts';
import type { SettleFacts } from '../../../src/engine/rules/settlement.ts';
import { aDispatch, aJob, aRun, type JobWords, NOON, printed } from '../../support/builders.ts';

const DEFERRED: Outcome = {
  kind: 'deferred',
  error: 'Gateway unavailable -- deferred',
  detail: 'the socket is closed',
};
const DRAINED: Outcome = { kind: 'drained', error: 'gateway draining' };

const facts = (outcome: Outcome, job: JobWords = {}, run: Parameters<typeof aRun>[0] = {}): SettleFacts => ({
  job: aJob({ session_target: 'isolated', payload_message: 'x', max_retries: 3, ...job }, { consecutiveErrors: 2 }),
  run: aRun(run),
  dispatch: aDispatch(),
  outcome,
  now: NOON,
  children: [aJob({ name: 'child', parent_id: 'j1', trigger_on: 'complete' }, { id: 'j2' })],
  pendingOf: () => 0,
  spread: 0,
});

test.each([
  [DEFERRED, { at: NOON + 60_000, waitsFor: 'gateway', detail: 'the socket is closed' }, 'error'],
  [DRAINED, { at: NOON + 90_000, detail: 'gateway draining' }, 'skipped'],
] as const)('D-50 D-57 %j goes again, and nothing follows from it', (outcome, again, status) => {
  const settlement = settle(facts(outcome, { delivery_mode: 'announce-always', delivery_to: '42' }));
  expect(settlement).toMatchObject({
    run: { status },
    key: 'release',
    dispatch: 'again',
    again,
    children: [],
    notices: [],
    raise: [],
    job: 'stays',
  });
  expect(settlement.jobResult).toBeUndefined();
  expect(settlement.retry).toBeUndefined();
});

test.each([DEFERRED, DRAINED])('D-102 %j of a run that somebody called off does not come back', (outcome) => {
  const settlement = settle(facts(outcome, {}, { stopReason: 'cancel', stopStage: 'requested' }));
  expect(settlement).toMatchObject({ run: { status: 'cancelled' }, dispatch: 'cancelled' });
});

test('D-67 a one-shot that was put off is neither off nor deleted', () => {
  const job = { schedule_at: '2026-11-24T10:00:00Z', delete_after_run: true };
  expect(settle(facts(DEFERRED, job))).toMatchObject({ job: 'stays', dispatch: 'again' });
});

test.each([
  [{ tells: 'reply' }, 'announce', 'the reply'],
  [{ tells: 'reply' }, 'announce-always', 'the reply'],
  [{ tells: 'nothing' }, 'announce-always', undefined],
  [{ tells: 'event' }, 'announce-always', 'x'],
  [{ tells: 'event' }, 'announce', undefined],
] as const)('D-41 D-54 D-59 %j with %s tells %s', (answer, delivery_mode, body) => {
  const outcome: Outcome = { kind: 'ok', evidence: { ...printed('the reply\n'), summary: 'the reply' }, answer };
  const { notices } = settle(facts(outcome, { delivery_mode, delivery_to: '42' }));
  expect(notices.map((notice) => notice.body)).toEqual(body === undefined ? [] : [body]);
});

test('D-58 the tokens are on the run’s end', () => {
  const outcome: Outcome = {
    kind: 'ok',
    evidence: printed('x'),
    answer: { tells: 'reply', tokens: { in: 9, out: 2 } },
  };
  expect(settle(facts(outcome)).run).toMatchObject({ status: 'ok', tokensIn: 9, tokensOut: 2 });
});
