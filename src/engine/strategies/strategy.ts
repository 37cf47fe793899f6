import type { Job } from '../../store/nouns/job.ts';
import type { JobDefinition } from '../../store/nouns/job-fields.ts';
import type { Run } from '../../store/nouns/run.ts';
import type { MainEvent, TurnRequest, TurnResult } from '../ports/gateway.ts';
import type { ProcessEnd } from '../ports/processes.ts';
import type { PromptFacts } from '../rules/agent/prompt.ts';
import type { Evidence, Outcome } from '../rules/outcome.ts';
import { isolated } from './isolated.ts';
import { main } from './main.ts';
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

/** Work that is a process: pure on both sides, what is in between is the engine's. */
export type ProcessStrategy = {
  via: 'process';
  plan(job: Job): ProcessPlan;
  outcome(facts: EndFacts): Outcome;
};

export type GatewayCall = { kind: 'turn'; request: TurnRequest } | { kind: 'event'; event: MainEvent };

/** The idle limit counts from the last sign of life; absent where there is none to wait for. */
export type CallLimits = { timeoutMs: number; idleTimeoutMs?: number; graceMs: number };

/** How a call to the gateway ended for us. */
export type CallEnd =
  | TurnResult
  | { kind: 'queued' }
  /** It was not ready in time, and took nothing. */
  | { kind: 'deferred'; reason: string }
  | { kind: 'refused'; reason: string }
  /** Nobody can tell what became of it. */
  | { kind: 'unknown'; reason: string }
  /** We stopped it, and did not hear that it has ended. */
  | { kind: 'unconfirmed' };

export type CallEndFacts = { job: Job; run: Run; end: CallEnd; evidence: Evidence };

/** Work that the gateway does: what to ask of it, and what its answer means. */
export type GatewayStrategy = {
  via: 'gateway';
  /** In full, also where only an event goes. */
  sessionKey(job: Job, runId: number): string;
  limits(job: Job): CallLimits;
  call(facts: PromptFacts): GatewayCall;
  outcome(facts: CallEndFacts): Outcome;
};

export type Strategy = ProcessStrategy | GatewayStrategy;

export type StrategyName = 'shell' | 'watchdog' | 'isolated' | 'main';

const strategies = { shell, watchdog, isolated, main } as const satisfies Record<StrategyName, Strategy>;

/** One way to run a job for each target; a watchdog is always a process. */
export const strategyOf = ({ job_type: type, session_target: target }: JobDefinition): Strategy =>
  strategies[type === 'watchdog' ? 'watchdog' : target];

export function processStrategyOf(job: Job): ProcessStrategy {
  const strategy = strategyOf(job.definition);
  if (strategy.via === 'process') return strategy;
  throw new Error(`a ${job.definition.session_target} job has no process`);
}

export function gatewayStrategyOf(job: Job): GatewayStrategy {
  const strategy = strategyOf(job.definition);
  if (strategy.via === 'gateway') return strategy;
  throw new Error(`a ${job.definition.session_target} job does not go to the gateway`);
}
