import { ENGINE } from '../../store/nouns/actor.ts';
import type { Dispatch } from '../../store/nouns/dispatch.ts';
import type { Store } from '../../store/store.ts';
import { resolvedByEnd } from '../rules/run-alerts.ts';
import type { Settlement } from '../rules/settlement.ts';
import type { DispatchContext } from './context.ts';
import { raiseAlert } from './raise-alert.ts';
import { passOn, passOnLimits, passOnPool } from './release.ts';
import { deleteJob, disableJob } from './retire-job.ts';
import { recordSwallowedSlots } from './slot-traces.ts';
import { warnDropped } from './warn-dropped.ts';

/** The third phase: everything the end of a run changes, in the caller's transaction. False when it had its end already. */
export function finalizeDispatch(store: Store, context: DispatchContext, settlement: Settlement, now: number): boolean {
  const { job, dispatch, run } = context;
  if (!store.runs.finish(run.id, settlement.run)) return false;
  const { evidence } = settlement;
  if (evidence !== undefined) store.runs.saveOutput({ runId: run.id, ...evidence });
  if (settlement.key === 'keep') store.ledger.keep(dispatch.occasionKey, settlement.resultHash);
  else store.ledger.release(dispatch.occasionKey);
  for (const notice of settlement.notices) store.outbox.add(notice, now);
  addFollowers(store, settlement, now);
  writeJob(store, context, settlement, now);
  if (settlement.dispatch === 'again') goAgain(store, dispatch, settlement.again, now);
  else store.dispatches.end(dispatch.id, settlement.dispatch, now);
  passOn(store, job.id, job.definition.resource_pool);
  // The job may have moved to another pool while it ran.
  if (run.resourcePool !== job.definition.resource_pool) passOnPool(store, run.resourcePool);
  passOnLimits(store);
  for (const raised of settlement.raise) raiseAlert(store, raised, now);
  store.alerts.resolveAll([...settlement.resolve, ...resolvedByEnd(run, settlement.run.status)], now);
  if (settlement.again === undefined) store.counters.add(settlement.run.status, now);
  return true;
}

/** The same dispatch once more; where it waits for something, `why` can tell. */
function goAgain(store: Store, { id, jobId }: Dispatch, again: Settlement['again'], now: number): void {
  store.dispatches.postpone(id, again?.at ?? now, again?.waitsFor);
  if (again === undefined) return;
  const { detail } = again;
  store.decisions.add({ jobId, dispatchId: id, verdict: 'wait', reason: 'gateway-down', detail }, now);
}

/** The retry, the triggered children, and a trace for each child that does not follow. */
export function addFollowers(store: Store, settlement: Settlement, now: number): void {
  const followers =
    settlement.retry === undefined ? settlement.children : [settlement.retry.dispatch, ...settlement.children];
  for (const follower of followers) {
    store.dispatches.add(follower, store.jobs.get(follower.jobId)?.definition.priority ?? 0, now);
  }
  for (const refused of settlement.passedOver) store.decisions.add({ verdict: 'drop', ...refused }, now);
  for (const { jobId, reason, detail } of settlement.dropped) {
    store.decisions.add({ jobId, verdict: 'drop', reason, detail }, now);
    const dropped = store.jobs.get(jobId);
    if (dropped !== undefined) warnDropped(store, dropped, detail, now);
  }
}

/** The job after a run’s end: its numbers, its plan, and whether it is over. */
export function writeJob(
  store: Store,
  { job, run }: Pick<DispatchContext, 'job' | 'run'>,
  settlement: Settlement,
  now: number,
): void {
  if (job.deletedAt !== undefined) return;
  if (settlement.jobResult !== undefined) store.jobs.recordResult(job.id, settlement.jobResult);
  else if (settlement.run.status !== 'skipped' && settlement.again === undefined) store.jobs.touch(job.id, now);
  if (settlement.endsBackOff) recordSwallowedSlots(store, job, now);
  if (settlement.plan !== undefined) store.jobs.plan(job.id, settlement.plan.next, settlement.plan.backingOff);
  if (settlement.job === 'deleted') deleteJob(store, job, { actor: ENGINE, except: run.id }, now);
  if (settlement.job === 'disabled') disableJob(store, job, { actor: ENGINE, because: 'it ran once' }, now);
}
