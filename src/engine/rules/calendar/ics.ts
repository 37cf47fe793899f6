import { DAY_SECONDS } from '../schedule/civil.ts';
import { type IcsLine, readLines } from './ics-lines.ts';
import { type IcsTime, readDuration, readTime, wallIn, wallSecond } from './ics-time.ts';
import { lastOf, occursOn, type Recurrence, readRule } from './recurrence.ts';

/** One event: from `start` for `length` seconds, on the clock of `zone` or of the job. */
export type CalendarEvent = {
  title: string;
  zone?: string;
  start: number;
  length: number;
  rule?: Recurrence;
  /** Beginnings that do not take place. */
  except: Set<number>;
};
export type Calendar = { events: readonly CalendarEvent[] };
export type CalendarReading = { kind: 'calendar'; calendar: Calendar } | { kind: 'refused'; reason: string };

export const ICS_BYTES_MAX = 1024 * 1024;
export const ICS_EVENTS_MAX = 5_000;
const LENGTH_MAX = 366 * DAY_SECONDS;
const TITLE_MAX = 80;

/** What cannot be read is refused by name and line: an event that is left out would start jobs on its day. */
export function readCalendar(text: string): CalendarReading {
  const read = readLines(text);
  if (read.kind === 'refused') return read;
  const [first] = read.lines;
  if (first?.name !== 'BEGIN' || first.value.toUpperCase() !== 'VCALENDAR')
    return refused('it does not begin with BEGIN:VCALENDAR');
  try {
    return { kind: 'calendar', calendar: { events: eventsOf(read.lines) } };
  } catch (error) {
    if (error instanceof Unread) return refused(error.message);
    throw error;
  }
}

/** The title of the first event that covers an instant. */
export function eventAt({ events }: Calendar, at: number, jobZone: string): string | undefined {
  const walls = new Map<string, number>();
  for (const event of events) {
    const zone = event.zone ?? jobZone;
    let wall = walls.get(zone);
    if (wall === undefined) {
      wall = wallSecond(at, zone);
      walls.set(zone, wall);
    }
    if (isOn(event, wall)) return event.title;
  }
  return undefined;
}

/** Carries a reason out of the reading of one event. */
class Unread extends Error {}

const refused = (reason: string): CalendarReading => ({ kind: 'refused', reason });

function isOn({ start, length, rule, except }: CalendarEvent, wall: number): boolean {
  const firstDay = Math.floor(start / DAY_SECONDS);
  const timeOfDay = start - firstDay * DAY_SECONDS;
  if (rule === undefined) return start <= wall && wall < start + length && !except.has(start);
  const newest = Math.floor((wall - timeOfDay) / DAY_SECONDS);
  const oldest = Math.floor((wall - length - timeOfDay) / DAY_SECONDS);
  for (let day = newest; day >= Math.max(oldest, firstDay); day -= 1) {
    const begins = day * DAY_SECONDS + timeOfDay;
    if (wall < begins + length && occursOn(rule, firstDay, day) && !except.has(begins)) return true;
  }
  return false;
}

type Raw = { line: number; properties: Map<string, IcsLine[]> };

function eventsOf(lines: readonly IcsLine[]): CalendarEvent[] {
  const events: (CalendarEvent & { uid: string })[] = [];
  const moved: { uid: string; from: IcsTime }[] = [];
  for (const raw of rawEvents(lines)) {
    const one = (name: string): IcsLine | undefined => raw.properties.get(name)?.[0];
    const uid = one('UID')?.value ?? '';
    const movedFrom = one('RECURRENCE-ID');
    if (movedFrom?.parameters.has('RANGE')) throw unread(movedFrom, 'RANGE is not read');
    if (movedFrom !== undefined) moved.push({ uid, from: timeOf(movedFrom) });
    if (one('STATUS')?.value.toUpperCase() === 'CANCELLED') continue;
    events.push({ uid, ...eventOf(raw) });
    if (events.length > ICS_EVENTS_MAX) throw new Unread(`it has more than ${ICS_EVENTS_MAX} events`);
  }
  // An occurrence that was moved does not take place where its rule puts it.
  for (const { uid, from } of moved)
    for (const event of events)
      if (event.uid === uid && event.rule !== undefined) event.except.add(wallIn(from, event.zone) ?? from.wall);
  return events;
}

