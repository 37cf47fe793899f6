import type { Dispatch } from '../../store/nouns/dispatch.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { Store } from '../../store/store.ts';

/**
 * Gives on what a dispatch would have used: the next one that waits for the job, or for its pool, is looked at again.
 * Called whenever a dispatch ends or waits for something else, so that a free slot is never left with nobody asked.
 */
export function passOn(store: Store, job: Pick<Job, 'id' | 'definition'>): void {
  store.dispatches.unblock(`job:${job.id}`, 1);
  const pool = job.definition.resource_pool;
  if (pool !== undefined) store.dispatches.unblock(`pool:${pool}`, 1);
}

/** Ends a waiting dispatch that will not run, with its slot's trace. */
export function endUnrun(
  store: Store,
  job: Job,
  dispatch: Dispatch,
  because: {
    reason: 'disabled' | 'deleted' | 'cancelled' | 'replaced' | 'approval-rejected' | 'approval-lapsed';
    detail: string;
  },
  now: number,
): void {
  store.dispatches.end(dispatch.id, 'cancelled', now);
  store.decisions.add(
    { jobId: job.id, dispatchId: dispatch.id, verdict: 'drop', ...slotOf(dispatch), ...because },
    now,
  );
  if (dispatch.cause === 'schedule' && dispatch.slotAt !== undefined) {
    store.slots.pass({
      jobId: job.id,
      slotAt: dispatch.slotAt,
      scheduleRevision: dispatch.scheduleRevision ?? job.scheduleRevision,
      state: 'skipped',
      ...because,
    });
  }
  passOn(store, job);
}

export const slotOf = (dispatch: Dispatch): { slotAt?: number } =>
  dispatch.slotAt === undefined ? {} : { slotAt: dispatch.slotAt };
