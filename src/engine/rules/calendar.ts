import type { JobDefinition } from '../../store/nouns/job-fields.ts';
import { wallTime } from './schedule/index.ts';

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** S-11. The entry of `exclude` that covers a fire time, by its day in the job's zone; undefined when none does. */
export function excludedBy(
  definition: Pick<JobDefinition, 'exclude' | 'schedule_tz'>,
  slotAt: number,
): string | undefined {
  const { exclude, schedule_tz: zone } = definition;
  if (exclude === undefined) return undefined;
  const { year, month, day, weekday } = wallTime(slotAt, zone);
  const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return exclude.find((entry) => coversDate(entry, date) || coversWeekday(entry, weekday));
}

function coversDate(entry: string, date: string): boolean {
  const [first = '', last = first] = entry.split('..');
  return /^\d/.test(entry) && first <= date && date <= last;
}

/** `SAT-SUN` may wrap around the end of the week. */
function coversWeekday(entry: string, weekday: number): boolean {
  const [from = '', to = from] = entry.toLowerCase().split('-');
  const first = WEEKDAYS.indexOf(from);
  const last = WEEKDAYS.indexOf(to);
  if (first < 0 || last < 0) return false;
  return first <= last ? first <= weekday && weekday <= last : weekday >= first || weekday <= last;
}
