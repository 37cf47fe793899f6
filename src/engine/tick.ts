import { ENGINE } from '../store/nouns/actor.ts';
import type { Approval } from '../store/nouns/approval.ts';
import type { Dispatch } from '../store/nouns/dispatch.ts';
import type { Job } from '../store/nouns/job.ts';
import type { NewNotice } from '../store/nouns/notice.ts';
import type { Store } from '../store/store.ts';
import { isStorageFault } from '../store/store-error.ts';
import { BATCH_MAX, createRoom, type Room } from './batch-room.ts';
import type { DispatchContext, Tenure } from './dispatch/context.ts';
import { grantApproval } from './dispatch/decide-approval.ts';
import { type CatchingUp, enqueueDue } from './dispatch/enqueue-due.ts';
import { finalizeDispatch } from './dispatch/finalize-dispatch.ts';
import { giveUpDispatch } from './dispatch/follow-unrun.ts';
import type { Surroundings } from './dispatch/gather-facts.ts';
import { liftPause } from './dispatch/lift-pause.ts';
import { prepareDispatch } from './dispatch/prepare-dispatch.ts';
import { raiseAlert } from './dispatch/raise-alert.ts';
import { refuseApproval } from './dispatch/refuse-approval.ts';
import { passOn, passOnLimits, planFromHere } from './dispatch/release.ts';
import type { EngineEvent } from './events.ts';
import { LeaseLost } from './lease.ts';
import { alertNotice, lapsedNotice } from './rules/notice.ts';
import { hideSecretShapes } from './rules/secret-shapes.ts';
import { settle } from './rules/settle.ts';
import type { SettleFacts } from './rules/settlement.ts';
import { alertTexts } from './rules/texts.ts';
import type { Started } from './start-marks.ts';
import type { Stretch } from './stretch.ts';
import { ItemThrew, withoutSavepoints } from './without-savepoints.ts';

const THROWN_BACK_FOR_MS = 60_000;
const THROWN_BACK_MAX = 3;

/** A run that is over and waits for its settlement. */
export type Ending = Omit<SettleFacts, 'now' | 'pendingOf' | 'job' | 'dispatch'> & { context: DispatchContext };

export type TickFacts = Surroundings &
  Tenure & {
    endings: readonly Ending[];
    /** Runs whose processes were started since the last batch. */
    started: readonly Started[];
    /** Which fires are late, and where those lie that are made up for. */
    catchingUp: CatchingUp;
    /** False while the engine stops: settlements are written, nothing new is admitted. */
    admits: boolean;
    /** What is not done when it is over waits for the next batch. */
    stretch: Stretch;
  };

export type Ticked = {
  contexts: DispatchContext[];
  /** How many of the endings were carried out. */
  settled: number;
  events: EngineEvent[];
  /** The batch was full, or asks for a stop: there is more to do at once. */
  more: boolean;
};

/**
 * One batch: settlements first, then lapsed approvals, fires that are due, and dispatches by rank. One transaction.
 * A savepoint copies every page its item touches, a tenth of the work, and hardly any item throws: so it is tried without
 * them, and when one does throw, everything is rolled back and done again with a savepoint for each.
 */
export function tick(store: Store, facts: TickFacts, now: number): Ticked {
  try {
    return batch(withoutSavepoints(store), facts, now);
  } catch (error) {
    if (error instanceof ItemThrew) return batch(store, facts, now);
    throw error;
  }
}

function batch(store: Store, facts: TickFacts, now: number): Ticked {
  return store.writeQuietly(() => {
    if (!store.lease.holds(facts.holderId, facts.fence)) throw new LeaseLost();
    const ticked: Ticked = { contexts: [], settled: 0, events: [], more: false };
    const room = createRoom(facts.stretch);
    for (const { run, mark, startedAt } of facts.started) store.runs.setStarted(run.id, startedAt, mark);
    for (const ending of room.fit(facts.endings)) settleOne(store, ending, ticked, now);
    if (facts.admits) {
      liftPauses(store, room, now);
      room.take(store.alerts.wakeSnoozed(now));
      lapseApprovals(store, ticked, room, now);
      enqueueFires(store, facts.catchingUp, room, now);
      admitDispatches(store, facts, ticked, room, now);
    }
    if (room.left() < BATCH_MAX || facts.started.length > 0) store.markChanged();
    ticked.more ||= room.isFull();
    return ticked;
  });
}

