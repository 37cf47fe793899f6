import { ENGINE } from '../../store/nouns/actor.ts';
import type { Approval } from '../../store/nouns/approval.ts';
import type { Store } from '../../store/store.ts';
import type { AdmitFacts } from '../rules/admit.ts';
import { approvalSubject } from '../rules/approval.ts';
import { approvalNotice } from '../rules/notice.ts';
import { ASKED_ANEW } from './ask-anew.ts';
import { slotOf } from './release.ts';
import { runOf } from './run-columns.ts';

/** D-05: the question to a person, the run that stands for it, and the message that says how to answer. */
export function askForApproval(store: Store, facts: AdmitFacts, how: { renew?: Approval; fence: number }): Approval {
  const { job, asRun = job, dispatch, digest, now } = facts;
  if (how.renew !== undefined) store.approvals.close(how.renew.id, ASKED_ANEW, ENGINE, now);
  const { approvalId: _earlier, ...columns } = runOf(facts, how.fence);
  const run = store.runs.add({ ...columns, status: 'awaiting_approval' }, now);
  const approval = store.approvals.add({
    jobId: job.id,
    jobName: job.definition.name,
    dispatchId: dispatch.id,
    runId: run.id,
    risk: job.definition.approval_risk,
    subject: approvalSubject(asRun, dispatch.override),
    digest,
    askedBecause: dispatch.cause,
    requestedBy: dispatch.requestedBy,
    askedAt: now,
    expiresAt: now + job.definition.approval_timeout_s * 1_000,
    onTimeout: job.definition.approval_auto,
    ...(dispatch.sourceRunId === undefined ? {} : { sourceRunId: dispatch.sourceRunId }),
  });
  store.dispatches.awaitApproval(dispatch.id, approval.id);
  store.decisions.add(
    {
      jobId: job.id,
      dispatchId: dispatch.id,
      runId: run.id,
      verdict: 'ask',
      reason: 'approval-asked',
      detail: how.renew === undefined ? `approval ${approval.id}` : `approval ${approval.id}: the job was changed`,
      ...slotOf(dispatch),
    },
    now,
  );
  const notice = approvalNotice(job, approval);
  if (notice !== undefined) store.outbox.add(notice, now);
  return approval;
}
