import type { Outcome } from '../../src/engine/rules/outcome.ts';
import { settle } from '../../src/engine/rules/settle.ts';
import type { SettleFacts, Settlement } from '../../src/engine/rules/settlement.ts';
import type { Run } from '../../src/store/nouns/run.ts';
import { aDispatch, aJob, aRun, type JobWords, NOON, printed } from './builders.ts';

export type Changes = Partial<Omit<SettleFacts, 'job' | 'run'>> & {
  job?: JobWords;
  row?: Parameters<typeof aJob>[1];
  run?: Partial<Run>;
};

const END: Record<string, Outcome> = {
  ok: { kind: 'ok', exitCode: 0, evidence: printed('done\n') },
  error: { kind: 'error', error: 'Shell exited with code 1', exitCode: 1, evidence: printed() },
  timeout: { kind: 'timeout', error: 'time limit of 5m reached (run_timeout_ms)', evidence: printed() },
  cancelled: { kind: 'cancelled', error: 'cancelled by ana' },
  crashed: { kind: 'crashed', error: 'gone' },
  'never-started': { kind: 'never-started' },
};

/** A run of the job `j1` that was planned for noon and ends at noon. */
export const settleFacts = (outcome: string, { job = {}, row = {}, run = {}, ...rest }: Changes = {}): SettleFacts => ({
  job: aJob(job, row),
  run: aRun(run),
  dispatch: aDispatch(),
  outcome: END[outcome] ?? { kind: 'never-started' },
  now: NOON,
  children: [],
  pendingOf: () => 0,
  spread: 0,
  ...rest,
});

export const settled = (outcome: string, changes: Changes = {}): Settlement => settle(settleFacts(outcome, changes));

/** A run that no fire time stands behind. */
export const aRunWithoutSlot = (changes: Partial<Run> = {}): Run => {
  const { slotAt: _none, ...run } = aRun();
  return { ...run, ...changes };
};
