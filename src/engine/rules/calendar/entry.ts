import type { WallTime } from '../schedule/index.ts';

/** One entry of `exclude`, in the wall time of the job's zone. Minutes count from midnight, or from Sunday's midnight. */
export type Entry =
  | { kind: 'days'; first: string; last: string }
  | { kind: 'weekdays'; first: number; last: number }
  /** On each of the weekdays; one that ends before it begins goes on into the next day. */
  | { kind: 'hours'; first: number; last: number; from: number; until: number }
  | { kind: 'week'; from: number; until: number }
  | { kind: 'span'; from: string; until: string }
  | { kind: 'file'; path: string };

export type EntryReading = { kind: 'entry'; entry: Entry } | { kind: 'refused'; allowed: string };

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY_MINUTES = 1_440;
const ENTRIES_KEPT_MAX = 10_000;

const DAY = String.raw`(\d{4}-\d{2}-\d{2})`;
const CLOCK = String.raw`(\d{1,2}:\d{2})`;
const NAME = '(sun|mon|tue|wed|thu|fri|sat)';
const MOMENT = String.raw`(\d{4}-\d{2}-\d{2}(?:[t ]\d{1,2}:\d{2})?)`;
const FORMS = {
  days: new RegExp(`^${DAY}(?:\\.\\.${DAY})?$`),
  weekdays: new RegExp(`^${NAME}(?:-${NAME})?$`),
  daily: new RegExp(`^daily ${CLOCK}-${CLOCK}$`),
  hours: new RegExp(`^${NAME}(?:-${NAME})? ${CLOCK}-${CLOCK}$`),
  week: new RegExp(`^${NAME} ${CLOCK} ?- ?${NAME} ${CLOCK}$`),
  span: new RegExp(`^${MOMENT}/${MOMENT}$`),
};

const FORMS_ALLOWED =
  '2026-12-24, 2026-12-24..2027-01-02, SAT, SAT-SUN, daily 01:00-03:00, MON-FRI 09:00-17:00, Sat 22:00-Sun 06:00, 2026-12-24T18:00/2026-12-27, or the absolute path of an .ics file';

const known = new Map<string, EntryReading>();

/** What an entry means, or what it may be. */
export function readEntry(text: string): EntryReading {
  let reading = known.get(text);
  if (reading === undefined) {
    reading = read(text.trim());
    if (known.size >= ENTRIES_KEPT_MAX) known.clear();
    known.set(text, reading);
  }
  return reading;
}

/** Whether an entry covers a wall time; what a file says is asked elsewhere. Where a window ends, it covers no more. */
export function covers(entry: Entry, wall: WallTime): boolean {
  const date = `${String(wall.year).padStart(4, '0')}-${two(wall.month)}-${two(wall.day)}`;
  const minute = wall.hour * 60 + wall.minute;
  switch (entry.kind) {
    case 'days':
      return entry.first <= date && date <= entry.last;
    case 'weekdays':
      return isWithin(entry, wall.weekday);
    case 'hours':
      return coversHours(entry, wall.weekday, minute);
    case 'week': {
      const inWeek = wall.weekday * DAY_MINUTES + minute;
      const { from, until } = entry;
      return from < until ? from <= inWeek && inWeek < until : inWeek >= from || inWeek < until;
    }
    case 'span': {
      const moment = `${date}T${two(wall.hour)}:${two(wall.minute)}`;
      return entry.from <= moment && moment < entry.until;
    }
    case 'file':
      return false;
  }
}

function coversHours(entry: Extract<Entry, { kind: 'hours' }>, weekday: number, minute: number): boolean {
  const { from, until } = entry;
  if (from < until) return isWithin(entry, weekday) && from <= minute && minute < until;
  const dayBefore = (weekday + 6) % 7;
  return (isWithin(entry, weekday) && minute >= from) || (isWithin(entry, dayBefore) && minute < until);
}

