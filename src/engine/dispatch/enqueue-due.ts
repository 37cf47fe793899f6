import { ENGINE } from '../../store/nouns/actor.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { Store } from '../../store/store.ts';
import { excludedBy } from '../rules/calendar.ts';
import { scheduleOf } from '../rules/job/schedule-of.ts';
import { catchUp, type MissedFire } from '../rules/misfire.ts';
import { occasionKey } from '../rules/occasion.ts';
import { pauseOf, pauseText } from '../rules/pause.ts';
import { countsFromEnd, type Fire, fireAt, nextFire } from '../rules/planning.ts';
import { slotsBetween } from '../rules/schedule/index.ts';

/** Most fire times of one job that one step looks at; a job that has more behind it goes on in the next step. */
const FIRES_MAX = 10_001;

/** S-4, S-5. Makes a dispatch of every fire that is due, a trace of every one that is not run, and plans the next. */
export function enqueueDue(store: Store, job: Job, missedBefore: number, now: number): void {
  if (job.nextSlotAt === undefined) return;
  recordSwallowedSlots(store, job, job.nextSlotAt - 1);
  const { fires, more } = dueFires(job, job.nextSlotAt, now);
  const { run, missed } = more
    ? catchUp(withRoom(job), fires, now, Number.POSITIVE_INFINITY)
    : catchUp(job, fires, now, missedBefore);
  recordMissed(store, job, missed);
  if (more) {
    // What the policy makes up for are the newest of all: those of this step are looked at once more, with the rest.
    store.jobs.plan(job.id, run[0] ?? nextFire(job, fires.at(-1)?.slotAt ?? now));
    return;
  }
  const started = startFires(store, job, run, now);
  // The end of what was started decides about the next one.
  if (started && countsFromEnd(job.definition)) store.jobs.plan(job.id, undefined);
  else store.jobs.plan(job.id, nextFire(job, fires.at(-1)?.slotAt ?? now));
}

/** True when one of them has its dispatch now; those on excluded days and in a pause leave a trace instead. */
function startFires(store: Store, job: Job, fires: readonly Fire[], now: number): boolean {
  // An instant comes once, so it is not skipped: its dispatch waits for the end of the pause.
  const pause = job.definition.schedule_kind === 'at' ? undefined : pauseOf(job, store.pauses.list(), now);
  let started = false;
  for (const fire of fires) {
    const excluded = excludedBy(job.definition, fire.slotAt);
    if (excluded !== undefined)
      recordSkipped(store, job, fire.slotAt, { reason: 'window', detail: `exclude has ${excluded}` });
    else if (pause !== undefined)
      recordSkipped(store, job, fire.slotAt, { reason: 'paused', detail: pauseText(pause) });
    else started = enqueueFire(store, job, fire, now) || started;
  }
  return started;
}

/** Half of what one step sees is settled by it, whatever the policy wants to keep: each step must come forward. */
function withRoom({ definition }: Job): Pick<Job, 'definition'> {
  return { definition: { ...definition, misfire_max: Math.min(definition.misfire_max, FIRES_MAX >> 1) } };
}

function dueFires(job: Job, firstSlotAt: number, now: number): { fires: Fire[]; more: boolean } {
  const first = fireAt(job.id, job.definition, firstSlotAt);
  if (countsFromEnd(job.definition) || job.definition.schedule_kind === 'at') return { fires: [first], more: false };
  const schedule = scheduleOf(job.definition, job.id, job.anchorAt);
  const { slots, more } = slotsBetween(schedule, firstSlotAt, now, FIRES_MAX);
  const fires = [first];
  for (const slot of slots) {
    const fire = fireAt(job.id, job.definition, slot.at);
    if (fire.dueAt > now) return { fires, more: false };
    fires.push(fire);
  }
  return { fires, more };
}

/** False when this fire had its dispatch before. */
function enqueueFire(store: Store, job: Job, fire: Fire, now: number): boolean {
  const { scheduleRevision } = job;
  const dispatch = store.dispatches.add(
    {
      jobId: job.id,
      cause: 'schedule',
      occasionKey: occasionKey.slot(job.id, fire.slotAt),
      dueAt: fire.dueAt,
      slotAt: fire.slotAt,
      scheduleRevision,
      retryCount: 0,
      requestedBy: ENGINE,
    },
    job.definition.priority,
    now,
  );
  if (dispatch === undefined) return false;
  store.slots.due({ jobId: job.id, slotAt: fire.slotAt, scheduleRevision, dispatchId: dispatch.id });
  return true;
}

/** Without a dispatch: a job that fires every second and is paused for a week would leave 604,800 of them. */
function recordSkipped(
  store: Store,
  { id, scheduleRevision }: Job,
  slotAt: number,
  because: { reason: 'window' | 'paused'; detail: string },
): void {
  const slot = { jobId: id, slotAt, lastSlotAt: slotAt, count: 1, scheduleRevision };
  store.slots.passMany({ ...slot, state: 'skipped', ...because });
}

function recordMissed(store: Store, job: Job, missed: readonly MissedFire[]): void {
  for (const { first, last, count } of stretches(missed)) {
    store.slots.passMany({
      jobId: job.id,
      slotAt: first.slotAt,
      lastSlotAt: last.slotAt,
      count,
      scheduleRevision: job.scheduleRevision,
      state: 'missed',
      reason: first.reason,
      detail: 'no engine was running',
    });
  }
}

function stretches(missed: readonly MissedFire[]): { first: MissedFire; last: MissedFire; count: number }[] {
  const result: { first: MissedFire; last: MissedFire; count: number }[] = [];
  for (const fire of missed) {
    const open = result.at(-1);
    if (open !== undefined && open.first.reason === fire.reason) {
      open.last = fire;
      open.count += 1;
    } else {
      result.push({ first: fire, last: fire, count: 1 });
    }
  }
  return result;
}

/** S-4. Fire times that were due and that no engine looked at, when a job is switched off or gets another schedule. */
export function recordUnseenSlots(
  store: Store,
  job: Job,
  because: { reason: 'disabled' | 'deleted' | 'replaced'; detail: string },
  now: number,
): void {
  if (job.nextSlotAt === undefined || job.nextSlotAt > now) return;
  const { fires, more } = dueFires(job, job.nextSlotAt, now);
  store.slots.passMany({
    jobId: job.id,
    slotAt: job.nextSlotAt,
    lastSlotAt: more ? now : (fires.at(-1)?.slotAt ?? job.nextSlotAt),
    count: fires.length,
    scheduleRevision: job.scheduleRevision,
    state: 'skipped',
    reason: because.reason,
    detail: more ? `${because.detail}; more than ${fires.length} fire times` : because.detail,
  });
}

/** D-66. The fire times that a back-off swallowed, up to and including `through`, as one row of slots. */
export function recordSwallowedSlots(store: Store, job: Job, through: number): void {
  if (job.backingOffFrom === undefined || job.backingOffFrom > through) return;
  const schedule = scheduleOf(job.definition, job.id, job.anchorAt);
  const { slots } = slotsBetween(schedule, job.backingOffFrom - 1, through, FIRES_MAX);
  const last = slots.at(-1);
  if (last === undefined) return;
  store.slots.passMany({
    jobId: job.id,
    slotAt: job.backingOffFrom,
    lastSlotAt: last.at,
    count: slots.length,
    scheduleRevision: job.scheduleRevision,
    state: 'skipped',
    reason: 'backing-off',
    detail: `${job.consecutiveErrors} failures in a row; a success, an edit or a run by hand ends it`,
  });
}
