import { scheduleText } from '../src/engine/rules/planning.ts';
import { clockText, type Reader } from '../src/engine/rules/why/words.ts';
import type { JobDefinition } from '../src/store/nouns/job-fields.ts';
import { formatZone } from '../src/ui/format/index.ts';

/** When the job of a plan would run; which of the schedule fields is there says of what kind it is. */
export function plannedSchedule(job: Readonly<Record<string, unknown>>, reader: Reader): string {
  if (job.schedule_cron !== undefined) return String(job.schedule_cron);
  if (job.schedule_at === undefined)
    return scheduleText({ ...job, schedule_kind: 'every' } as unknown as JobDefinition);
  const at = Date.parse(String(job.schedule_at));
  return `at ${clockText(at, reader)} ${formatZone(at, reader.zone)}`;
}
