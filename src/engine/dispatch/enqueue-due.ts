import { ENGINE } from '../../store/nouns/actor.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { Store } from '../../store/store.ts';
import { excludedBy } from '../rules/calendar.ts';
import { scheduleOf } from '../rules/job/schedule-of.ts';
import { catchUp, type MissedFire } from '../rules/misfire.ts';
import { occasionKey } from '../rules/occasion.ts';
import { countsFromEnd, type Fire, fireAt, nextFire } from '../rules/planning.ts';
import { slotsBetween } from '../rules/schedule/index.ts';

/** Most fire times of one job that one step looks at; a job that has more behind it goes on in the next step. */
const FIRES_MAX = 10_001;

/** S-4, S-5. Makes a dispatch of every fire that is due, a trace of every one that is not run, and plans the next. */
export function enqueueDue(store: Store, job: Job, missedBefore: number, now: number): void {
  if (job.nextSlotAt === undefined) return;
  if (job.backingOffFrom !== undefined) recordSwallowedSlots(store, job, job.nextSlotAt);
  const { fires, more } = dueFires(job, job.nextSlotAt, now);
  // With so many behind it, what this step sees is all in the past.
  const { run, missed } = catchUp(job, fires, now, more ? Number.POSITIVE_INFINITY : missedBefore);
  recordMissed(store, job, missed);
  for (const fire of run) {
    const excluded = excludedBy(job.definition, fire.slotAt);
    if (excluded === undefined) enqueueFire(store, job, fire, now);
    else recordExcluded(store, job, fire.slotAt, excluded);
  }
  const last = fires.at(-1);
  store.jobs.plan(job.id, last === undefined || countsFromEnd(job.definition) ? undefined : nextFire(job, last.slotAt));
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

function enqueueFire(store: Store, job: Job, fire: Fire, now: number): void {
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
  if (dispatch === undefined) return;
  store.slots.due({ jobId: job.id, slotAt: fire.slotAt, scheduleRevision, dispatchId: dispatch.id });
}

function recordExcluded(store: Store, job: Job, slotAt: number, entry: string): void {
  const { scheduleRevision } = job;
  const trace = { state: 'skipped', reason: 'window', detail: `exclude has ${entry}` } as const;
  store.slots.passMany({ jobId: job.id, slotAt, lastSlotAt: slotAt, count: 1, scheduleRevision, ...trace });
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

/** D-66. The fire times that a back-off swallowed before `until`, as one row of slots. */
export function recordSwallowedSlots(store: Store, job: Job, until: number): void {
  if (job.backingOffFrom === undefined || job.backingOffFrom >= until) return;
  const schedule = scheduleOf(job.definition, job.id, job.anchorAt);
  const { slots } = slotsBetween(schedule, job.backingOffFrom - 1, until - 1, FIRES_MAX);
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
