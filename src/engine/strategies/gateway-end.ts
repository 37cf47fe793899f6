import type { Answer, Outcome } from '../rules/outcome.ts';
import { spellDuration } from '../rules/spell-duration.ts';
import { type LimitWords, stoppedOutcome } from './stopped.ts';
import type { CallEnd, CallEndFacts, CallLimits } from './strategy.ts';

/** The ends that mean the same whatever was asked of the gateway. */
export type CommonEnd = Exclude<CallEnd, { kind: 'replied' | 'queued' }>;

export const stoppedCall = (facts: CallEndFacts, limits: CallLimits): Outcome | undefined =>
  stoppedOutcome({ run: facts.run, evidence: facts.evidence }, callWords(limits));

export function commonOutcome(end: CommonEnd, { evidence }: CallEndFacts): Outcome {
  switch (end.kind) {
    case 'failed':
      return { kind: 'error', error: end.reason, evidence, answer: answerOf(end) };
    case 'refused':
      return { kind: 'error', error: `the gateway refused it: ${end.reason}`, evidence };
    case 'aborted':
      return { kind: 'error', error: 'it was aborted at the gateway', evidence };
    case 'deferred':
      return { kind: 'deferred', error: 'Gateway unavailable -- deferred', detail: end.reason };
    case 'drained':
      return { kind: 'drained', error: 'gateway draining' };
    case 'unknown':
      return { kind: 'crashed', error: end.reason, evidence };
    case 'unconfirmed':
      return { kind: 'crashed', error: 'the gateway was not heard of again', evidence };
  }
}

const answerOf = ({ tokens }: Extract<CallEnd, { kind: 'failed' }>): Answer => ({
  tells: 'nothing',
  ...(tokens === undefined ? {} : { tokens }),
});

/** The gateway tries a sick model again for minutes: what ends our wait need not end its own. */
const STILL_TRYING = '; the gateway may still be retrying its model';

const callWords = ({ timeoutMs, idleTimeoutMs }: CallLimits): LimitWords => ({
  timeout(ranMs) {
    const silent = idleTimeoutMs !== undefined && ranMs < timeoutMs;
    return silent
      ? `no sign of life for ${spellDuration(idleTimeoutMs)} (payload_timeout_seconds)${STILL_TRYING}`
      : `time limit of ${spellDuration(timeoutMs)} reached (run_timeout_ms)${STILL_TRYING}`;
  },
  outputLimit: 'its reply is too long (output_max_bytes)',
  killed: () => ', and the gateway did not confirm its end',
});
