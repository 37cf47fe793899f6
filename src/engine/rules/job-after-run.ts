import type { JobResult } from '../../store/jobs.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { Run, RunEnd } from '../../store/nouns/run.ts';
import { backOffMs } from './back-off.ts';
import { jobResult } from './job-result.ts';
import { goesBackTo } from './occasion.ts';
import { countsFromEnd, type Fire, fireAt, nextFire } from './planning.ts';
import type { SettleFacts, Settlement } from './settlement.ts';

/** A retry of a run by hand is one as well: neither a fire time nor a parent caused it, and a person asked for it. */
const isByHand = (run: Run): boolean =>
  run.cause === 'manual' ||
  (run.cause === 'retry' &&
    run.slotAt === undefined &&
    !goesBackTo(run.triggeredByRun, run.causeRoot) &&
    run.requestedBy.kind === 'person');

/** D-65. A manual run's failure counts for nothing, nor does a crash, which says nothing of the job; an ok ends the counting. */
export function errorsAfter(job: Job, run: Run, status: RunEnd): number {
  if (status === 'ok') return 0;
  const counts = !isByHand(run) && (status === 'error' || status === 'timeout');
  return counts ? job.consecutiveErrors + 1 : job.consecutiveErrors;
}

export function resultOf(facts: SettleFacts, status: RunEnd): JobResult {
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
export function finalJobState(facts: SettleFacts, status: RunEnd): Pick<Settlement, 'job' | 'plan' | 'endsBackOff'> {
  const { job, run, now } = facts;
  const { definition } = job;
  const oneShot = definition.schedule_kind === 'at' && !isByHand(run);
  if (oneShot && definition.delete_after_run) return { job: 'deleted', endsBackOff: true };
  if (oneShot) return { job: 'disabled', endsBackOff: true };
  if (definition.delete_after_run && status === 'ok') return { job: 'deleted', endsBackOff: true };
  const errors = errorsAfter(job, run, status);
  if (!job.enabled) return { job: 'stays', endsBackOff: false };
  if (errors > job.consecutiveErrors) return { job: 'stays', ...backOff(job, now, errors) };
  if (errors === 0 && job.backingOffFrom !== undefined)
    return { job: 'stays', plan: { next: nextFire(job, now) }, endsBackOff: true };
  if (countsFromEnd(definition) && !isByHand(run))
    return { job: 'stays', plan: { next: nextFire(job, now) }, endsBackOff: false };
  return { job: 'stays', endsBackOff: false };
}

/** The next fire is the first one after the back-off; where that starts from is remembered, for the trace. */
function backOff(job: Job, now: number, errors: number): Pick<Settlement, 'plan' | 'endsBackOff'> {
  const until = now + backOffMs(errors);
  if (countsFromEnd(job.definition)) return { plan: planFromEnd(job, now, until), endsBackOff: false };
  const early = job.nextSlotAt === undefined ? nextFire(job, now) : fireAt(job.id, job.definition, job.nextSlotAt);
  if (early === undefined) return { endsBackOff: false };
  // Far enough already; a plan of an earlier back-off stays as it is, with what it swallowed.
  if (early.slotAt >= until) return job.nextSlotAt === undefined ? planned(early) : { endsBackOff: false };
  return {
    plan: { next: nextFire(job, until - 1), backingOff: { fromSlotAt: job.backingOffFrom ?? early.slotAt, until } },
    endsBackOff: false,
  };
}

const planned = (next: Fire): Pick<Settlement, 'plan' | 'endsBackOff'> => ({ plan: { next }, endsBackOff: false });

/** Its next fire is only put off, so that no other one is swallowed. */
function planFromEnd(job: Job, now: number, until: number): NonNullable<Settlement['plan']> {
  const next = nextFire(job, now);
  if (next === undefined || next.slotAt >= until) return { next };
  return { next: fireAt(job.id, job.definition, until), backingOff: { fromSlotAt: until, until } };
}
