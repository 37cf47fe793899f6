import type { NewDispatch } from '../../store/nouns/dispatch.ts';
import type { NewNotice } from '../../store/nouns/notice.ts';
import { isFailure, type RunEnd } from '../../store/nouns/run.ts';
import { isTriggeredBy } from './children.ts';
import { errorsAfter, finalJobState, resultOf } from './job-after-run.ts';
import { type NextAttempt, resultNotice } from './notice.ts';
import { occasionKey } from './occasion.ts';
import { lineIsFull, lostRetry, replayAfter, retryAfter } from './second-attempt.ts';
import { watchdogSettlement } from './settle-watchdog.ts';
import { type SettleFacts, type Settlement, unchanged } from './settlement.ts';

const FAILING_AFTER = 3;

/** D-60 to D-70, D-74. What follows from how a run ended. */
export function settle(facts: SettleFacts): Settlement {
  const { outcome } = facts;
  if (outcome.kind === 'never-started') return wasCalledOff(facts) ? calledOff(facts) : neverStarted(facts);
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

/** D-69, with the fan-out and each child's own limit. */
function childDispatches(
  facts: SettleFacts,
  end: { status: RunEnd; final: boolean },
): Pick<Settlement, 'children' | 'dropped'> {
  const { job, run, now } = facts;
  const children: NewDispatch[] = [];
  const dropped = retryDropped(facts, end.status);
  if (job.definition.job_type === 'watchdog') return { children, dropped };
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

/** A retry that was due is a dispatch as well. */
function retryDropped(facts: SettleFacts, status: RunEnd): Settlement['dropped'] {
  const detail = lostRetry(facts, status);
  return detail === undefined ? [] : [{ jobId: facts.job.id, detail }];
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
    next: nextOf(facts, retry),
  });
  return notice === undefined ? [] : [notice];
}

function nextOf({ job, run }: SettleFacts, retry: Settlement['retry']): NextAttempt {
  const of = job.definition.max_retries;
  if (retry === undefined) return { kind: 'none', hadRetries: of > 0 };
  if (retry.dispatch.replayOf !== undefined) return { kind: 'replay' };
  return { kind: 'retry', attempt: run.retryCount + 1, of, delayMs: retry.delayMs };
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
