import type { Job } from '../../store/nouns/job.ts';
import { type CalendarOf, excludedBy } from './calendar.ts';
import { scheduleOf } from './job/schedule-of.ts';
import { jitterMs, nextSlot, previewSlots, type Slot } from './schedule/index.ts';

/** `at` is the fire time with its jitter; `slot` the time on the schedule, with its wall time and note. */
export type ComingFire = { at: number; slot: Slot; excludedBy?: string };

type Planned = Pick<Job, 'id' | 'definition' | 'anchorAt' | 'enabled' | 'nextSlotAt' | 'nextRunAt'>;

/**
 * S-3, S-8, S-11. The coming fire times of a job. The one that is planned is the first: it may be put off by a back-off, or
 * due only now by its jitter. One that is excluded comes and is skipped, so it is told with what excludes it.
 */
export function comingFires(job: Planned, now: number, count: number, calendarOf?: CalendarOf): ComingFire[] {
  const planned = plannedSlot(job);
  const schedule = scheduleOf(job.definition, job.id, job.anchorAt);
  const slots =
    planned === undefined
      ? previewSlots(schedule, now, count)
      : [planned, ...previewSlots(schedule, planned.at, count - 1)];
  return slots.map((slot) => {
    const entry = excludedBy(job.definition, slot.at, calendarOf);
    const jittered = slot.at + jitterMs(job.id, slot.at, job.definition.jitter_s);
    const at = slot === planned ? (job.nextRunAt ?? jittered) : jittered;
    return { at, slot, ...(entry === undefined ? {} : { excludedBy: entry }) };
  });
}

/** An interval that counts from an end, or one that is put off, is planned for where its schedule has no slot. */
function plannedSlot(job: Planned): Slot | undefined {
  const { nextSlotAt: at } = job;
  if (!job.enabled || at === undefined) return undefined;
  const found = nextSlot(scheduleOf(job.definition, job.id, job.anchorAt), at - 1);
  return found?.at === at ? found : { at, wall: new Date(at).toISOString().slice(0, 16) };
}
