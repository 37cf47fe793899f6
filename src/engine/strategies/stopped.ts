import type { StopReason } from '../../store/nouns/run.ts';
import type { Outcome } from '../rules/outcome.ts';
import { spellDuration } from '../rules/spell-duration.ts';
import type { EndFacts, ProcessPlan } from './strategy.ts';

/** The end of a run that we stopped: its reason was on disk before the first signal. Undefined when nobody stopped it. */
export function stoppedOutcome(facts: EndFacts, plan: ProcessPlan): Outcome | undefined {
  const { run, end, evidence } = facts;
  // Asked for, but it ended by itself before a signal was sent.
  if (run.stopReason === undefined || run.stopStage === 'requested') return undefined;
  const code = end.kind === 'exited' ? { exitCode: end.code } : {};
  const signal = end.kind === 'exited' && end.signal !== undefined ? { signal: end.signal } : {};
  const stopped = { ...code, ...signal, evidence, error: wordFor(run.stopReason, facts, plan) };
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

function wordFor(reason: StopReason, { run }: EndFacts, plan: ProcessPlan): string {
  const killed = run.stopStage === 'kill' ? ', killed after the grace' : '';
  switch (reason) {
    case 'timeout':
      return `${limitOf(run.stopRequestedAt, run.startedAt, plan)}${killed}`;
    case 'output-limit':
      return `printed more than ${plan.outputMaxBytes} bytes (output_max_bytes)${killed}`;
    case 'cancel':
      return `cancelled by ${run.stopRequestedBy?.name ?? 'somebody'}${killed}`;
    case 'replace':
      return `replaced by a newer dispatch of the job${killed}`;
    case 'shutdown':
      return `stopped with the engine${killed}`;
  }
}

function limitOf(stoppedAt: number | undefined, startedAt: number | undefined, plan: ProcessPlan): string {
  const ran = (stoppedAt ?? 0) - (startedAt ?? 0);
  const silent = plan.idleTimeoutMs !== undefined && ran < plan.timeoutMs;
  return silent
    ? `printed nothing for ${spellDuration(plan.idleTimeoutMs ?? 0)} (idle_timeout_ms)`
    : `time limit of ${spellDuration(plan.timeoutMs)} reached (run_timeout_ms)`;
}
