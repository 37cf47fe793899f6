import type { Store } from '../../store/store.ts';
import { type CalendarFile, readCalendarFile } from '../ports/calendar-file.ts';
import { type Calendar, ICS_BYTES_MAX, readCalendar } from '../rules/calendar/ics.ts';
import type { CalendarOf } from '../rules/calendar.ts';

const KEPT_MAX = 64;
const read = new Map<string, Calendar | undefined>();

/** The calendars as they were read last, each understood once. */
export function calendarsOf(store: Store): CalendarOf {
  return (path) => {
    const stamp = store.calendars.stamp(path);
    if (stamp === undefined) return undefined;
    const key = `${store.path}\n${path}\n${stamp.modifiedAt} ${stamp.readAt}`;
    if (!read.has(key)) {
      if (read.size >= KEPT_MAX) read.clear();
      const reading = readCalendar(store.calendars.get(path)?.text ?? '');
      read.set(key, reading.kind === 'calendar' ? reading.calendar : undefined);
    }
    return read.get(key);
  };
}

/** A file that can be read and understood, or why not. */
export function readCalendarAt(path: string): CalendarFile {
  const file = readCalendarFile(path, ICS_BYTES_MAX);
  if (file.kind === 'failed') return file;
  const reading = readCalendar(file.text);
  return reading.kind === 'calendar' ? file : { kind: 'failed', reason: reading.reason };
}
