import type { NewDecision } from '../../store/decisions.ts';
import { ENGINE } from '../../store/nouns/actor.ts';
import type { Approval } from '../../store/nouns/approval.ts';
import type { Dispatch } from '../../store/nouns/dispatch.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { Run } from '../../store/nouns/run.ts';
import type { Store } from '../../store/store.ts';
import { type Admission, type AdmitFacts, admit, TURNS_AT_ONCE_MAX } from '../rules/admit.ts';
import { keyLifeMs } from '../rules/occasion.ts';
import { askForApproval } from './ask-for-approval.ts';
import type { DispatchContext } from './context.ts';
import { giveUpDispatch } from './follow-unrun.ts';
import { gatherFacts, type Surroundings } from './gather-facts.ts';
import { mayHoldPlace, passOn, passOnPool, planFromHere, slotOf, traceSlot } from './release.ts';
import { runOf } from './run-columns.ts';
import { warnDropped } from './warn-dropped.ts';

/** What came of a claimed dispatch; `stop` names runs whose end it waits for. */
export type Prepared =
  | { kind: 'start'; context: DispatchContext }
  | { kind: 'refused'; jobId: string; admission: Exclude<Admission, { kind: 'start' }>; stop: readonly Run[] };

/** The first phase: guards, ledger and run row. Inside one transaction (or savepoint), with its claim. */
export function prepareDispatch(
  store: Store,
  dispatch: Dispatch,
  surroundings: Surroundings & { fence: number },
  now: number,
): Prepared {
  const job = store.jobs.get(dispatch.jobId);
  if (job === undefined) throw new Error(`dispatch ${dispatch.id} has no job`);
  const facts = gatherFacts(store, { job, dispatch }, surroundings, now);
  const admission = admit(facts);
  if (admission.kind === 'start') return start(store, facts, surroundings.fence);
  const stop = refuse(store, facts, admission, surroundings.fence);
  if (mayHoldPlace(dispatch)) passOnUnused(store, facts, admission);
  return { kind: 'refused', jobId: job.id, admission, stop };
}

/** One that was woken for a free place and does not take it lets the next one look, except at what it waits for itself. */
function passOnUnused(store: Store, facts: AdmitFacts, admission: Admission): void {
  const { job, activeCount, maxActiveRuns, activeTurns } = facts;
  const { resource_pool: pool } = job.definition;
  if (admission.kind === 'replace') passOnPool(store, pool);
  else if (admission.kind !== 'hold') passOn(store, job.id, pool);
  else if (admission.blocker.startsWith('job:')) passOnPool(store, pool);
  else if (admission.blocker.startsWith('pause:') || admission.blocker === 'limit:turns') passOn(store, job.id, pool);
  // While all places are taken nobody else could use the turn.
  if (activeTurns !== undefined && activeTurns < TURNS_AT_ONCE_MAX && activeCount < maxActiveRuns) {
    store.dispatches.unblock('limit:turns', 1);
  }
  if (activeCount < maxActiveRuns) store.dispatches.unblock('limit', 1);
}

function start(store: Store, facts: AdmitFacts, fence: number): Prepared {
  const { job, asRun = job, dispatch, now } = facts;
  const run = store.runs.add({ ...runOf(facts, fence), status: 'pending' }, now);
  const expiresAt = now + keyLifeMs(job.definition.delete_after_run);
  if (!store.ledger.claim(dispatch.occasionKey, { runId: run.id, expiresAt }, now)) {
    // D-15.
    const detail = 'this occasion was taken meanwhile';
    store.runs.finish(run.id, { status: 'skipped', finishedAt: now, error: detail });
    store.counters.add('skipped', now);
    endDuplicate(store, facts, detail);
    if (mayHoldPlace(dispatch)) passOnUnused(store, facts, { kind: 'duplicate', detail });
    return { kind: 'refused', jobId: job.id, admission: { kind: 'duplicate', detail }, stop: [] };
  }
  if (dispatch.cause === 'schedule' && dispatch.slotAt !== undefined) store.slots.ran(job.id, dispatch.slotAt, run.id);
  if (facts.approval !== undefined) spendApproval(store, facts, facts.approval, run.id);
  const detail = `run ${run.id}${contentPhrase(job, dispatch)}`;
  store.decisions.add({ ...decisionOf(facts), verdict: 'start', runId: run.id, detail }, now);
  return { kind: 'start', context: { job: asRun, dispatch, run } };
}