/** Alarms and the like inside an event have properties of the same names, which are not the event's. */
function* rawEvents(lines: readonly IcsLine[]): Generator<Raw> {
  const inside: string[] = [];
  let raw: Raw | undefined;
  for (const line of lines) {
    const word = line.value.toUpperCase();
    if (line.name === 'BEGIN') {
      inside.push(word);
      if (word === 'VEVENT') raw = { line: line.number, properties: new Map() };
    } else if (line.name === 'END') {
      if (inside.pop() !== word) throw unread(line, `END:${word.slice(0, 40)} ends nothing that has begun`);
      if (word === 'VEVENT' && raw !== undefined) yield raw;
      if (word === 'VEVENT') raw = undefined;
    } else if (inside.at(-1) === 'VEVENT') {
      raw?.properties.set(line.name, [...(raw.properties.get(line.name) ?? []), line]);
    }
  }
  if (inside.length > 0) throw new Unread(`it ends in the middle of ${inside.at(-1)?.slice(0, 40)}`);
}

function eventOf({ line, properties }: Raw): CalendarEvent {
  const [begin] = properties.get('DTSTART') ?? [];
  if (begin === undefined) throw new Unread(`line ${line}: the event has no DTSTART`);
  for (const name of ['RDATE', 'EXRULE']) {
    const [unreadable] = properties.get(name) ?? [];
    if (unreadable !== undefined) throw unread(unreadable, `${name} is not read`);
  }
  const start = timeOf(begin);
  const length = lengthOf(properties, start, begin);
  const rule = ruleOf(properties.get('RRULE') ?? [], start);
  const except = new Set((properties.get('EXDATE') ?? []).flatMap((dates) => datesOf(dates, start.zone)));
  return {
    title: titleOf(properties.get('SUMMARY')?.[0]?.value ?? 'an event without a title'),
    start: start.wall,
    length,
    except,
    ...(start.zone === undefined ? {} : { zone: start.zone }),
    ...(rule === undefined ? {} : { rule }),
  };
}

function lengthOf(properties: Raw['properties'], start: IcsTime, begin: IcsLine): number {
  const [end] = properties.get('DTEND') ?? [];
  const [duration] = properties.get('DURATION') ?? [];
  const until = end === undefined ? undefined : wallIn(timeOf(end), start.zone);
  if (end !== undefined && until === undefined) throw unread(end, 'it goes by another clock than DTSTART');
  const length =
    until !== undefined
      ? until - start.wall
      : duration !== undefined
        ? readDuration(duration.value)
        : start.wholeDay
          ? DAY_SECONDS
          : undefined;
  const where = end ?? duration ?? begin;
  if (length === undefined) throw unread(where, 'the event has no length: DTEND or DURATION is missing or unread');
  if (length <= 0 || length > LENGTH_MAX) throw unread(where, 'an event lasts more than nothing and 366 days at most');
  return length;
}

function ruleOf([line, second]: readonly IcsLine[], start: IcsTime): Recurrence | undefined {
  if (line === undefined) return undefined;
  if (second !== undefined) throw unread(second, 'a second RRULE is not read');
  const read = readRule(line.value);
  if (read.kind === 'refused') throw unread(line, read.reason);
  const { count, until, ...rule } = read.rule;
  const firstDay = Math.floor(start.wall / DAY_SECONDS);
  if (count !== undefined) return { ...rule, lastDay: lastOf(rule, firstDay, count) };
  if (until === undefined) return { ...rule, lastDay: Number.POSITIVE_INFINITY };
  const time = readTime(until, line.parameters);
  if (time.kind === 'refused') throw unread(line, `RRULE: UNTIL ${time.reason}`);
  const last = wallIn(time.time, start.zone) ?? time.time.wall;
  const timeOfDay = start.wall - firstDay * DAY_SECONDS;
  return { ...rule, lastDay: Math.floor((time.time.wholeDay ? last : last - timeOfDay) / DAY_SECONDS) };
}

function datesOf(line: IcsLine, zone: string | undefined): number[] {
  return line.value.split(',').map((value) => {
    const wall = wallIn(timeOf({ ...line, value }), zone);
    if (wall === undefined) throw unread(line, 'it goes by another clock than DTSTART');
    return wall;
  });
}

function timeOf(line: IcsLine): IcsTime {
  const read = readTime(line.value, line.parameters);
  if (read.kind === 'refused') throw unread(line, read.reason);
  return read.time;
}

const unread = ({ number, name }: IcsLine, reason: string): Unread => new Unread(`line ${number}, ${name}: ${reason}`);

const titleOf = (text: string): string =>
  text
    .replace(/\\[nN]/g, ' ')
    .replace(/\\([,;\\])/g, '$1')
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
    .trim()
    .slice(0, TITLE_MAX)
    .toWellFormed();
