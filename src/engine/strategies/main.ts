import type { Job } from '../../store/nouns/job.ts';
import { eventTextOf, type PromptFacts } from '../rules/agent/prompt.ts';
import { mainSessionKey } from '../rules/agent/session-key.ts';
import type { Outcome } from '../rules/outcome.ts';
import { commonOutcome, stoppedCall } from './gateway-end.ts';
import type { CallEndFacts, CallLimits, GatewayCall, GatewayStrategy } from './strategy.ts';

/** D-40, D-41: an event into the main session. That it is taken says nothing about what an agent makes of it. */
export const main: GatewayStrategy = { via: 'gateway', sessionKey: mainSessionKey, limits, call, outcome };

function limits({ definition }: Job): CallLimits {
  return { timeoutMs: definition.run_timeout_ms, graceMs: definition.kill_grace_ms };
}

function call({ job }: PromptFacts): GatewayCall {
  return { kind: 'event', event: { text: eventTextOf(job), agentId: job.definition.agent_id } };
}

function outcome(facts: CallEndFacts): Outcome {
  const { end, job, evidence } = facts;
  const stopped = stoppedCall(facts, limits(job));
  if (stopped !== undefined) return stopped;
  if (end.kind === 'replied') throw new Error('an event has no reply');
  if (end.kind !== 'queued') return commonOutcome(end, facts);
  const summary = `queued for the main session of ${job.definition.agent_id}`;
  return { kind: 'ok', evidence: { ...evidence, summary }, answer: { tells: 'event' } };
}
