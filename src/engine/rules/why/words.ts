import { wallTime } from '../schedule/index.ts';

/** Who reads an explanation: when, and on which clocks; `near` for a screen, where a day is as short as it is clear. */
export type Reader = { now: number; zone: string; dates?: 'near' };

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const two = (value: number): string => String(value).padStart(2, '0');

/** `14:32:07` on the reader's day, else `2026-11-24 14:32:07`; seconds only where there are any. */
export function clockText(at: number, { now, zone, dates }: Reader): string {
  const [then, today] = [wallTime(at, zone), wallTime(now, zone)];
  const text = dateText(at, zone);
  const time = text.slice(text.indexOf(' ') + 1);
  const daysApart = Math.abs(dayNumber(then) - dayNumber(today));
  if (daysApart === 0) return time;
  if (dates === undefined || then.year !== today.year) return text;
  const day = daysApart < DAYS_NEAR ? WEEKDAYS[dayOfWeek(then)] : `${then.day} ${MONTHS[then.month - 1]}`;
  return `${day} ${time}`;
}

/** For whoever asks for a clock alone. */
export const clockOf =
  (reader: Reader): ((at: number) => string) =>
  (at) =>
    clockText(at, reader);

/** `14:32:00`: with its seconds also where there are none, for what two people did within one minute. */
export const clockToSecond = (at: number, reader: Reader): string =>
  wallTime(at, reader.zone).second === 0 ? `${clockText(at, reader)}:00` : clockText(at, reader);

const DAYS_NEAR = 7;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

type Day = Pick<ReturnType<typeof wallTime>, 'year' | 'month' | 'day'>;
const dayNumber = ({ year, month, day }: Day): number => Date.UTC(year, month - 1, day) / DAY_MS;
/** The first of January 1970 was a Thursday. */
const dayOfWeek = (day: Day): number => (dayNumber(day) + 4) % 7;

/** `2026-11-24 14:32:07` on the clocks of a zone, whatever day it is there. */
export function dateText(at: number, zone: string): string {
  const then = wallTime(at, zone);
  const seconds = then.second === 0 ? '' : `:${two(then.second)}`;
  return `${then.year}-${two(then.month)}-${two(then.day)} ${two(then.hour)}:${two(then.minute)}${seconds}`;
}

/** A pause is recorded with a whole instant, `is paused by ana until 2026-11-23 19:00 UTC`: here it is told as all others are. */
export const onClocks = (text: string, reader: Reader): string =>
  text.replace(
    RECORDED,
    (_, head: string, day: string, time: string) => head + clockText(Date.parse(`${day}T${time}Z`), reader),
  );

const RECORDED =
  /( is paused by [^:]{1,80}? until )(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])) ((?:[01]\d|2[0-3]):[0-5]\d) UTC\b/g;

/** The instant on a job's clocks, and on the reader's where those show something else: `02:30 Europe/Berlin (01:30 UTC)`. */
export function clockIn(at: number, jobZone: string, reader: Reader): string {
  const there = clockText(at, { ...reader, zone: jobZone });
  if (jobZone === reader.zone) return there;
  const here = clockText(at, reader);
  return `${there} ${jobZone} (${here} ${reader.zone})`;
}

/** Two units at most, begun ones not counted: `450ms`, `41s`, `4m12s`, `3h27m`, `8d13h`. */
export function lengthText(ms: number): string {
  if (ms < SECOND_MS) return `${Math.max(0, Math.round(ms))}ms`;
  if (ms < MINUTE_MS) return `${Math.floor(ms / SECOND_MS)}s`;
  if (ms < HOUR_MS) return twoUnits(ms, MINUTE_MS, 'm', SECOND_MS, 's');
  if (ms < DAY_MS) return twoUnits(ms, HOUR_MS, 'h', MINUTE_MS, 'm');
  return twoUnits(ms, DAY_MS, 'd', HOUR_MS, 'h');
}

function twoUnits(ms: number, largeMs: number, large: string, smallMs: number, small: string): string {
  const rest = Math.floor((ms % largeMs) / smallMs);
  const head = `${Math.floor(ms / largeMs)}${large}`;
  return rest === 0 ? head : `${head}${two(rest)}${small}`;
}

/** `in 4m`, `3h ago`, `now`. */
export function awayText(at: number, now: number): string {
  if (Math.abs(at - now) < SECOND_MS) return 'now';
  return at > now ? `in ${lengthText(at - now)}` : `${lengthText(now - at)} ago`;
}

/** `14:32:07 (in 4m)`. */
export const clockAndAway = (at: number, reader: Reader): string =>
  `${clockText(at, reader)} (${awayText(at, reader.now)})`;

/** `1st`, `2nd`, `11th`. */
export function ordinal(n: number): string {
  const teen = n % 100 >= 11 && n % 100 <= 13;
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${ending}`;
}

/** A job's name as an argument of a command. */
export const asArgument = (name: string): string =>
  /^[\w@%+=:,./-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`;