function settleOne(store: Store, ending: Ending, ticked: Ticked, now: number): void {
  const { context, ...facts } = ending;
  try {
    store.savepoint(() => {
      // Both may have been changed meanwhile: an edited job, a deleted one, a request to stop.
      const run = store.runs.get(context.run.id) ?? context.run;
      const job = store.jobs.get(run.jobId) ?? context.job;
      const settlement = settle({
        ...facts,
        job,
        run,
        dispatch: context.dispatch,
        // Looking at their conditions took its time; one may be off or gone by now.
        children: facts.children.flatMap((child) => asItIs(store, child) ?? []),
        now,
        pendingOf: store.dispatches.countPending,
      });
      finalizeDispatch(store, { ...context, job }, settlement, now);
      ticked.events.push({
        kind: 'run-ended',
        run: run.finishedAt === undefined ? { ...run, ...settlement.run } : run,
      });
    });
  } catch (error) {
    rethrowFault(store, error);
    settleAsError(store, context, error, ticked, now);
  }
  ticked.settled += 1;
}

function asItIs(store: Store, { id }: Job): Job | undefined {
  const job = store.jobs.get(id);
  return job?.deletedAt === undefined ? job : undefined;
}

/** A full disk is no item's fault, and SQLite may have rolled back the whole batch: then nothing of it may be written. */
function rethrowFault(store: Store, error: unknown): void {
  if (error instanceof ItemThrew || isStorageFault(error) || !store.db.inTransaction) throw error;
}

/** A settlement that throws is a bug of ours; the run still gets its end, and nothing follows from it. */
function settleAsError(store: Store, context: DispatchContext, error: unknown, ticked: Ticked, now: number): void {
  const reason = `settlement failed: ${messageOf(error)}`;
  store.runs.finish(context.run.id, { status: 'error', finishedAt: now, error: reason });
  store.dispatches.end(context.dispatch.id, 'cancelled', now);
  store.ledger.release(context.dispatch.occasionKey);
  store.counters.add('error', now);
  planFromHere(store, context.job, context.dispatch, now);
  passOn(store, context.job.id, context.run.resourcePool);
  passOnLimits(store);
  raiseEngineError(store, context.job.id, reason, now);
  ticked.events.push({ kind: 'engine-error', error: reason });
}

/** Pauses whose time is over: what they held looks again. */
function liftPauses(store: Store, room: Room, now: number): void {
  for (const pause of room.fit(store.pauses.expired(now))) liftPause(store, pause, { ...ENGINE, via: 'timeout' }, now);
}

/** D-82. */
function lapseApprovals(store: Store, ticked: Ticked, room: Room, now: number): void {
  for (const approval of room.fit(store.approvals.expired(now))) {
    try {
      const became = store.savepoint(() => lapse(store, approval, now));
      ticked.events.push({ kind: 'approval-lapsed', jobName: approval.jobName, became });
    } catch (error) {
      rethrowFault(store, error);
      giveUpApproval(store, approval, messageOf(error), now);
      ticked.events.push({ kind: 'engine-error', error: messageOf(error) });
    }
  }
}

function lapse(store: Store, approval: Approval, now: number): 'approved' | 'rejected' {
  const actor = { ...ENGINE, via: 'timeout' as const };
  const became = approval.onTimeout === 'approve' ? 'approved' : 'rejected';
  if (became === 'approved') grantApproval(store, approval.id, { actor, note: 'nobody answered in time' }, now);
  else refuseApproval(store, approval.id, { actor, status: 'timed_out' }, now);
  const job = store.jobs.get(approval.jobId);
  const notice = job === undefined ? undefined : lapsedNotice(job, approval);
  if (notice !== undefined) store.outbox.add(notice, now);
  return became;
}

/** D-73. One whose job cannot be read would lapse at every turn, for ever, and hold up all that comes after it. */
function giveUpApproval(store: Store, { id, runId, dispatchId, jobId }: Approval, reason: string, now: number): void {
  store.approvals.close(id, reason, ENGINE, now);
  if (store.runs.finish(runId, { status: 'cancelled', finishedAt: now, error: reason })) {
    store.counters.add('cancelled', now);
  }
  store.dispatches.end(dispatchId, 'cancelled', now);
  raiseEngineError(store, jobId, reason, now);
}

