import type { JobDefinition } from '../../store/nouns/job-fields.ts';
import { covers, readEntry } from './calendar/entry.ts';
import { type Calendar, eventAt } from './calendar/ics.ts';
import { wallTime } from './schedule/index.ts';

/** What an .ics file said when it was read last; undefined when it never could be read. */
export type CalendarOf = (path: string) => Calendar | undefined;

/**
 * S-11. What of `exclude` covers a fire time, in the wall time of the job's zone; undefined when nothing does. Without
 * `calendarOf` files are left out; one that never could be read covers everything, since nobody knows what it says.
 */
export function excludedBy(
  definition: Pick<JobDefinition, 'exclude' | 'schedule_tz'>,
  slotAt: number,
  calendarOf?: CalendarOf,
): string | undefined {
  const { exclude, schedule_tz: zone } = definition;
  if (exclude === undefined) return undefined;
  const wall = wallTime(slotAt, zone);
  for (const text of exclude) {
    const reading = readEntry(text);
    if (reading.kind === 'refused') continue;
    if (covers(reading.entry, wall)) return text;
    if (reading.entry.kind !== 'file' || calendarOf === undefined) continue;
    const calendar = calendarOf(reading.entry.path);
    if (calendar === undefined) return `${text}, which could not be read`;
    const title = eventAt(calendar, slotAt, zone);
    if (title !== undefined) return `${text}: ${title}`;
  }
  return undefined;
}

/** The calendar files that a job names. */
export function calendarPaths({ exclude = [] }: Pick<JobDefinition, 'exclude'>): string[] {
  return exclude.flatMap((text) => {
    const reading = readEntry(text);
    return reading.kind === 'entry' && reading.entry.kind === 'file' ? [reading.entry.path] : [];
  });
}
