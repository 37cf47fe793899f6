import type { Job } from '../../store/nouns/job.ts';
import { type PromptFacts, promptOf } from '../rules/agent/prompt.ts';
import { firstCharacters, judgeReply } from '../rules/agent/reply.ts';
import { sessionKeyOf, turnIdOf } from '../rules/agent/session-key.ts';
import { cutText } from '../rules/cut-text.ts';
import type { Answer, Outcome } from '../rules/outcome.ts';
import { spellBytes } from '../rules/spell-bytes.ts';
import { commonOutcome, stoppedCall } from './gateway-end.ts';
import type { CallEndFacts, CallLimits, GatewayCall, GatewayStrategy } from './strategy.ts';

const SUMMARY_CHARACTERS_MAX = 5_000;

/** D-50 to D-59: a turn of an agent in its own session. */
export const isolated: GatewayStrategy = { via: 'gateway', sessionKey: sessionKeyOf, limits, call, outcome };

function limits({ definition }: Job): CallLimits {
  return {
    timeoutMs: definition.run_timeout_ms,
    idleTimeoutMs: definition.payload_timeout_seconds * 1_000,
    graceMs: definition.kill_grace_ms,
  };
}

function call(facts: PromptFacts): GatewayCall {
  const { job, run } = facts;
  const { payload_thinking: thinking, payload_model: model, auth_profile: authProfile } = job.definition;
  const request = {
    message: promptOf(facts),
    agentId: job.definition.agent_id,
    sessionKey: sessionKeyOf(job, run.id),
    idempotencyKey: turnIdOf(job.id, run.idempotencyKey),
    // So that it ends there as well should nobody be left here to end it.
    timeoutMs: job.definition.run_timeout_ms + job.definition.kill_grace_ms,
    ...(thinking === undefined ? {} : { thinking }),
    ...(model === undefined ? {} : { model }),
    ...(authProfile === undefined ? {} : { authProfile }),
  };
  return { kind: 'turn', request };
}

function outcome(facts: CallEndFacts): Outcome {
  const { end, job } = facts;
  const stopped = stoppedCall(facts, limits(job));
  if (stopped !== undefined) return stopped;
  if (end.kind === 'replied') return outcomeOfReply(facts, end);
  if (end.kind === 'queued') throw new Error('an agent turn was queued as an event');
  return commonOutcome(end, facts);
}

/** D-54 to D-56, D-58. */
function outcomeOfReply(
  { job, evidence: whole }: CallEndFacts,
  { reply, tokens }: { reply: string; tokens?: { in: number; out: number } },
): Outcome {
  const { output_summary_limit_bytes: summaryBytes } = job.definition;
  const summary = cutText(firstCharacters(reply.trim(), SUMMARY_CHARACTERS_MAX), summaryBytes);
  const { summary: _lastLine, ...rest } = whole;
  const evidence = summary === '' ? rest : { ...rest, summary };
  const answer = (tells: Answer['tells']): Answer => ({ tells, ...(tokens === undefined ? {} : { tokens }) });
  const most = job.definition.output_max_bytes;
  if (Buffer.byteLength(reply) > most) {
    const error = `replied with more than ${spellBytes(most)} (output_max_bytes)`;
    return { kind: 'error', error, evidence, answer: answer('nothing') };
  }
  const verdict = judgeReply(reply);
  switch (verdict.kind) {
    case 'spoken':
      return { kind: 'ok', evidence, answer: answer('reply') };
    case 'quiet':
      return { kind: 'ok', evidence, answer: answer('nothing') };
    case 'failed':
    case 'transient':
      return { kind: 'error', error: verdict.error, evidence, answer: answer('nothing') };
  }
}
