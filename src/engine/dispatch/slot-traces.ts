import type { ReasonCode } from '../../store/nouns/decision.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { Store } from '../../store/store.ts';
import { counted } from '../rules/counted.ts';
import { scheduleOf } from '../rules/job/schedule-of.ts';
import type { MissedFire } from '../rules/misfire.ts';
import { dueFires, FIRES_MAX, type Fire } from '../rules/planning.ts';
import { skippedTimes, slotsBetween } from '../rules/schedule/index.ts';

/** Those of a job's fires that no slot of its schedule has decided about: a clock that was set back brings them again. */
export function undecided(store: Store, job: Job, fires: readonly Fire[]): Fire[] {
  const [newest] = store.slots.list(job.id, 1);
  if (newest === undefined || newest.lastSlotAt < (fires[0]?.slotAt ?? 0)) return [...fires];
  return fires.filter(({ slotAt }) => {
    const row = store.slots.at(job.id, slotAt);
    return row === undefined || row.lastSlotAt < slotAt || row.scheduleRevision !== job.scheduleRevision;
  });
}

/** Without a dispatch: a job that fires every second and is paused for a week would leave 604,800 of them. */
export function recordSkipped(
  store: Store,
  { id, scheduleRevision }: Job,
  slotAt: number,
  because: { reason: Extract<ReasonCode, 'window' | 'paused' | 'retry-pending'>; detail: string },
  now: number,
): void {
  const slot = { jobId: id, slotAt, lastSlotAt: slotAt, count: 1, scheduleRevision };
  store.slots.passMany({ ...slot, state: 'skipped', ...because });
  store.counters.add('skipped', now);
}

/** `fires` are all of this step: one between two missed ones that has its trace already parts them. */
export function recordMissed(
  store: Store,
  job: Job,
  missed: readonly MissedFire[],
  fires: readonly Pick<Fire, 'slotAt'>[],
): void {
  for (const { first, last, count } of stretches(missed, fires)) {
    store.slots.passMany({
      jobId: job.id,
      slotAt: first.slotAt,
      lastSlotAt: last.slotAt,
      count,
      scheduleRevision: job.scheduleRevision,
      state: 'missed',
      reason: first.reason,
      detail: first.detail,
    });
  }
}

function stretches(
  missed: readonly MissedFire[],
  fires: readonly Pick<Fire, 'slotAt'>[],
): { first: MissedFire; last: MissedFire; count: number }[] {
  const result: { first: MissedFire; last: MissedFire; count: number }[] = [];
  const before = new Map(fires.map(({ slotAt }, index) => [slotAt, fires[index - 1]?.slotAt]));
  for (const fire of missed) {
    const open = result.at(-1);
    const isNext = open !== undefined && before.get(fire.slotAt) === open.last.slotAt;
    if (isNext && open.first.reason === fire.reason) {
      open.last = fire;
      open.count += 1;
    } else {
      result.push({ first: fire, last: fire, count: 1 });
    }
  }
  return result;
}

/** S-4. Fire times that a back-off swallowed or that no engine looked at, when a job is switched off or gets another schedule. */
export function recordUnseenSlots(
  store: Store,
  job: Job,
  because: { reason: 'disabled' | 'deleted' | 'replaced'; detail: string },
  now: number,
): void {
  // What is due after the back-off was not swallowed by it, even if nobody looked.
  recordSwallowedSlots(store, job, Math.min(now, (job.nextSlotAt ?? Number.POSITIVE_INFINITY) - 1));
  if (job.nextSlotAt === undefined) return;
  recordClockGaps(store, job, now);
  if (job.nextSlotAt > now) return;
  const { fires, more } = dueFires(job, job.nextSlotAt, now);
  const detail = more ? `${because.detail}; more than ${fires.length} fire times` : because.detail;
  // Those that were not counted stand in the last row, which ends now.
  const times = fires.map(({ slotAt }, index) => (more && index === fires.length - 1 ? now : slotAt));
  passUndecided(store, job, times, { reason: because.reason, detail });
}

/** D-66. The fire times that a back-off swallowed, up to and including `through`, as one row of slots. */
export function recordSwallowedSlots(store: Store, job: Job, through: number): void {
  if (job.backingOffFrom === undefined || job.backingOffFrom > through) return;
  const schedule = scheduleOf(job.definition, job.id, job.anchorAt);
  const { slots } = slotsBetween(schedule, job.backingOffFrom - 1, through, FIRES_MAX);
  passUndecided(
    store,
    job,
    slots.map(({ at }) => at),
    {
      reason: 'backing-off',
      detail: `${counted(job.consecutiveErrors, 'failure')} in a row; a success, an edit or a run by hand ends it`,
    },
  );
}

/** After a step back of the clock some of them may have their trace already. Each unbroken stretch is one row. */
function passUndecided(
  store: Store,
  job: Job,
  slots: readonly number[],
  because: { reason: ReasonCode; detail: string },
): void {
  const open = new Set(
    undecided(
      store,
      job,
      slots.map((slotAt) => ({ slotAt, dueAt: slotAt })),
    ).map(({ slotAt }) => slotAt),
  );
  let stretch: number[] = [];
  const pass = (): void => {
    const [slotAt] = stretch;
    const lastSlotAt = stretch.at(-1);
    if (slotAt === undefined || lastSlotAt === undefined) return;
    const row = { slotAt, lastSlotAt, count: stretch.length, scheduleRevision: job.scheduleRevision };
    store.slots.passMany({ jobId: job.id, ...row, state: 'skipped', ...because });
    stretch = [];
  };
  for (const slotAt of slots) {
    if (open.has(slotAt)) stretch.push(slotAt);
    else pass();
  }
  pass();
}

/**
 * S-4. Wall times of the schedule that the clocks jumped over, up to `through`: one row for each jump, however many they
 * were. It stands just before the jump, where no fire time can be, since those are whole seconds.
 */
export function recordClockGaps(store: Store, job: Job, through: number): void {
  if (job.definition.schedule_kind !== 'cron' || job.nextSlotAt === undefined) return;
  const schedule = scheduleOf(job.definition, job.id, job.anchorAt);
  const facts = { firstSlotAt: job.nextSlotAt, through, since: job.updatedAt };
  for (const { at, from, to, count } of skippedTimes(schedule, facts)) {
    store.slots.passMany({
      jobId: job.id,
      slotAt: at - 1,
      lastSlotAt: at - 1,
      count,
      scheduleRevision: job.scheduleRevision,
      state: 'skipped',
      reason: 'dst-gap',
      detail: `the clocks of ${job.definition.schedule_tz} went from ${from} to ${to}`.replaceAll('T', ' '),
    });
  }
}
