import { parseAt, wallTime } from '../schedule/index.ts';
import { dateText } from './words.ts';

/** The stretch of time that somebody asks about: a whole minute, or a second where seconds were written. */
export type Asked = {
  from: number;
  until: number;
  /** As it is told again. */
  text: string;
  /** The clocks pass over this wall time; the stretch is where it would be if they had not been moved. */
  isSkipped?: true;
  /** The clocks show this wall time twice; the stretch is the first pass, this the second. */
  againAt?: number;
};

export type AskedReading = { kind: 'ok'; asked: Asked } | { kind: 'refused'; reason: string };

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 86_400_000;

const WALL = /^(?:(\d{4}-\d\d-\d\d|[a-z]{3,9})[ T])?(\d\d?:\d\d)(:\d\d)?$/i;

/** Reads `02:30` (today), `yesterday 02:30`, `Mon 02:30` (the last one), `2026-11-24 02:30` on the clocks of a zone, or an instant with a zone of its own. */
export function readAsked(text: string, zone: string, now: number): AskedReading {
  const trimmed = text.trim();
  const parts = WALL.exec(trimmed);
  if (parts === null) return instant(trimmed, zone, now);
  const [, day = 'today', time = '', seconds] = parts;
  const clock = `${time.padStart(5, '0')}${seconds ?? ':00'}`;
  const date = /^\d/.test(day) ? day : dateOf(day.toLowerCase(), clock, zone, now);
  if (date === undefined) return instant(trimmed, zone, now);
  const wall = `${date} ${clock}`;
  const reading = parseAt(`${wall}Z`, now);
  if (reading.kind === 'refused') return { kind: 'refused', reason: reading.reason };
  return { kind: 'ok', asked: onWall(reading.at, seconds === undefined ? MINUTE_MS : SECOND_MS, zone) };
}

const DAYS: Readonly<Record<string, number>> = { yesterday: -1, today: 0, tomorrow: 1 };
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** The date of a day by its word; of a weekday the last one whose time is not ahead. */
function dateOf(word: string, clock: string, zone: string, now: number): string | undefined {
  const { year, month, day, hour, minute, second } = wallTime(now, zone);
  const today = Date.UTC(year, month - 1, day);
  const dayAt = (days: number): string => new Date(today + days * DAY_MS).toISOString().slice(0, 10);
  const shift = DAYS[word];
  if (shift !== undefined) return dayAt(shift);
  const weekday = WEEKDAYS.findIndex((name) => name === word || name.slice(0, 3) === word);
  if (weekday < 0) return undefined;
  const back = (new Date(today).getUTCDay() - weekday + 7) % 7;
  const isAhead = back === 0 && clock > [hour, minute, second].map((part) => String(part).padStart(2, '0')).join(':');
  return dayAt(isAhead ? -7 : -back);
}

function instant(text: string, zone: string, now: number): AskedReading {
  const reading = parseAt(text, now);
  if (reading.kind === 'refused') {
    return {
      kind: 'refused',
      reason: `"${text}" is not a time such as 02:30, "yesterday 02:30", "Mon 02:30", "2026-11-24 02:30" or 2026-11-24T02:30:00Z`,
    };
  }
  const from = Math.floor(reading.at / SECOND_MS) * SECOND_MS;
  const length = from % MINUTE_MS === 0 ? MINUTE_MS : SECOND_MS;
  return { kind: 'ok', asked: { from, until: from + length, text: `${dateText(from, zone)} ${zone}` } };
}

/** `wallAt` is the wall time read as if it were UTC. */
function onWall(wallAt: number, length: number, zone: string): Asked {
  const text = `${dateText(wallAt, 'UTC')} ${zone}`;
  const offsets = [wallAt - DAY_MS, wallAt + DAY_MS].map((near) => wallTime(near, zone).offsetMs);
  const shown = [...new Set(offsets)]
    .map((offsetMs) => wallAt - offsetMs)
    .filter((at) => at + wallTime(at, zone).offsetMs === wallAt)
    .sort((a, b) => a - b);
  const [first, second] = shown;
  if (first === undefined) {
    const from = wallAt - (offsets[0] ?? 0);
    return { from, until: from + length, text, isSkipped: true };
  }
  return { from: first, until: first + length, text, ...(second === undefined ? {} : { againAt: second }) };
}
