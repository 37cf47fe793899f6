import type { Job } from '../../store/nouns/job.ts';
import type { JobDefinition } from '../../store/nouns/job-fields.ts';
import type { Run } from '../../store/nouns/run.ts';
import type { ProcessEnd } from '../ports/processes.ts';
import type { Evidence, Outcome } from '../rules/outcome.ts';
import { shell } from './shell.ts';
import { watchdog } from './watchdog.ts';

/** What a strategy wants started, and its limits in ms and bytes. */
export type ProcessPlan = {
  command: string;
  timeoutMs: number;
  idleTimeoutMs?: number;
  graceMs: number;
  outputMaxBytes: number;
};

export type EndFacts = {
  job: Job;
  /** As it stands in the database at the end, with the stop somebody asked for. */
  run: Run;
  end: ProcessEnd;
  evidence: Evidence;
  now: number;
};

/** One way to run a job: pure on both sides, the process in between is the engine's. */
export type Strategy = {
  plan(job: Job): ProcessPlan;
  outcome(facts: EndFacts): Outcome;
};

export type StrategyName = 'shell' | 'watchdog';

const strategies: Readonly<Record<StrategyName, Strategy>> = { shell, watchdog };

/** Jobs that need the gateway are held by their guard and have no strategy here. */
export function strategyOf(definition: JobDefinition): Strategy | undefined {
  if (definition.job_type === 'watchdog') return strategies.watchdog;
  return definition.session_target === 'shell' ? strategies.shell : undefined;
}
