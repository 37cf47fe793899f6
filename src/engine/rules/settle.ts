import type { NewDispatch } from '../../store/nouns/dispatch.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { NewNotice } from '../../store/nouns/notice.ts';
import { isFailure, type RunEnd } from '../../store/nouns/run.ts';
import { type ChildRefusal, type ParentEnd, refusesChild } from './children.ts';
import { failureWords } from './failure-cause.ts';
import { CHAIN_DEPTH_MAX } from './job/chain.ts';
import { errorsAfter, finalJobState, resultOf } from './job-after-run.ts';
import { type NextAttempt, resultNotice } from './notice.ts';
import { occasionKey } from './occasion.ts';
import { lineIsFull, lostRetry, replayAfter, retryAfter } from './second-attempt.ts';
import { answerNotices, putOff } from './settle-agent.ts';
import { watchdogSettlement } from './settle-watchdog.ts';
import { type Refused, type SettleFacts, type Settlement, unchanged } from './settlement.ts';
import { alertTexts } from './texts.ts';

const FAILING_AFTER = 3;

/** D-60 to D-70, D-74. What follows from how a run ended. */
export function settle(facts: SettleFacts): Settlement {
  const { outcome } = facts;
  if (outcome.kind === 'never-started') return wasCalledOff(facts) ? calledOff(facts) : neverStarted(facts);
  if (outcome.kind === 'deferred' || outcome.kind === 'drained') {
    return wasCalledOff(facts) ? calledOff(facts) : putOff(facts, outcome);
  }
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
  const family = childDispatches(facts, { status, final });
  return {
    ...base,
    ...(final ? { ...finalJobState(facts, status), jobResult: resultOf(facts, status) } : {}),
    ...family,
    dropped: [...retryDropped(facts, status), ...family.dropped],
    notices: noticesOf(facts, status, retry),
    ...failingAlert(facts, status, final),
  };
}

/** D-64. The retry that was to follow never ran, so the attempt before it was the last one: what waited for that comes now. */
export function settleWithoutRetry(facts: SettleFacts & { outcome: Lost }): Settlement {
  const { outcome, run, job } = facts;
  const base = unchanged(facts, outcome.kind);
  if (job.deletedAt !== undefined) return base;
  return {
    ...base,
    ...finalJobState(facts, outcome.kind),
    jobResult: { ...resultOf(facts, outcome.kind), lastRunAt: run.finishedAt ?? facts.now },
    ...childDispatches(facts, { status: outcome.kind, final: true }),
    // A crash has its alert already.
    ...(outcome.kind === 'crashed' ? {} : failingAlert(facts, outcome.kind, true)),
  };
}

type Lost = Extract<SettleFacts['outcome'], { kind: 'error' | 'timeout' | 'crashed' }>;

/** The token was taken before the command, so the same dispatch may start again. */
function neverStarted(facts: SettleFacts): Settlement {
  const base = unchanged(facts, 'skipped');
  return { ...base, run: { ...base.run, error: 'never started' }, dispatch: 'again' };
}

/** Somebody stopped it, or replaced it, before it was known that it never started. */
const wasCalledOff = ({ run: { stopReason } }: SettleFacts): boolean =>
  stopReason === 'cancel' || stopReason === 'replace';

const calledOff = (facts: SettleFacts): Settlement =>
  settle({ ...facts, outcome: { kind: 'cancelled', error: `${facts.run.stopReason} before it started` } });

/** D-69, with the fan-out and each child's own limit; who does not follow is told why. */
function childDispatches(facts: SettleFacts, end: ParentEnd): Pick<Settlement, 'children' | 'dropped' | 'passedOver'> {
  const { job, run } = facts;
  const children: NewDispatch[] = [];
  const dropped: Refused[] = [];
  const passedOver: Refused[] = [];
  if (!hasFollowers(job)) return { children, dropped, passedOver };
  const parent = { ...end, runId: run.id, jobName: job.definition.name };
  for (const child of facts.children) {
    const refusal = refusesChild(child, parent, facts.conditions?.get(child.id));
    const full = refusal === undefined ? beyondLimits(facts, child, children.length) : undefined;
    if (full !== undefined) dropped.push({ jobId: child.id, ...full });
    else if (refusal === undefined) children.push(chainDispatch(facts, child));
    else if (refusal.reason === 'condition-failed') dropped.push({ jobId: child.id, ...refusal });
    else if (end.final) passedOver.push({ jobId: child.id, ...refusal });
  }
  return { children, dropped, passedOver };
}