function enqueueFires(store: Store, catchingUp: CatchingUp, room: Room, now: number): void {
  if (room.isFull()) return;
  for (const id of room.fit(store.jobs.due(now, room.left()))) {
    try {
      store.savepoint(() => {
        const job = store.jobs.get(id);
        if (job !== undefined) enqueueDue(store, job, catchingUp, now);
      });
    } catch (error) {
      rethrowFault(store, error);
      // The schedule of this one job is put off, or it would be looked at again at once, for ever.
      store.jobs.putOff(id, now + THROWN_BACK_FOR_MS);
      raiseEngineError(store, id, messageOf(error), now);
    }
  }
}

function admitDispatches(store: Store, facts: TickFacts, ticked: Ticked, room: Room, now: number): void {
  const surroundings = { ...facts, pauses: store.pauses.list() };
  while (!room.isFull()) {
    const dispatch = store.dispatches.claimNext(now);
    if (dispatch === undefined) return;
    room.take(1);
    try {
      const prepared = store.savepoint(() => prepareDispatch(store, dispatch, surroundings, now));
      if (prepared.kind === 'start') ticked.contexts.push(prepared.context);
      else {
        ticked.events.push(...eventsOf(store, prepared.jobId, prepared.admission));
        ticked.more ||= prepared.stop.length > 0;
      }
    } catch (error) {
      rethrowFault(store, error);
      throwBack(store, dispatch.id, messageOf(error), now);
      ticked.events.push({ kind: 'engine-error', error: messageOf(error) });
    }
  }
}

function eventsOf(
  store: Store,
  jobId: string,
  admission: Extract<ReturnType<typeof prepareDispatch>, { kind: 'refused' }>['admission'],
): EngineEvent[] {
  const jobName = store.jobs.get(jobId)?.definition.name ?? jobId;
  switch (admission.kind) {
    case 'nothing':
      return [];
    case 'ask':
      return [{ kind: 'approval-asked', jobId, jobName }];
    case 'duplicate':
      return [{ kind: 'dispatch-refused', jobId, jobName, reason: 'duplicate', detail: admission.detail }];
    case 'replace':
      return [{ kind: 'dispatch-refused', jobId, jobName, reason: 'overlap-waiting', detail: admission.detail }];
    case 'drop':
    case 'postpone':
    case 'hold':
      return [{ kind: 'dispatch-refused', jobId, jobName, reason: admission.reason, detail: admission.detail }];
  }
}

/** D-73. One dispatch that makes us throw is put aside three times, then given up; the others go on. */
function throwBack(store: Store, id: number, reason: string, now: number): void {
  const dispatch = store.dispatches.get(id);
  if (dispatch === undefined) return;
  const { jobId, errorCount } = dispatch;
  let notice: NewNotice | undefined;
  if (errorCount < THROWN_BACK_MAX) {
    store.dispatches.throwBack(id, now + THROWN_BACK_FOR_MS);
    store.decisions.add({ jobId, dispatchId: id, verdict: 'wait', reason: 'engine-error', detail: reason }, now);
  } else {
    notice = giveUp(store, dispatch, reason, now);
  }
  passOn(store, jobId, store.jobs.label(jobId).pool);
  passOnLimits(store);
  raiseEngineError(store, jobId, reason, now, notice);
}

/** D-75. What its job tells of it. */
function giveUp(store: Store, dispatch: Dispatch, detail: string, now: number): NewNotice | undefined {
  try {
    const job = store.jobs.get(dispatch.jobId);
    if (job === undefined) return undefined;
    store.savepoint(() => giveUpDispatch(store, job, dispatch, { reason: 'engine-error', detail }, now));
    return alertNotice(job, 'dropped', alertTexts.dropped(job.definition.name, detail), now);
  } catch {
    // The job itself is what cannot be read; its dispatch must not come back for ever.
    store.dispatches.end(dispatch.id, 'cancelled', now);
    return undefined;
  }
}

/** D-73. */
export function raiseEngineError(store: Store, jobId: string, detail: string, now: number, notice?: NewNotice): void {
  const text = alertTexts.engineError(store.jobs.label(jobId).name, detail);
  const alert = { kind: 'engine-error', key: `engine-error:${jobId}`, severity: 'crit', ...text, jobId } as const;
  raiseAlert(store, { alert, ...(notice === undefined ? {} : { notice }) }, now);
}

export const messageOf = (error: unknown): string =>
  hideSecretShapes(error instanceof Error ? error.message : String(error));
