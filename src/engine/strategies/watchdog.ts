import type { Outcome } from '../rules/outcome.ts';
import { watchdogVerdict, watchedSince } from '../rules/watchdog.ts';
import { processWords, stoppedOutcome } from './stopped.ts';
import type { EndFacts, ProcessPlan, ProcessStrategy } from './strategy.ts';

const CHECK_TIMEOUT_MAX_MS = 60_000;

/** D-30 to D-35. */
export const watchdog: ProcessStrategy = { via: 'process', plan, outcome };

function plan({ definition }: EndFacts['job']): ProcessPlan {
  // An empty command would end with 0, and its target would look alive for ever.
  if (!definition.watchdog_check_cmd?.trim()) throw new Error('watchdog_check_cmd is missing');
  return {
    command: definition.watchdog_check_cmd,
    timeoutMs: Math.min(CHECK_TIMEOUT_MAX_MS, definition.run_timeout_ms),
    graceMs: definition.kill_grace_ms,
    outputMaxBytes: definition.output_max_bytes,
  };
}

function outcome(facts: EndFacts): Outcome {
  const { end, evidence, job, run, now } = facts;
  if (end.kind === 'never-started') return { kind: 'never-started' };
  if (end.kind === 'failed') return { kind: 'error', error: `cannot start: ${end.reason}`, evidence };
  // A check that took too long says nothing about its target; every other stop is somebody's wish.
  if (run.stopReason !== 'timeout') {
    const stopped = stoppedOutcome(facts, processWords(plan(job), now));
    if (stopped !== undefined) return stopped;
  }
  if (end.kind === 'vanished' && run.stopReason === undefined) {
    return { kind: 'crashed', error: 'the check was gone without an exit status', evidence };
  }
  const byItself = end.kind === 'exited' && end.signal === undefined && run.stopReason !== 'timeout';
  const exitCode = end.kind === 'exited' ? end.code : 1;
  const { watchdog_timeout_min: thresholdMinutes } = job.definition;
  const verdict = watchdogVerdict({
    stdout: evidence.stdout,
    elapsedMs: now - watchedSince(job),
    ...(byItself ? { exitCode } : {}),
    ...(thresholdMinutes === undefined ? {} : { thresholdMinutes }),
  });
  return { kind: 'watched', verdict, exitCode, evidence };
}
