import type { JobResult } from '../../store/jobs.ts';
import type { NewAlert } from '../../store/nouns/alert.ts';
import type { Dispatch, NewDispatch } from '../../store/nouns/dispatch.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { NewNotice } from '../../store/nouns/notice.ts';
import { isFailure, type Run, type RunEnd } from '../../store/nouns/run.ts';
import type { RunFinish } from '../../store/runs.ts';
import { backOffMs, retryDelayMs } from './back-off.ts';
import { isTriggeredBy } from './children.ts';
import { jobResult } from './job-result.ts';
import { resultNotice } from './notice.ts';
import { occasionKey } from './occasion.ts';
import type { Evidence, Outcome } from './outcome.ts';
import { countsFromEnd, type Fire, fireAt, nextFire } from './planning.ts';
import { watchdogSettlement } from './settle-watchdog.ts';

export type SettleFacts = {
  job: Job;
  run: Run;
  dispatch: Dispatch;
  outcome: Outcome;
  now: number;
  /** Monotonic, from start to end; absent for a run that another engine started. */
  durationMs?: number;
  /** Children in order of creation whose condition the output meets. */
  children: readonly Job[];
  /** Waiting dispatches of a job, so that each child's own queue limit holds. */
  pendingOf(jobId: string): number;
  /** From 0 to 1, for the retry's jitter. */
  spread: number;
};

/** Everything the end of a run changes; carried out whole, in one transaction, or not at all. */
export type Settlement = {
  run: RunFinish;
  evidence?: Evidence;
  key: 'keep' | 'release';
  dispatch: 'done' | 'cancelled' | 'again';
  jobResult?: JobResult;
  retry?: { dispatch: NewDispatch; delayMs: number };
  children: NewDispatch[];
  /** What becomes of the job itself. */
  job: 'stays' | 'disabled' | 'deleted';
  disabledBecause?: string;
  /** A new next fire; absent when the schedule goes on as it stands. */
  plan?: { next: Fire | undefined; backingOff?: { fromSlotAt: number; until: number } };
  /** The waiting slots of an earlier back-off end here. */
  endsBackOff: boolean;
  notices: NewNotice[];
  /** Alerts with the message that goes out with them, unless a repeat is held back. */
  raise: RaisedAlert[];
  resolve: string[];
  /** Children that were triggered and could not be queued. */
  dropped: { jobId: string; detail: string }[];
};

export type RaisedAlert = { alert: NewAlert; notice?: NewNotice };

const FAILING_AFTER = 3;

/** D-60 to D-70, D-74. What follows from how a run ended. */
export function settle(facts: SettleFacts): Settlement {
  const { outcome } = facts;
  if (outcome.kind === 'never-started') return neverStarted(facts);
  if (outcome.kind === 'watched') return watchdogSettlement(facts, outcome);
  const status: RunEnd = outcome.kind;
  const retry = retryAfter(facts, status) ?? replayAfter(facts, status);
  const final = retry === undefined;
  const base: Settlement = {
    ...unchanged(facts, status),
    dispatch: final && isFailure(status) ? 'cancelled' : status === 'cancelled' ? 'cancelled' : 'done',
    ...(retry === undefined ? {} : { retry }),
  };
  // A deleted job's run still gets its end, and nothing follows from it.
  if (facts.job.deletedAt !== undefined) return base;
  const jobOutcome = final ? finalJobState(facts, status) : { endsBackOff: false };
  return {
    ...base,
    ...jobOutcome,
    ...(final ? { jobResult: resultOf(facts, status) } : {}),
    ...childDispatches(facts, { status, final }),
    notices: noticesOf(facts, status, retry),
    ...failingAlert(facts, status, final),
  };
}

/** The parts of a settlement that every end has. */
export function unchanged(facts: SettleFacts, status: RunEnd): Settlement {
  const { outcome, now, durationMs } = facts;
  const evidence = 'evidence' in outcome ? outcome.evidence : undefined;
  return {
    run: {
      status,
      finishedAt: now,
      ...(durationMs === undefined ? {} : { durationMs: Math.round(durationMs) }),
      ...('exitCode' in outcome && outcome.exitCode !== undefined ? { exitCode: outcome.exitCode } : {}),
      ...('signal' in outcome && outcome.signal !== undefined ? { signal: outcome.signal } : {}),
      ...('error' in outcome ? { error: outcome.error } : {}),
      ...(evidence === undefined ? {} : { outBytes: evidence.outBytes, errBytes: evidence.errBytes }),
      ...(evidence?.summary === undefined ? {} : { summary: evidence.summary }),
    },
    ...(evidence === undefined ? {} : { evidence }),
    key: status === 'ok' ? 'keep' : 'release',
    dispatch: 'done',
    children: [],
    job: 'stays',
    endsBackOff: false,
    notices: [],
    raise: [],
    resolve: [],
    dropped: [],
  };
}

