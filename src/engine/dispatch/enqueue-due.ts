import { ENGINE } from '../../store/nouns/actor.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { Store } from '../../store/store.ts';
import { excludedBy } from '../rules/calendar.ts';
import { catchUp, nextOfSpread, type Spread, type Unseen } from '../rules/misfire.ts';
import { occasionKey } from '../rules/occasion.ts';
import { pauseOf, pauseText } from '../rules/pause.ts';
import { countsFromEnd, dueFires, FIRES_MAX, type Fire, nextFire } from '../rules/planning.ts';
import { calendarsOf } from './calendars.ts';
import { endInstant } from './follow-unrun.ts';
import { recordClockGaps, recordMissed, recordSkipped, recordSwallowedSlots, undecided } from './slot-traces.ts';

/** What is late, and where the late fires of all jobs that are made up for lie by now. */
export type CatchingUp = { unseen: Unseen; spread: Spread };

/** S-4, S-5. Makes a dispatch of every fire that is due, a trace of every one that is not run, and plans the next. */
export function enqueueDue(store: Store, job: Job, { unseen, spread }: CatchingUp, now: number): void {
  if (job.nextSlotAt === undefined) return;
  recordSwallowedSlots(store, job, job.nextSlotAt - 1);
  const { fires, more } = dueFires(job, job.nextSlotAt, now);
  const last = fires.at(-1)?.slotAt ?? now;
  const open = undecided(store, job, fires);
  if (more) {
    // What the policy makes up for are the newest of all: those of this step are looked at once more, with the rest.
    const { madeUp, missed } = catchUp(withRoom(job), open, now, { ...unseen, before: Number.POSITIVE_INFINITY });
    recordClockGaps(store, job, missed.at(-1)?.slotAt ?? job.nextSlotAt - 1);
    recordMissed(store, job, missed, fires);
    store.jobs.plan(job.id, madeUp[0] ?? nextFire(job, last));
    return;
  }
  const { madeUp, onTime, missed } = catchUp(job, open, now, unseen);
  recordClockGaps(store, job, last);
  recordMissed(store, job, missed, fires);
  const isOwed = job.definition.misfire_policy === 'run_all';
  const started = startFires(store, job, now, [
    ...madeUp.map((fire) => ({ fire, isOwed, dueAt: () => placeIn(spread, now) })),
    ...onTime.map((fire) => ({ fire, isOwed: false, dueAt: () => fire.dueAt })),
  ]);
  // The end of what was started decides about the next one.
  if (started && countsFromEnd(job.definition)) store.jobs.plan(job.id, undefined);
  else store.jobs.plan(job.id, nextFire(job, last));
  const passedOver = started ? undefined : store.slots.at(job.id, last);
  if (passedOver?.reason !== undefined) {
    endInstant(store, job.id, { reason: passedOver.reason, detail: passedOver.detail ?? '' }, now);
  }
}

function placeIn(spread: Spread, now: number): number {
  spread.lastAt = nextOfSpread(spread, now);
  return spread.lastAt;
}

/** `isOwed`: it is run whatever comes, so it waits where a fire time would be skipped. */
type Starting = { fire: Fire; isOwed: boolean; dueAt(): number };

/** True when one of them has its dispatch now; those that are not to be run leave a trace instead. */
function startFires(store: Store, job: Job, now: number, starting: readonly Starting[]): boolean {
  const passedOver = starting.length === 0 ? () => undefined : passingOver(store, job, now);
  let started = false;
  for (const one of starting) {
    const because = passedOver(one.fire.slotAt);
    if (because !== undefined) recordSkipped(store, job, one.fire.slotAt, because, now);
    else started = enqueueFire(store, job, one, now) || started;
  }
  return started;
}

type Because = Parameters<typeof recordSkipped>[3];

/** Why a fire time has no dispatch: it is excluded, the job is paused, or a retry of it waits (D-97). */
function passingOver(store: Store, job: Job, now: number): (slotAt: number) => Because | undefined {
  // An instant comes once, so it is not skipped: its dispatch waits for the end of the pause.
  const comesOnce = job.definition.schedule_kind === 'at';
  const pause = comesOnce ? undefined : pauseOf(job, store.pauses.list(), now);
  const retry = comesOnce ? undefined : store.dispatches.waitingRetry(job.id);
  const calendarOf = calendarsOf(store);
  return (slotAt) => {
    const excluded = excludedBy(job.definition, slotAt, calendarOf);
    if (excluded !== undefined) return { reason: 'window', detail: `exclude has ${excluded}` };
    if (pause !== undefined) return { reason: 'paused', detail: pauseText(pause) };
    if (retry === undefined) return undefined;
    return { reason: 'retry-pending', detail: `run ${retry.retryOf ?? retry.replayOf} is to be tried again first` };
  };
}

/** Half of what one step sees is settled by it, whatever the policy wants to keep: each step must come forward. */
function withRoom({ definition }: Job): Pick<Job, 'definition'> {
  return { definition: { ...definition, misfire_max: Math.min(definition.misfire_max, FIRES_MAX >> 1) } };
}

/** False when this fire had its dispatch before. */
function enqueueFire(store: Store, job: Job, { fire, isOwed, dueAt }: Starting, now: number): boolean {
  const { scheduleRevision } = job;
  const key = occasionKey.slot(job.id, fire.slotAt);
  if (store.dispatches.byOccasion(key) !== undefined) return false;
  const dispatch = store.dispatches.add(
    {
      jobId: job.id,
      cause: 'schedule',
      occasionKey: key,
      dueAt: dueAt(),
      slotAt: fire.slotAt,
      scheduleRevision,
      retryCount: 0,
      requestedBy: ENGINE,
      owed: isOwed,
    },
    job.definition.priority,
    now,
  );
  if (dispatch === undefined) return false;
  store.slots.due({ jobId: job.id, slotAt: fire.slotAt, scheduleRevision, dispatchId: dispatch.id });
  return true;
}
