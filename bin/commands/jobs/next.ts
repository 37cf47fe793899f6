import { calendarsOf } from '../../../src/engine/dispatch/calendars.ts';
import { type CalendarOf, excludedBy } from '../../../src/engine/rules/calendar.ts';
import { scheduleOf } from '../../../src/engine/rules/job/schedule-of.ts';
import { jitterMs, previewSlots, type Slot } from '../../../src/engine/rules/schedule/index.ts';
import type { Job } from '../../../src/store/nouns/job.ts';
import type { Context } from '../../context.ts';
import { relativeText } from '../../output/times.ts';
import { wantedJob } from '../../stored-job.ts';

const COLUMNS = [{ title: 'instant' }, { title: 'wall' }, { title: 'in' }, { title: 'note' }];

export function nextFires(context: Context, options: { count: number }, wanted: string): void {
  const job = wantedJob(context, wanted);
  const now = context.clock.now();
  const calendarOf = calendarsOf(context.store());
  const fires = firesOf(job, now, options.count).map((fire) => withCalendar(job, fire, calendarOf));
  if (!job.enabled) context.output.remark(`${job.definition.name} is off: none of these fires until it is enabled`);
  const document = { job: { id: job.id, name: job.definition.name, enabled: job.enabled }, zone: zoneOf(job), fires };
  context.output.answer(document, () =>
    fires.length === 0
      ? [noneText(job)]
      : context.output.table(
          COLUMNS,
          fires.map((fire) => [
            fire.at,
            `${fire.wall} ${zoneOf(job)}`,
            relativeText(Date.parse(fire.at), now),
            fire.note ?? '',
          ]),
        ),
  );
}

type Fire = { at: string; slot_at: string; wall: string; note?: string };

/** Fire times with their jitter; the slot is the time on the schedule. */
function firesOf(job: Job, now: number, count: number): Fire[] {
  const schedule = scheduleOf(job.definition, job.id, job.anchorAt);
  return previewSlots(schedule, now, count).map((slot) => fireOf(job, slot));
}

function fireOf(job: Job, slot: Slot): Fire {
  const at = slot.at + jitterMs(job.id, slot.at, job.definition.jitter_s);
  return {
    at: new Date(at).toISOString(),
    slot_at: new Date(slot.at).toISOString(),
    wall: slot.wall.replace('T', ' '),
    ...(slot.note === undefined ? {} : { note: slot.note }),
  };
}

/** S-11. A fire time that is excluded is shown all the same, with what excludes it. */
function withCalendar(job: Job, fire: Fire, calendarOf: CalendarOf): Fire {
  const entry = excludedBy(job.definition, Date.parse(fire.slot_at), calendarOf);
  if (entry === undefined) return fire;
  return { ...fire, note: [fire.note, `excluded: ${entry}`].filter((part) => part !== undefined).join(', ') };
}

const zoneOf = (job: Job): string => (job.definition.schedule_kind === 'cron' ? job.definition.schedule_tz : 'UTC');

function noneText(job: Job): string {
  const { name, parent_id: parentId, schedule_kind: kind } = job.definition;
  if (parentId !== undefined) return `${name} has no fire times: it runs after its parent`;
  return kind === 'manual' ? `${name} has no fire times: it runs by hand` : `${name} never fires again`;
}