/** `SAT-SUN` may wrap around the end of the week. */
function isWithin({ first, last }: { first: number; last: number }, weekday: number): boolean {
  return first <= last ? first <= weekday && weekday <= last : weekday >= first || weekday <= last;
}

function read(text: string): EntryReading {
  if (text.toLowerCase().endsWith('.ics')) {
    return text.startsWith('/') ? entryOf({ kind: 'file', path: text }) : refused('the absolute path of an .ics file');
  }
  const lower = text.toLowerCase().replace(/\s+/g, ' ');
  const days = FORMS.days.exec(lower);
  if (days !== null) return readDays(days[1] ?? '', days[2] ?? days[1] ?? '');
  const weekdays = FORMS.weekdays.exec(lower);
  if (weekdays !== null) return entryOf({ kind: 'weekdays', ...weekdaysOf(weekdays[1], weekdays[2]) });
  const daily = FORMS.daily.exec(lower);
  if (daily !== null) return readHours({ first: 0, last: 6 }, daily[1] ?? '', daily[2] ?? '');
  const hours = FORMS.hours.exec(lower);
  if (hours !== null) return readHours(weekdaysOf(hours[1], hours[2]), hours[3] ?? '', hours[4] ?? '');
  const week = FORMS.week.exec(lower);
  if (week !== null) return readWeek(week);
  const span = FORMS.span.exec(lower);
  return span === null ? refused(FORMS_ALLOWED) : readSpan(span[1] ?? '', span[2] ?? '');
}

const entryOf = (entry: Entry): EntryReading => ({ kind: 'entry', entry });
const refused = (allowed: string): EntryReading => ({ kind: 'refused', allowed });

function readDays(first: string, last: string): EntryReading {
  const exist = isDay(first) && isDay(last) && first <= last;
  return exist ? entryOf({ kind: 'days', first, last }) : refused('days that exist, the earlier one first');
}

function readHours(days: { first: number; last: number }, begin: string, end: string): EntryReading {
  const from = minuteOf(begin);
  const until = minuteOf(end);
  if (from === undefined || until === undefined || from === DAY_MINUTES) return refused('times from 00:00 to 24:00');
  if (from === until) return refused('a window that ends at another time than it begins');
  return entryOf({ kind: 'hours', ...days, from, until });
}

function readWeek([, day = '', begin = '', lastDay = '', end = '']: RegExpExecArray): EntryReading {
  const from = minuteOf(begin);
  const until = minuteOf(end);
  if (from === undefined || until === undefined) return refused('times from 00:00 to 24:00');
  const entry = {
    from: WEEKDAYS.indexOf(day) * DAY_MINUTES + from,
    until: WEEKDAYS.indexOf(lastDay) * DAY_MINUTES + until,
  };
  if (entry.from === entry.until) return refused('a window that ends at another time than it begins');
  return entryOf({ kind: 'week', ...entry });
}

/** A day without a time is a whole one: the window begins with it, or ends with its end. */
function readSpan(begin: string, end: string): EntryReading {
  const [day = '', clock = '00:00'] = begin.split(/[t ]/);
  const [lastDay = '', lastClock = '24:00'] = end.split(/[t ]/);
  const from = minuteOf(clock);
  const until = minuteOf(lastClock);
  if (!isDay(day) || !isDay(lastDay)) return refused('days that exist, the earlier one first');
  if (from === undefined || until === undefined) return refused('times from 00:00 to 24:00');
  const entry = { from: momentOf(day, from), until: momentOf(lastDay, until) };
  if (entry.from >= entry.until) return refused('a window that ends after it begins');
  return entryOf({ kind: 'span', ...entry });
}

const weekdaysOf = (first = '', last = first) => ({ first: WEEKDAYS.indexOf(first), last: WEEKDAYS.indexOf(last) });

function minuteOf(clock: string): number | undefined {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  const minutes = hour * 60 + minute;
  return minute < 60 && minutes <= DAY_MINUTES ? minutes : undefined;
}

const momentOf = (day: string, minute: number): string => `${day}T${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

const two = (value: number): string => String(value).padStart(2, '0');
