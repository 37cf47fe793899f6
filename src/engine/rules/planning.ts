import type { Job } from '../../store/nouns/job.ts';
import type { JobDefinition } from '../../store/nouns/job-fields.ts';
import { scheduleOf } from './job/schedule-of.ts';
import { jitterMs, nextSlot, slotsBetween } from './schedule/index.ts';
import { spellDuration } from './spell-duration.ts';

/** A fire time and when it is due: the slot plus its jitter. */
export type Fire = { slotAt: number; dueAt: number };

/** Most fire times of one job that one step looks at; a job that has more behind it goes on in the next step. */
export const FIRES_MAX = 10_001;

/** The first fire after an instant; undefined when the job never fires again by itself. */
export function nextFire(job: Pick<Job, 'id' | 'definition' | 'anchorAt'>, after: number): Fire | undefined {
  const slot = nextSlot(scheduleOf(job.definition, job.id, job.anchorAt), after);
  return slot === undefined ? undefined : fireAt(job.id, job.definition, slot.at);
}

/** The first fire of a job that is new or was just switched on: an `at` instant that has passed is due at once. */
export function firstFire(job: Pick<Job, 'id' | 'definition' | 'anchorAt'>, now: number): Fire | undefined {
  const schedule = scheduleOf(job.definition, job.id, job.anchorAt);
  return schedule.kind === 'at' ? fireAt(job.id, job.definition, schedule.at) : nextFire(job, now);
}

/** The fires from `firstSlotAt` on that are due by now; `more` says that some were left out. */
export function dueFires(
  job: Pick<Job, 'id' | 'definition' | 'anchorAt'>,
  firstSlotAt: number,
  now: number,
): { fires: Fire[]; more: boolean } {
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

export function fireAt(jobId: string, definition: JobDefinition, slotAt: number): Fire {
  return { slotAt, dueAt: slotAt + jitterMs(jobId, slotAt, definition.jitter_s) };
}

/** Whether the next fire is counted from the end of a run, so that it is known only then. */
export const countsFromEnd = (definition: JobDefinition): boolean =>
  definition.schedule_kind === 'every' && definition.every_from === 'end';

/** The schedule in one short phrase, for lists. */
export function scheduleText(definition: JobDefinition, parentName?: string): string {
  if (definition.parent_id !== undefined) return `after ${parentName ?? definition.parent_id}`;
  switch (definition.schedule_kind) {
    case 'cron':
      return definition.schedule_cron ?? '';
    case 'every':
      return `every ${spellDuration(definition.schedule_every_ms ?? 0)}`;
    case 'at':
      return `at ${(definition.schedule_at ?? '').replace('T', ' ').replace(/(:\d\d)\.000Z$/, '$1Z')}`;
    case 'manual':
      return 'by hand';
  }
}