/** The token was taken before the command, so the same dispatch may start again. */
function neverStarted(facts: SettleFacts): Settlement {
  const base = unchanged(facts, 'skipped');
  return { ...base, run: { ...base.run, error: 'never started' }, dispatch: 'again' };
}

/** D-64. */
function retryAfter(facts: SettleFacts, status: RunEnd): Settlement['retry'] {
  const { job, run, dispatch, now } = facts;
  const { definition } = job;
  if (status !== 'error' && status !== 'timeout') return undefined;
  if (!job.enabled || job.deletedAt !== undefined || run.retryCount >= definition.max_retries) return undefined;
  if (facts.pendingOf(job.id) >= definition.max_queued_dispatches) return undefined;
  const codes = definition.retry_on_exit_codes;
  if (codes !== undefined && !exitMatches(facts.outcome, codes)) return undefined;
  const delayMs = retryDelayMs(definition, run.retryCount + 1, facts.spread);
  const next: NewDispatch = {
    jobId: job.id,
    cause: 'retry',
    occasionKey: occasionKey.retry(run.id, job.id),
    dueAt: now + delayMs,
    retryOf: run.id,
    retryCount: run.retryCount + 1,
    requestedBy: dispatch.requestedBy,
    causeRoot: run.causeRoot,
    ...(run.slotAt === undefined ? {} : { slotAt: run.slotAt }),
    ...(run.triggeredByRun === undefined ? {} : { sourceRunId: run.triggeredByRun }),
    ...(run.approvalId === undefined ? {} : { approvalId: run.approvalId }),
  };
  return { dispatch: next, delayMs };
}

/** D-92. A run that nobody saw end is replayed once, with the same idempotency key, if its job asks for at least once. */
function replayAfter(facts: SettleFacts, status: RunEnd): Settlement['retry'] {
  const { job, run, dispatch, now } = facts;
  if (status !== 'crashed' || job.definition.delivery_guarantee !== 'at-least-once') return undefined;
  if (run.replayOf !== undefined || !job.enabled || job.deletedAt !== undefined) return undefined;
  const next: NewDispatch = {
    jobId: job.id,
    cause: 'retry',
    occasionKey: occasionKey.replay(run.id, job.id),
    dueAt: now,
    replayOf: run.id,
    retryCount: run.retryCount,
    requestedBy: dispatch.requestedBy,
    causeRoot: run.causeRoot,
    ...(run.slotAt === undefined ? {} : { slotAt: run.slotAt }),
    ...(run.triggeredByRun === undefined ? {} : { sourceRunId: run.triggeredByRun }),
    ...(run.approvalId === undefined ? {} : { approvalId: run.approvalId }),
  };
  return { dispatch: next, delayMs: 0 };
}

/** The list compares raw exit codes; a time-out has none of its own and is always retried. */
function exitMatches(outcome: Outcome, codes: readonly number[]): boolean {
  if (outcome.kind === 'timeout') return true;
  return 'exitCode' in outcome && outcome.exitCode !== undefined && codes.includes(outcome.exitCode);
}

const isByHand = (run: Run): boolean => run.cause === 'manual';

/** D-65. A manual run's failure counts for nothing; its success ends the counting. */
function errorsAfter(job: Job, run: Run, status: RunEnd): number {
  if (status === 'ok') return 0;
  if (isByHand(run) || status === 'cancelled' || status === 'skipped') return job.consecutiveErrors;
  return job.consecutiveErrors + 1;
}

function resultOf(facts: SettleFacts, status: RunEnd): JobResult {
  const { job, run, now, durationMs, outcome } = facts;
  const summary = 'evidence' in outcome ? outcome.evidence?.summary : undefined;
  return jobResult(
    job,
    {
      status,
      finishedAt: now,
      ...(durationMs === undefined ? {} : { durationMs }),
      ...(summary === undefined ? {} : { summary }),
    },
    errorsAfter(job, run, status),
  );
}

