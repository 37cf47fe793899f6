import type { NewDispatch } from '../../store/nouns/dispatch.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { RunEnd } from '../../store/nouns/run.ts';
import { retryDelayMs } from './back-off.ts';
import { waitAlready } from './counted.ts';
import { occasionKey } from './occasion.ts';
import type { Outcome } from './outcome.ts';
import type { SettleFacts } from './settlement.ts';

/** A retry or a replay, and how long it waits in ms. */
export type SecondAttempt = { dispatch: NewDispatch; delayMs: number };

/** D-64. */
export function retryAfter(facts: SettleFacts, status: RunEnd): SecondAttempt | undefined {
  const { job, run, now } = facts;
  const { definition } = job;
  if (!wantsRetry(facts, status) || lineIsFull(facts, job) !== undefined) return undefined;
  const delayMs = retryDelayMs(definition, run.retryCount + 1, facts.spread);
  const again = {
    occasionKey: occasionKey.retry(run.id, job.id),
    retryOf: run.id,
    retryCount: run.retryCount + 1,
    // The job may have been put right since; only what was asked for as it stood is tried as it stood.
    ...(facts.dispatch.jobRevision === undefined ? {} : contentOf(run)),
  };
  return { dispatch: secondAttempt(facts, { ...again, dueAt: now + delayMs }), delayMs };
}

/** Why a retry that was due cannot be queued. */
export function lostRetry(facts: SettleFacts, status: RunEnd): string | undefined {
  const full = wantsRetry(facts, status) ? lineIsFull(facts, facts.job) : undefined;
  return full === undefined ? undefined : `no retry of run ${facts.run.id}: ${full}`;
}

export function lineIsFull({ pendingOf }: SettleFacts, job: Job): string | undefined {
  const waiting = pendingOf(job.id);
  return waiting < job.definition.max_queued_dispatches ? undefined : waitAlready(waiting, 'dispatch', 'dispatches');
}

function wantsRetry({ job, run, outcome }: SettleFacts, status: RunEnd): boolean {
  const { max_retries: most, retry_on_exit_codes: codes } = job.definition;
  if (status !== 'error' && status !== 'timeout') return false;
  if (!job.enabled || job.deletedAt !== undefined || run.retryCount >= most) return false;
  return codes === undefined || exitMatches(outcome, codes);
}

/** D-92. A run that nobody saw end is replayed once, with the same idempotency key, if its job asks for at least once. */
export function replayAfter(facts: SettleFacts, status: RunEnd): SecondAttempt | undefined {
  const { job, run, now } = facts;
  if (status !== 'crashed' || job.definition.delivery_guarantee !== 'at-least-once') return undefined;
  if (run.replayOf !== undefined || !job.enabled || job.deletedAt !== undefined) return undefined;
  const again = {
    occasionKey: occasionKey.replay(run.id, job.id),
    replayOf: run.id,
    retryCount: run.retryCount,
    ...contentOf(run),
  };
  return { dispatch: secondAttempt(facts, { ...again, dueAt: now }), delayMs: 0 };
}

type Again = Pick<
  NewDispatch,
  'occasionKey' | 'dueAt' | 'retryCount' | 'retryOf' | 'replayOf' | 'jobRevision' | 'override'
>;

/** It stands for the same fire time, parent and approval as the attempt before. */
function secondAttempt({ job, run, dispatch }: SettleFacts, again: Again): NewDispatch {
  return {
    jobId: job.id,
    cause: 'retry',
    requestedBy: dispatch.requestedBy,
    causeRoot: run.causeRoot,
    ...again,
    ...(run.slotAt === undefined ? {} : { slotAt: run.slotAt }),
    ...(run.triggeredByRun === undefined ? {} : { sourceRunId: run.triggeredByRun }),
    ...(run.approvalId === undefined ? {} : { approvalId: run.approvalId }),
  };
}

const contentOf = ({ jobRevision, override }: SettleFacts['run']): Pick<NewDispatch, 'jobRevision' | 'override'> => ({
  jobRevision,
  ...(override === undefined ? {} : { override }),
});

/** The list compares raw exit codes; a time-out has none of its own and is always retried. */
function exitMatches(outcome: Outcome, codes: readonly number[]): boolean {
  if (outcome.kind === 'timeout') return true;
  return 'exitCode' in outcome && outcome.exitCode !== undefined && codes.includes(outcome.exitCode);
}
