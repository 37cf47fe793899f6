import { ENGINE } from '../../store/nouns/actor.ts';
import type { ReasonCode } from '../../store/nouns/decision.ts';
import type { Dispatch } from '../../store/nouns/dispatch.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { Run } from '../../store/nouns/run.ts';
import type { Store } from '../../store/store.ts';
import { meetsOnRecord } from '../output/stored-condition.ts';
import { type ConditionAnswer, conditionOf, triggerOf } from '../rules/children.ts';
import { chainDepth } from '../rules/job/chain.ts';
import { settleWithoutRetry } from '../rules/settle.ts';
import { addFollowers, writeJob } from './finalize-dispatch.ts';
import { raiseAlert } from './raise-alert.ts';
import { endUnrun } from './release.ts';
import { disableJob } from './retire-job.ts';

type Because = { reason: ReasonCode; detail: string };

/** Ends a dispatch that will not run, and carries out what follows from that. */
export function giveUpDispatch(store: Store, job: Job, dispatch: Dispatch, because: Because, now: number): void {
  endUnrun(store, job, dispatch, because, now);
  followUnrun(store, dispatch, because, now);
}

/** D-64, D-67. What follows from a dispatch that ended without a run: a retry leaves a final failure, an instant is over. */
export function followUnrun(store: Store, dispatch: Dispatch, because: Because, now: number): void {
  if (dispatch.cause === 'retry') settleAttemptBefore(store, dispatch, now);
  if (dispatch.cause === 'schedule') endInstant(store, dispatch.jobId, because, now);
}

/** D-67. A job with one fire time that did not come to a run has nothing left to wait for; it is never deleted unrun. */
export function endInstant(store: Store, jobId: string, { reason, detail }: Because, now: number): void {
  const job = store.jobs.get(jobId);
  if (job === undefined || job.deletedAt !== undefined || !job.enabled || job.nextRunAt !== undefined) return;
  if (job.definition.schedule_kind !== 'at') return;
  disableJob(store, job, { actor: ENGINE, because: `its time passed without a run: ${reason}, ${detail}` }, now);
}

function settleAttemptBefore(store: Store, dispatch: Dispatch, now: number): void {
  const job = store.jobs.get(dispatch.jobId);
  const run = store.runs.get(dispatch.retryOf ?? dispatch.replayOf ?? 0);
  const status = run === undefined ? undefined : failureOf(run);
  if (job === undefined || run === undefined || status === undefined) return;
  // Those that follow every attempt followed this one when it ended.
  const children = store.jobs.children(job.id).filter((child) => triggerOf(child) !== 'attempt_failure');
  const settlement = settleWithoutRetry({
    job,
    run,
    dispatch,
    outcome: { kind: status, error: run.error ?? '' },
    now,
    children,
    conditions: conditionsOf(store, run, children),
    depth: chainDepth(job.definition.parent_id, (id) => store.jobs.get(id)?.definition.parent_id),
    pendingOf: store.dispatches.countPending,
    spread: 0,
  });
  addFollowers(store, settlement, now);
  writeJob(store, { job, run }, settlement, now);
  for (const raised of settlement.raise) raiseAlert(store, raised, now);
}

function failureOf({ status }: Run): 'error' | 'timeout' | 'crashed' | undefined {
  return status === 'error' || status === 'timeout' || status === 'crashed' ? status : undefined;
}

function conditionsOf(store: Store, run: Run, children: readonly Job[]): ReadonlyMap<string, ConditionAnswer> {
  const answers = new Map<string, ConditionAnswer>();
  for (const child of children) {
    const condition = conditionOf(child);
    if (condition !== undefined) answers.set(child.id, meetsOnRecord(store.runs.output(run.id), condition));
  }
  return answers;
}
