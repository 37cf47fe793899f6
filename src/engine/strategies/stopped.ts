import type { Run, StopReason } from '../../store/nouns/run.ts';
import type { ProcessEnd } from '../ports/processes.ts';
import type { Evidence, Outcome } from '../rules/outcome.ts';
import { spellDuration } from '../rules/spell-duration.ts';
import type { ProcessPlan } from './strategy.ts';

export type StopFacts = { run: Run; evidence: Evidence; end?: ProcessEnd };

/** What is said of a limit that was reached; `ranMs` until the stop was asked for. */
export type LimitWords = { timeout(ranMs: number): string; outputLimit: string; killed: string };

/** The end of a run that we stopped: its reason was on disk before the first signal. Undefined when nobody stopped it. */
export function stoppedOutcome({ run, end, evidence }: StopFacts, words: LimitWords): Outcome | undefined {
  // Asked for, but it ended by itself before a signal was sent.
  if (run.stopReason === undefined || run.stopStage === 'requested') return undefined;
  const code = end?.kind === 'exited' ? { exitCode: end.code } : {};
  const signal = end?.kind === 'exited' && end.signal !== undefined ? { signal: end.signal } : {};
  const stopped = { ...code, ...signal, evidence, error: wordFor(run.stopReason, run, words) };
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

/** What is said of the limits of a process. */
export const processWords = (plan: ProcessPlan): LimitWords => ({
  timeout(ranMs) {
    const silent = plan.idleTimeoutMs !== undefined && ranMs < plan.timeoutMs;
    return silent
      ? `printed nothing for ${spellDuration(plan.idleTimeoutMs ?? 0)} (idle_timeout_ms)`
      : `time limit of ${spellDuration(plan.timeoutMs)} reached (run_timeout_ms)`;
  },
  outputLimit: `printed more than ${plan.outputMaxBytes} bytes (output_max_bytes)`,
  killed: ', killed after the grace',
});

function wordFor(reason: StopReason, run: Run, words: LimitWords): string {
  const killed = run.stopStage === 'kill' ? words.killed : '';
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
