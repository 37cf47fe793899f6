import { exitWords } from '../rules/failure-cause.ts';
import type { Evidence, Outcome } from '../rules/outcome.ts';
import { processWords, stoppedOutcome } from './stopped.ts';
import type { EndFacts, ProcessPlan, ProcessStrategy } from './strategy.ts';

/** D-20 to D-25. */
export const shell: ProcessStrategy = { via: 'process', plan, outcome };

function plan({ definition }: EndFacts['job']): ProcessPlan {
  return {
    command: definition.payload_message,
    timeoutMs: definition.run_timeout_ms,
    graceMs: definition.kill_grace_ms,
    outputMaxBytes: definition.output_max_bytes,
    ...(definition.idle_timeout_ms === undefined ? {} : { idleTimeoutMs: definition.idle_timeout_ms }),
  };
}

function outcome(facts: EndFacts): Outcome {
  const { end, evidence, job, now } = facts;
  if (end.kind === 'never-started') return { kind: 'never-started' };
  if (end.kind === 'failed') return { kind: 'error', error: `cannot start: ${end.reason}`, evidence };
  const stopped = stoppedOutcome(facts, processWords(plan(job), now));
  if (stopped !== undefined) return stopped;
  if (end.kind === 'vanished')
    return { kind: 'crashed', error: 'the process was gone without an exit status', evidence };
  const ended = {
    exitCode: end.code,
    evidence,
    ...(end.signal === undefined ? {} : { signal: end.signal }),
  };
  // Sizes are looked at now and then; whoever is quick has to keep to the limit all the same.
  if (evidence.outBytes + evidence.errBytes > job.definition.output_max_bytes) {
    return { kind: 'error', error: processWords(plan(job), now).outputLimit, ...ended };
  }
  if (job.definition.success_exit_codes.includes(end.code)) return { kind: 'ok', exitCode: end.code, evidence };
  const error = end.signal === undefined ? exitWords(end.code) : `Shell was ended by ${end.signal}`;
  return { kind: 'error', error, ...ended, evidence: ofFailure(evidence) };
}

/** D-22. What went wrong stands on stderr, if it stands anywhere. */
const ofFailure = (evidence: Evidence): Evidence =>
  evidence.errorLine === undefined ? evidence : { ...evidence, summary: evidence.errorLine };
