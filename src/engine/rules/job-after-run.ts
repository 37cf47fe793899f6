import type { JobResult } from '../../store/jobs.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { Run, RunEnd } from '../../store/nouns/run.ts';
import { backOffMs } from './back-off.ts';
import { jobResult } from './job-result.ts';
import { countsFromEnd, fireAt, nextFire } from './planning.ts';
import type { SettleFacts, Settlement } from './settle.ts';

const isByHand = (run: Run): boolean => run.cause === 'manual';

/** D-65. A manual run's failure counts for nothing; its success ends the counting. */
export function errorsAfter(job: Job, run: Run, status: RunEnd): number {
  if (status === 'ok') return 0;
  if (isByHand(run) || status === 'cancelled' || status === 'skipped') return job.consecutiveErrors;
  return job.consecutiveErrors + 1;
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
