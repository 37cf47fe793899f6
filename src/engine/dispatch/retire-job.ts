import type { Actor } from '../../store/nouns/actor.ts';
import type { Dispatch } from '../../store/nouns/dispatch.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { Store } from '../../store/store.ts';
import { errorsAfter } from '../rules/job-after-run.ts';
import { jobResult } from '../rules/job-result.ts';
import { closeApproval } from './decide-approval.ts';
import { endUnrun } from './release.ts';
import { recordUnseenSlots } from './slot-traces.ts';

/** D-02, D-84. Its waiting schedule, retry and chain dispatches end at once; what runs goes on. Returns how many ended. */
export function disableJob(store: Store, job: Job, how: { actor: Actor; because?: string }, now: number): number {
  const detail = how.because ?? `disabled by ${how.actor.name}`;
  recordUnseenSlots(store, job, { reason: 'disabled', detail }, now);
  store.jobs.disable(job.id, how.because, now);
  return endWaiting(store, job, { reason: 'disabled', detail, actor: how.actor, spareManual: true }, now);
}

/** D-102. The job is off, nothing of it waits any more, and its runs are asked to stop; returns those. */
export function cancelJob(store: Store, job: Job, actor: Actor, now: number): number[] {
  const detail = `cancelled by ${actor.name}`;
  if (job.enabled) disableJob(store, job, { actor, because: detail }, now);
  endWaiting(store, job, { reason: 'cancelled', detail, actor, spareManual: false }, now);
  return store.runs
    .activeOf(job.id)
    .filter((run) => store.runs.requestStop(run.id, 'cancel', actor, now))
    .map((run) => run.id);
}

/** D-72. The row stays, so that runs and audit still name it; active runs are asked to stop, `except` one that ends now. */
export function deleteJob(store: Store, job: Job, how: { actor: Actor; except?: number }, now: number): void {
  const because = { reason: 'deleted', detail: 'the job was deleted', actor: how.actor, spareManual: false } as const;
  recordUnseenSlots(store, job, because, now);
  store.jobs.remove(job.id, now);
  store.pauses.remove('job', job.id);
  endWaiting(store, job, because, now);
  for (const run of store.runs.activeOf(job.id)) {
    if (run.id !== how.except) store.runs.requestStop(run.id, 'cancel', how.actor, now);
  }
}

type Because = { reason: 'disabled' | 'deleted' | 'cancelled'; detail: string; actor: Actor; spareManual: boolean };

function endWaiting(store: Store, job: Job, because: Because, now: number): number {
  let ended = 0;
  for (const approval of store.approvals.openOf(job.id)) {
    closeApproval(store, approval, because, now);
    ended += 1;
  }
  for (const dispatch of store.dispatches.waitingOf(job.id)) {
    if (because.spareManual && dispatch.cause === 'manual') continue;
    endUnrun(store, job, dispatch, { reason: because.reason, detail: because.detail }, now);
    if (dispatch.cause === 'retry') recordAttemptBefore(store, dispatch, now);
    ended += 1;
  }
  return ended;
}

/** D-65. The attempt whose retry was called off was the last one, and the job says so; nothing is started by that. */
function recordAttemptBefore(store: Store, { jobId, retryOf, replayOf }: Dispatch, now: number): void {
  const job = store.jobs.get(jobId);
  const run = store.runs.get(retryOf ?? replayOf ?? 0);
  if (job === undefined || job.deletedAt !== undefined || run === undefined) return;
  const { status } = run;
  if (status !== 'error' && status !== 'timeout' && status !== 'crashed') return;
  const ended = { status, finishedAt: run.finishedAt ?? now };
  store.jobs.recordResult(job.id, jobResult(job, ended, errorsAfter(job, run, status)));
}