/** D-66, D-67: the schedule after the end, and jobs that end with it. */
function finalJobState(facts: SettleFacts, status: RunEnd): Pick<Settlement, 'job' | 'plan' | 'endsBackOff'> {
  const { job, run, now } = facts;
  const { definition } = job;
  const oneShot = definition.schedule_kind === 'at' && !isByHand(run);
  if (oneShot && definition.delete_after_run) return { job: 'deleted', endsBackOff: true };
  if (oneShot) return { job: 'disabled', endsBackOff: true };
  if (definition.delete_after_run && status === 'ok') return { job: 'deleted', endsBackOff: true };
  const errors = errorsAfter(job, run, status);
  if (!job.enabled) return { job: 'stays', endsBackOff: false };
  if (errors > job.consecutiveErrors) return { job: 'stays', ...backOff(job, now, errors) };
  if (errors === 0 && job.consecutiveErrors > 0)
    return { job: 'stays', plan: { next: nextFire(job, now) }, endsBackOff: true };
  if (countsFromEnd(definition) && !isByHand(run))
    return { job: 'stays', plan: { next: nextFire(job, now) }, endsBackOff: false };
  return { job: 'stays', endsBackOff: false };
}

/** The next fire is the first one after the back-off; where that starts from is remembered, for the trace. */
function backOff(job: Job, now: number, errors: number): Pick<Settlement, 'plan' | 'endsBackOff'> {
  const until = now + backOffMs(errors);
  const early = job.nextSlotAt === undefined ? nextFire(job, now) : fireAt(job.id, job.definition, job.nextSlotAt);
  if (early === undefined) return { endsBackOff: false };
  if (early.slotAt >= until) return { plan: { next: early }, endsBackOff: false };
  return {
    plan: { next: nextFire(job, until - 1), backingOff: { fromSlotAt: job.backingOffFrom ?? early.slotAt, until } },
    endsBackOff: false,
  };
}

/** D-69, with the fan-out and each child's own limit. */
function childDispatches(
  facts: SettleFacts,
  end: { status: RunEnd; final: boolean },
): Pick<Settlement, 'children' | 'dropped'> {
  const { job, run, now } = facts;
  const children: NewDispatch[] = [];
  const dropped: Settlement['dropped'] = [];
  const { max_trigger_fanout: most } = job.definition;
  for (const child of facts.children) {
    if (!child.enabled || !isTriggeredBy(child, end)) continue;
    const refusal = children.length >= most ? `run ${run.id} triggers ${most} jobs at most` : lineIsFull(facts, child);
    if (refusal !== undefined) {
      dropped.push({ jobId: child.id, detail: refusal });
      continue;
    }
    children.push({
      jobId: child.id,
      cause: 'chain',
      occasionKey: occasionKey.chain(run.id, child.id),
      dueAt: now + (child.definition.trigger_delay_s ?? 0) * 1_000,
      sourceRunId: run.id,
      retryCount: 0,
      requestedBy: run.requestedBy,
      causeRoot: run.causeRoot,
    });
  }
  return { children, dropped };
}

function lineIsFull(facts: SettleFacts, child: Job): string | undefined {
  const waiting = facts.pendingOf(child.id);
  return waiting < child.definition.max_queued_dispatches
    ? undefined
    : `${waiting} dispatches of this job wait already`;
}

function noticesOf(facts: SettleFacts, status: RunEnd, retry: Settlement['retry']): NewNotice[] {
  const { job, run, outcome } = facts;
  if (status === 'cancelled' || status === 'skipped') return [];
  const notice = resultNotice({
    job,
    run,
    failed: isFailure(status),
    ...('error' in outcome ? { error: outcome.error } : {}),
    ...('evidence' in outcome && outcome.evidence !== undefined ? { evidence: outcome.evidence } : {}),
    ...(retry === undefined
      ? {}
      : { retry: { attempt: run.retryCount + 1, of: job.definition.max_retries, delayMs: retry.delayMs } }),
  });
  return notice === undefined ? [] : [notice];
}

/** D-104: three final failures in a row, and a crash, each one alert until an ok resolves it. */
function failingAlert(facts: SettleFacts, status: RunEnd, final: boolean): Pick<Settlement, 'raise' | 'resolve'> {
  const { job, run, outcome } = facts;
  if (status === 'ok') return { raise: [], resolve: [`failing:${job.id}`, `crashed:${job.id}`] };
  const error = 'error' in outcome ? outcome.error : '';
  const about = { detail: error, jobId: job.id, runId: run.id };
  if (status === 'crashed') {
    const title = `${job.definition.name} crashed: run ${run.id}`;
    return {
      raise: [{ alert: { ...about, kind: 'crashed', key: `crashed:${job.id}`, severity: 'crit', title } }],
      resolve: [],
    };
  }
  const errors = errorsAfter(job, run, status);
  if (!final || errors <= job.consecutiveErrors || errors < FAILING_AFTER) return { raise: [], resolve: [] };
  const title = `${job.definition.name} failed ${errors}× in a row`;
  return {
    raise: [{ alert: { ...about, kind: 'failing', key: `failing:${job.id}`, severity: 'crit', title } }],
    resolve: [],
  };
}
