import type { Approval } from '../../store/nouns/approval.ts';
import type { Store } from '../../store/store.ts';
import { closeRun, type Decision } from './decide-approval.ts';
import { followUnrun } from './follow-unrun.ts';

/** D-81, D-82. Undefined when somebody else was first. */
export function refuseApproval(
  store: Store,
  id: number,
  decision: Decision & { status: 'rejected' | 'timed_out' },
  now: number,
): Approval | undefined {
  const approval = store.approvals.decide(id, decision, now);
  if (approval === undefined) return undefined;
  const lapsed = decision.status === 'timed_out';
  const said = decision.note === undefined || decision.note === '' ? '' : `: ${decision.note}`;
  const detail = lapsed ? 'nobody answered in time' : `rejected by ${decision.actor.name}${said}`;
  const reason = lapsed ? 'approval-lapsed' : 'approval-rejected';
  closeRun(store, approval, detail, reason, now);
  const dispatch = store.dispatches.get(approval.dispatchId);
  if (dispatch?.status === 'cancelled') followUnrun(store, dispatch, { reason, detail }, now);
  return approval;
}
