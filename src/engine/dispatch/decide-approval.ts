import type { Actor } from '../../store/nouns/actor.ts';
import type { Approval } from '../../store/nouns/approval.ts';
import type { Store } from '../../store/store.ts';
import { endUnrun } from './release.ts';

export type Decision = { actor: Actor; note?: string; revision?: number };

/** D-80. Undefined when somebody else was first. The dispatch waits again, and the guards ask no second time. */
export function grantApproval(store: Store, id: number, decision: Decision, now: number): Approval | undefined {
  const approval = store.approvals.decide(id, { ...decision, status: 'approved' }, now);
  if (approval === undefined) return undefined;
  store.runs.finish(approval.runId, { status: 'approved', finishedAt: now });
  store.dispatches.resume(approval.dispatchId);
  return approval;
}

/** D-84. The job is gone or off: there is nothing left to decide. */
export function closeApproval(
  store: Store,
  approval: Approval,
  because: { reason: 'disabled' | 'deleted' | 'cancelled'; detail: string; actor: Actor },
  now: number,
): void {
  store.approvals.close(approval.id, because.detail, because.actor, now);
  closeRun(store, approval, because.detail, because.reason, now);
}

/** The run that asked, and the dispatch it asked for, are over. */
export function closeRun(
  store: Store,
  approval: Approval,
  detail: string,
  reason: 'approval-rejected' | 'approval-lapsed' | 'disabled' | 'deleted' | 'cancelled',
  now: number,
): void {
  // That of an approval that was given has its end already.
  if (store.runs.finish(approval.runId, { status: 'cancelled', finishedAt: now, error: detail })) {
    store.counters.add('cancelled', now);
  }
  const job = store.jobs.get(approval.jobId);
  const dispatch = store.dispatches.get(approval.dispatchId);
  if (job === undefined || dispatch === undefined) return;
  if (dispatch.status === 'done' || dispatch.status === 'cancelled') return;
  endUnrun(store, job, dispatch, { reason, detail }, now);
}
