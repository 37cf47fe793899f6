import { EXCLUDE_ENTRIES_MAX } from '../../store/nouns/job-fields/schedule-fields.ts';
import type { JobDefinition } from '../../store/nouns/job-fields.ts';
import type { Store } from '../../store/store.ts';
import { readCalendarAt } from '../dispatch/calendars.ts';
import type { CalendarFile } from '../ports/calendar-file.ts';
import { calendarPaths } from '../rules/calendar.ts';
import type { Refusal } from './result.ts';

/** What the calendar files say that somebody's input names. */
export type CalendarFiles = ReadonlyMap<string, CalendarFile>;

/** S-11. Reads them before anything is written; what is no list of entries is refused elsewhere. */
export function readCalendars(input: unknown): CalendarFiles {
  const given = typeof input === 'object' && input !== null && 'exclude' in input ? input.exclude : undefined;
  const entries = (Array.isArray(given) ? given : [given])
    .filter((entry): entry is string => typeof entry === 'string')
    .slice(0, EXCLUDE_ENTRIES_MAX);
  const paths = calendarPaths({ exclude: entries });
  return new Map(paths.map((path) => [path, readCalendarAt(path)]));
}

/** A job may name only files that can be read, or that were when it got them. */
export function refuseCalendars(store: Store, definition: JobDefinition, files: CalendarFiles): Refusal | undefined {
  for (const path of calendarPaths(definition)) {
    const file = files.get(path);
    if (file?.kind === 'found' || (file === undefined && store.calendars.stamp(path) !== undefined)) continue;
    const message = `exclude: ${path} cannot be used: ${file?.reason ?? 'it was never read'}`;
    return { kind: 'refused', code: 'bad-job', field: 'exclude', message };
  }
  return undefined;
}

export function keepCalendars(store: Store, definition: JobDefinition, files: CalendarFiles, now: number): void {
  for (const path of calendarPaths(definition)) {
    const file = files.get(path);
    if (file?.kind === 'found')
      store.calendars.put({ path, text: file.text, modifiedAt: file.modifiedAt, readAt: now });
  }
}