/** D-34, D-41: a check, or an event that was queued, is no work that others could go on from. */
const hasFollowers = ({ definition }: Job): boolean =>
  definition.job_type !== 'watchdog' && definition.session_target !== 'main';

/** What stands in the way of a child that is triggered. */
function beyondLimits(facts: SettleFacts, child: Job, already: number): ChildRefusal | undefined {
  const { job, run, depth = 0 } = facts;
  const { max_trigger_fanout: most, name } = job.definition;
  if (depth >= CHAIN_DEPTH_MAX) {
    return {
      reason: 'depth',
      detail: `run ${run.id} of ${name} stands ${depth} deep, a chain is at most ${CHAIN_DEPTH_MAX}`,
    };
  }
  if (already >= most)
    return { reason: 'fan-out', detail: `run ${run.id} of ${name} triggers at most ${most} of its children` };
  const full = lineIsFull(facts, child);
  return full === undefined ? undefined : { reason: 'overlap-full', detail: full };
}

const chainDispatch = ({ run, now }: SettleFacts, child: Job): NewDispatch => ({
  jobId: child.id,
  cause: 'chain',
  occasionKey: occasionKey.chain(run.id, child.id),
  dueAt: now + (child.definition.trigger_delay_s ?? 0) * 1_000,
  sourceRunId: run.id,
  retryCount: 0,
  requestedBy: run.requestedBy,
  causeRoot: run.causeRoot,
});

/** A retry that was due is a dispatch as well. */
function retryDropped(facts: SettleFacts, status: RunEnd): Settlement['dropped'] {
  const detail = lostRetry(facts, status);
  return detail === undefined ? [] : [{ jobId: facts.job.id, reason: 'overlap-full', detail }];
}

function noticesOf(facts: SettleFacts, status: RunEnd, retry: Settlement['retry']): NewNotice[] {
  const { job, run, outcome } = facts;
  if (status === 'cancelled') return [];
  if (outcome.kind === 'ok' && outcome.answer !== undefined) return answerNotices(facts, outcome.answer);
  const notice = resultNotice({
    job,
    run,
    failed: isFailure(status),
    ...('error' in outcome ? { error: outcome.error } : {}),
    ...('evidence' in outcome && outcome.evidence !== undefined ? { evidence: outcome.evidence } : {}),
    next: nextOf(facts, retry),
  });
  return notice === undefined ? [] : [notice];
}

function nextOf({ job, run }: SettleFacts, retry: Settlement['retry']): NextAttempt {
  const of = job.definition.max_retries;
  if (retry === undefined) return { kind: 'none' };
  if (retry.dispatch.replayOf !== undefined) return { kind: 'replay' };
  return { kind: 'retry', attempt: run.retryCount + 1, of, delayMs: retry.delayMs };
}

/** D-104: three final failures in a row, and a crash, each one alert until an ok resolves it. */
function failingAlert(facts: SettleFacts, status: RunEnd, final: boolean): Pick<Settlement, 'raise' | 'resolve'> {
  const { job, run, outcome } = facts;
  if (status === 'ok') return { raise: [], resolve: [`failing:${job.id}`, `crashed:${job.id}`] };
  const error = wordsOf(outcome);
  const { name } = job.definition;
  const about = { jobId: job.id, runId: run.id, severity: 'crit' } as const;
  if (status === 'crashed') {
    const text = alertTexts.crashed(name, run.id, error);
    return { raise: [{ alert: { ...about, ...text, kind: 'crashed', key: `crashed:${job.id}` } }], resolve: [] };
  }
  const errors = errorsAfter(job, run, status);
  if (!final || errors <= job.consecutiveErrors || errors < FAILING_AFTER) return { raise: [], resolve: [] };
  const text = alertTexts.failing(name, errors, error);
  return { raise: [{ alert: { ...about, ...text, kind: 'failing', key: `failing:${job.id}` } }], resolve: [] };
}

/** The same that the rows of its runs are called, so that they are of one cause. */
const wordsOf = (outcome: SettleFacts['outcome']): string =>
  outcome.kind === 'error'
    ? failureWords({ ...outcome, summary: outcome.evidence?.summary })
    : 'error' in outcome
      ? outcome.error
      : '';
