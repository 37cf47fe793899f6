import { ENGINE } from '../../store/nouns/actor.ts';
import type { ReasonCode } from '../../store/nouns/decision.ts';
import type { Dispatch } from '../../store/nouns/dispatch.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { Store } from '../../store/store.ts';
import { countsFromEnd, nextFire } from '../rules/planning.ts';

/**
 * Gives on what a dispatch would have used: the next one that waits for the job, or for its pool, is looked at again.
 * Called whenever a dispatch ends or waits for something else, so that a free slot is never left with nobody asked.
 */
export function passOn(store: Store, jobId: string, pool: string | undefined): void {
  store.dispatches.unblock(`job:${jobId}`, 1);
  passOnPool(store, pool);
}

export function passOnPool(store: Store, pool: string | undefined): void {
  if (pool !== undefined) store.dispatches.unblock(`pool:${pool}`, 1);
}

/** The same for the places that all runs share, and those of the agents' turns. */
export function passOnLimits(store: Store): void {
  store.dispatches.unblock('limit', 1);
  store.dispatches.unblock('limit:turns', 1);
}

/** Ends a dispatch that will not run, with its slot's trace; an interval that counts from the end goes on from here. */
export function endUnrun(
  store: Store,
  job: Job,
  dispatch: Dispatch,
  because: { reason: ReasonCode; detail: string },
  now: number,
): void {
  store.dispatches.end(dispatch.id, 'cancelled', now);
  // An approval that was given and used by no run is over as well.
  if (dispatch.approvalId !== undefined) store.approvals.close(dispatch.approvalId, because.detail, ENGINE, now);
  store.decisions.add(
    { jobId: job.id, dispatchId: dispatch.id, verdict: 'drop', ...slotOf(dispatch), ...because },
    now,
  );
  traceSlot(store, job, dispatch, because);
  if (dispatch.cause === 'schedule') store.counters.add('skipped', now);
  planFromHere(store, job, dispatch, now);
  if (!mayHoldPlace(dispatch)) return;
  passOn(store, job.id, job.definition.resource_pool);
  passOnLimits(store);
}

/** The trace of a fire time whose dispatch ended without a run. */
export function traceSlot(
  store: Store,
  job: Job,
  dispatch: Dispatch,
  because: { reason: ReasonCode; detail: string },
): void {
  if (dispatch.cause !== 'schedule' || dispatch.slotAt === undefined) return;
  store.slots.pass({
    jobId: job.id,
    slotAt: dispatch.slotAt,
    scheduleRevision: dispatch.scheduleRevision ?? job.scheduleRevision,
    state: 'skipped',
    ...because,
  });
}

/**
 * One that waited may have been woken for a place that is free now, even if it waits for another one since (a free pool
 * slot, but the limit is reached). A fresh one was never promised anything.
 */
export const mayHoldPlace = (dispatch: Dispatch): boolean => dispatch.queued;

/** Without a run there is no end to count from, and the job would never fire again. */
export function planFromHere(store: Store, { id }: Job, dispatch: Dispatch, now: number): void {
  if (dispatch.cause !== 'schedule' && dispatch.cause !== 'retry') return;
  const job = store.jobs.get(id);
  if (job === undefined || !job.enabled || job.deletedAt !== undefined || job.nextRunAt !== undefined) return;
  if (countsFromEnd(job.definition)) store.jobs.plan(id, nextFire(job, now));
}

export const slotOf = (dispatch: Dispatch): { slotAt?: number } =>
  dispatch.slotAt === undefined ? {} : { slotAt: dispatch.slotAt };
