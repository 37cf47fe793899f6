import type { Run, StopReason } from '../../store/nouns/run.ts';
import type { ProcessEnd } from '../ports/processes.ts';
import type { Evidence, Outcome } from '../rules/outcome.ts';
import { spellBytes } from '../rules/spell-bytes.ts';
import { spellDuration } from '../rules/spell-duration.ts';
import type { ProcessPlan } from './strategy.ts';

export type StopFacts = { run: Run; evidence: Evidence; end?: ProcessEnd };

/** What is said of a limit that was reached; `ranMs` until the stop was asked for. */
export type LimitWords = {
  timeout(ranMs: number): string;
  outputLimit: string;
  /** Why it came to a KILL. */
  killed(facts: Pick<StopFacts, 'run' | 'evidence'>): string;
};

/** A run that prints on while it is stopped fills a disk within its grace: past so many limits it is killed. */
export const KILLED_AT_LIMITS = 2;

/** The end of a run that we stopped: its reason was on disk before the first signal. Undefined when nobody stopped it. */
export function stoppedOutcome(facts: StopFacts, words: LimitWords): Outcome | undefined {
  const { run, end, evidence } = facts;
  // Asked for, but it ended by itself before a signal was sent.
  if (run.stopReason === undefined || run.stopStage === 'requested') return undefined;
  const code = end?.kind === 'exited' ? { exitCode: end.code } : {};
  const signal = end?.kind === 'exited' && end.signal !== undefined ? { signal: end.signal } : {};
  const stopped = { ...code, ...signal, evidence, error: wordFor(run.stopReason, facts, words) };
  switch (run.stopReason) {
    case 'timeout':
      return { kind: 'timeout', ...stopped };
    case 'output-limit':
      return { kind: 'error', ...stopped };
    case 'cancel':
    case 'replace':
    case 'shutdown':
      return { kind: 'cancelled', ...stopped };
  }
}

/** What is said of the limits of a process that ended at `now`. */
export const processWords = (plan: ProcessPlan, now: number): LimitWords => ({
  timeout(ranMs) {
    const silent = plan.idleTimeoutMs !== undefined && ranMs < plan.timeoutMs;
    return silent
      ? `printed nothing for ${spellDuration(plan.idleTimeoutMs ?? 0)} (idle_timeout_ms)`
      : `time limit of ${spellDuration(plan.timeoutMs)} reached (run_timeout_ms)`;
  },
  outputLimit: `printed more than ${spellBytes(plan.outputMaxBytes)} (output_max_bytes)`,
  killed({ run, evidence: { outBytes, errBytes } }) {
    const stoppingMs = now - (run.stopRequestedAt ?? now);
    if (stoppingMs + TIMER_EARLY_MS >= plan.graceMs) return ', killed after the grace';
    if (outBytes + errBytes > KILLED_AT_LIMITS * plan.outputMaxBytes) {
      return `, killed within the grace since it had printed ${KILLED_AT_LIMITS} times its limit`;
    }
    return stoppingMs < AT_ONCE_MS ? ', killed at once' : ', killed before the grace was over';
  },
});

/** A timer may come a little before the wall clock says that it is time. */
const TIMER_EARLY_MS = 5;
/** Longer than a KILL takes, and shorter than a person needs to ask for a stop and then for a KILL. */
const AT_ONCE_MS = 1_000;

function wordFor(reason: StopReason, facts: StopFacts, words: LimitWords): string {
  const { run } = facts;
  const killed = run.stopStage === 'kill' ? words.killed(facts) : '';
  switch (reason) {
    case 'timeout':
      return `${words.timeout((run.stopRequestedAt ?? 0) - (run.startedAt ?? 0))}${killed}`;
    case 'output-limit':
      return `${words.outputLimit}${killed}`;
    case 'cancel':
      return `cancelled by ${run.stopRequestedBy?.name ?? 'somebody'}${killed}`;
    case 'replace':
      return `replaced by a newer dispatch of the job${killed}`;
    case 'shutdown':
      return `stopped with the engine${killed}`;
  }
}
