import { calendarsOf } from '../../../src/engine/dispatch/calendars.ts';
import { type ComingFire, comingFires } from '../../../src/engine/rules/coming-fires.ts';
import { scheduleOf } from '../../../src/engine/rules/job/schedule-of.ts';
import { pauseOf, pauseText } from '../../../src/engine/rules/pause.ts';
import { clockOf } from '../../../src/engine/rules/why/words.ts';
import type { Job } from '../../../src/store/nouns/job.ts';
import type { Context } from '../../context.ts';
import { relativeText } from '../../output/times.ts';
import { wantedJob } from '../../stored-job.ts';

const COLUMNS = [{ title: 'instant' }, { title: 'wall' }, { title: 'in' }, { title: 'note' }];

export function nextFires(context: Context, options: { count: number }, wanted: string): void {
  const job = wantedJob(context, wanted);
  const now = context.clock.now();
  const calendarOf = calendarsOf(context.store());
  const fires = comingFires(job, now, options.count, calendarOf).map(fireOf);
  if (!job.enabled) context.output.remark(`${job.definition.name} is off: none of these fires until it is enabled`);
  const zone = context.host.timeZone;
  const pause = pauseOf(job, context.store().pauses.list(), now);
  if (pause !== undefined) context.output.remark(`${job.definition.name}: ${pauseText(pause, clockOf({ now, zone }))}`);
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

/** S-11. One that is excluded is shown all the same, with what excludes it. */
function fireOf({ at, slot, excludedBy }: ComingFire): Fire {
  const notes = [slot.note, excludedBy === undefined ? undefined : `excluded: ${excludedBy}`];
  const note = notes.filter((part) => part !== undefined).join(', ');
  return {
    at: new Date(at).toISOString(),
    slot_at: new Date(slot.at).toISOString(),
    wall: slot.wall.replace('T', ' '),
    ...(note === '' ? {} : { note }),
  };
}

const zoneOf = (job: Job): string => (job.definition.schedule_kind === 'cron' ? job.definition.schedule_tz : 'UTC');

function noneText(job: Job): string {
  const { name, parent_id: parentId } = job.definition;
  if (parentId !== undefined) return `${name} has no fire times: it runs after its parent`;
  switch (scheduleOf(job.definition, job.id, job.anchorAt).kind) {
    case 'reboot':
      return `${name} has no fire times: it runs once after each start of the machine`;
    case 'manual':
      return `${name} has no fire times: it runs by hand`;
    case 'cron':
    case 'every':
    case 'at':
      return `${name} never fires again`;
  }
}