/** Says what is run when that is not the job as it is. */
function contentPhrase(job: Job, { jobRevision, override }: Dispatch): string {
  const revision = jobRevision === undefined || jobRevision === job.revision ? '' : ` of revision ${jobRevision}`;
  return `${revision}${override === undefined ? '' : ` with its own ${Object.keys(override).join(', ')}`}`;
}

/** D-80, D-86. One that was given for something else is not what let this run start: its job asks no more. */
function spendApproval(store: Store, { digest, now }: AdmitFacts, { id, ...given }: Approval, runId: number): void {
  if (given.digest === digest) store.approvals.setDispatched(id, runId);
  else store.approvals.close(id, 'the job was changed, and asks no more', ENGINE, now);
}

function decisionOf({ job, dispatch }: AdmitFacts): Pick<NewDecision, 'jobId' | 'dispatchId' | 'slotAt'> {
  return { jobId: job.id, dispatchId: dispatch.id, ...slotOf(dispatch) };
}

function refuse(
  store: Store,
  facts: AdmitFacts,
  admission: Exclude<Admission, { kind: 'start' }>,
  fence: number,
): readonly Run[] {
  const { job, dispatch, now } = facts;
  switch (admission.kind) {
    case 'nothing':
      return [];
    case 'ask':
      askForApproval(store, facts, { ...(admission.renew === undefined ? {} : { renew: admission.renew }), fence });
      return [];
    case 'drop':
      dropDispatch(store, facts, admission);
      return [];
    case 'duplicate':
      endDuplicate(store, facts, admission.detail);
      return [];
    case 'postpone':
      store.dispatches.postpone(
        dispatch.id,
        admission.until,
        admission.reason === 'gateway-down' ? 'gateway' : undefined,
      );
      note(store, facts, { verdict: 'wait', reason: admission.reason, detail: admission.detail });
      return [];
    case 'hold':
      store.dispatches.hold(dispatch.id, admission.blocker);
      note(store, facts, { verdict: 'wait', reason: admission.reason, detail: admission.detail });
      return [];
    case 'replace':
      replaceWaiting(store, facts);
      store.dispatches.hold(dispatch.id, `job:${job.id}`);
      note(store, facts, { verdict: 'wait', reason: 'overlap-waiting', detail: admission.detail });
      for (const run of admission.runs) store.runs.requestStop(run.id, 'replace', ENGINE, now);
      return admission.runs;
  }
}

const note = (store: Store, facts: AdmitFacts, decision: Pick<NewDecision, 'verdict' | 'reason' | 'detail'>): void =>
  store.decisions.add({ ...decisionOf(facts), ...decision }, facts.now);

/** Its occasion was run already; an interval that counts from an end goes on from here. */
function endDuplicate(store: Store, facts: AdmitFacts, detail: string): void {
  const { job, dispatch, now } = facts;
  store.dispatches.end(dispatch.id, 'done', now);
  note(store, facts, { verdict: 'drop', reason: 'duplicate', detail });
  traceSlot(store, job, dispatch, { reason: 'duplicate', detail });
  planFromHere(store, job, dispatch, now);
}

function dropDispatch(store: Store, facts: AdmitFacts, admission: Extract<Admission, { kind: 'drop' }>): void {
  const { job, dispatch, now } = facts;
  const { reason, detail } = admission;
  giveUpDispatch(store, job, dispatch, { reason, detail }, now);
  const promised = dispatch.retryOf === undefined ? '' : `no retry of run ${dispatch.retryOf}: `;
  if (admission.warn) warnDropped(store, job, `${promised}${detail}`, now);
}

/** The newest fire replaces those that wait for the same end: only the last one is still wanted. What `run_all` owes stays. */
function replaceWaiting(store: Store, { job, dispatch, now }: AdmitFacts): void {
  for (const other of store.dispatches.waitingOf(job.id)) {
    if (other.id === dispatch.id || other.blockedOn !== `job:${job.id}` || other.owed === true) continue;
    giveUpDispatch(
      store,
      job,
      other,
      { reason: 'replaced', detail: 'a newer dispatch of the job took its place' },
      now,
    );
  }
}
