import { ENGINE } from '../../store/nouns/actor.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { Store } from '../../store/store.ts';
import { approvalDigest, approvalSubject } from '../rules/approval.ts';
import { jobOfDispatch } from './job-as-run.ts';

export const ASKED_ANEW = 'the job was changed; asked anew';

/** D-86. Questions about a job as it was are closed, so that nobody answers them; what waited asks as the job is now. */
export function askAnew(store: Store, job: Job, now: number): void {
  for (const approval of store.approvals.pendingOf(job.id)) {
    const dispatch = store.dispatches.get(approval.dispatchId);
    if (dispatch === undefined) continue;
    const subject = approvalSubject(jobOfDispatch(store, job, dispatch), dispatch.override);
    if (approvalDigest(subject) === approval.digest) continue;
    store.approvals.close(approval.id, ASKED_ANEW, ENGINE, now);
    if (store.runs.finish(approval.runId, { status: 'cancelled', finishedAt: now, error: ASKED_ANEW })) {
      store.counters.add('cancelled', now);
    }
    store.dispatches.resume(approval.dispatchId);
  }
}
