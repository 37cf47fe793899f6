import { parseAt, wallInstant, wallTime } from './schedule/index.ts';

export type UntilReading = { kind: 'ok'; at: number } | { kind: 'refused'; reason: string };

export const UNTIL_ALLOWED = '2h, 18:00, tomorrow 06:00, Mon 02:30, 2026-11-24 10:00 or an instant with its zone';

const DAY_MS = 86_400_000;
const LENGTH_MAX_MS = 3_660 * DAY_MS;
const TEXT_UNITS_MAX = 64;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: DAY_MS };
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const WORDS: readonly string[] = ['today', 'tomorrow', ...WEEKDAYS];

/**
 * When something ends that somebody puts off: a length from now, the next such time on the clocks of a zone, a day and a
 * time, or an instant. What has passed is read all the same, except for lengths.
 */
export function readUntil(text: string, zone: string, now: number): UntilReading {
  const trimmed = text.trim();
  if (trimmed.length > TEXT_UNITS_MAX) return refused('that is no time');
  const lengthMs = lengthOf(trimmed);
  if (lengthMs !== undefined) {
    if (lengthMs < 1) return refused(`${trimmed} is over at once`);
    return lengthMs > LENGTH_MAX_MS
      ? refused(`${trimmed} is longer than ten years`)
      : { kind: 'ok', at: now + lengthMs };
  }
  const wall = WALL.exec(trimmed);
  if (wall !== null) return onWall(trimmed, wall, zone, now);
  if (DAY_ALONE.test(trimmed) && dayNamed(trimmed)) return refused(`${trimmed} needs a time behind it`);
  const reading = parseAt(trimmed, now);
  return reading.kind === 'ok' ? reading : refused(`${JSON.stringify(trimmed)} is no time`);
}

/** `90s`, `5m`, `1h30m`, or a bare number of seconds. */
function lengthOf(text: string): number | undefined {
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  if (!/^(\d{1,9}(ms|s|m|h|d))+$/.test(text)) return undefined;
  const parts = text.matchAll(/(\d+)(ms|s|m|h|d)/g);
  return [...parts].reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ''] ?? 0), 0);
}

/** A time, with a day in figures or in words or without. */
const WALL = /^(?:(?:(\d{4}-\d\d-\d\d)[ T]|([a-z]{3,9})\s+))?(\d\d?):(\d\d)(?::(\d\d))?$/i;
const DAY_ALONE = /^(?:\d{4}-\d\d-\d\d|[a-z]{3,9})$/i;

function onWall(text: string, parts: RegExpExecArray, zone: string, now: number): UntilReading {
  const [, date, word, hours = '0', minutes = '0', seconds = '0'] = parts;
  const time = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) {
    return refused(`${text} is not a time that exists`);
  }
  const wallNow = now + wallTime(now, zone).offsetMs;
  const today = wallNow - (((wallNow % DAY_MS) + DAY_MS) % DAY_MS);
  const day = date === undefined ? dayOf(word, time, { today, wallNow }) : dateOf(date, now);
  if (day === undefined) return refused(`${JSON.stringify(text)} is no time`);
  const at = wallInstant(day + time, zone);
  return at === undefined ? refused(`the clocks of ${zone} skip ${text}`) : { kind: 'ok', at };
}

function dateOf(date: string, now: number): number | undefined {
  const reading = parseAt(`${date} 00:00:00`, now);
  return reading.kind === 'ok' ? reading.at : undefined;
}

/** The midnight that begins the day, as if it were UTC. Without a word it is the next day on which the time comes. */
function dayOf(word: string | undefined, time: number, on: { today: number; wallNow: number }): number | undefined {
  const isAhead = on.today + time > on.wallNow;
  if (word === undefined) return isAhead ? on.today : on.today + DAY_MS;
  const found = wordAt(word);
  if (found < 0) return undefined;
  if (found < 2) return on.today + found * DAY_MS;
  const ahead = (found - 2 - new Date(on.today).getUTCDay() + 7) % 7;
  return on.today + (ahead === 0 && !isAhead ? 7 : ahead) * DAY_MS;
}

const LONG = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

function wordAt(word: string): number {
  const lower = word.toLowerCase();
  return WORDS.findIndex((each) => each === lower || (LONG.includes(lower) && lower.startsWith(each)));
}

const dayNamed = (text: string): boolean => /^\d/.test(text) || wordAt(text) >= 0;

const refused = (reason: string): UntilReading => ({ kind: 'refused', reason });
