import { DAY_SECONDS, dayNumber, daysInMonth } from '../schedule/civil.ts';
import { isZone, wallTime } from '../schedule/index.ts';
import type { IcsLine } from './ics-lines.ts';

/** A wall time in seconds since 1970; without a zone it is whatever clock the job goes by. */
export type IcsTime = { wall: number; zone?: string; wholeDay: boolean };

export type IcsTimeReading = { kind: 'time'; time: IcsTime } | { kind: 'refused'; reason: string };

const FORM = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z)?)?$/;
const DURATION = /^([+-])?P(?:(\d{1,4})W|(?:(\d{1,4})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?)$/;

export function readTime(value: string, parameters: IcsLine['parameters']): IcsTimeReading {
  const found = FORM.exec(value);
  const [, year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (found?.slice(0, 7) ?? []).map((part) =>
    Number(part ?? 0),
  );
  const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month) && hour < 24 && minute < 60;
  if (found === null || !exists || second > 60)
    return { kind: 'refused', reason: `"${value.slice(0, 40)}" is no time` };
  const wholeDay = found[4] === undefined;
  const zone = found[7] === 'Z' ? 'UTC' : parameters.get('TZID');
  if (zone !== undefined && !isZone(zone)) {
    return { kind: 'refused', reason: `TZID "${zone.slice(0, 60)}" is not an IANA time zone such as Europe/Berlin` };
  }
  const wall = dayNumber(year, month, day) * DAY_SECONDS + hour * 3_600 + minute * 60 + Math.min(second, 59);
  return { kind: 'time', time: { wall, wholeDay, ...(zone === undefined || wholeDay ? {} : { zone }) } };
}

/** The same moment on the clock of another event; undefined when only one of them says by which clock it goes. */
export function wallIn(time: IcsTime, zone: string | undefined): number | undefined {
  if (time.zone === zone) return time.wall;
  if (time.wholeDay || zone === undefined || time.zone === undefined) return undefined;
  return wallSecond(instantOf(time.wall, time.zone), zone);
}

/** What the clock on the wall shows at an instant, in seconds since 1970. */
export function wallSecond(at: number, zone: string): number {
  return Math.floor((at + wallTime(at, zone).offsetMs) / 1_000);
}

/** In seconds; undefined for what is no length of time. */
export function readDuration(value: string): number | undefined {
  const found = DURATION.exec(value);
  if (found === null || found[1] === '-') return undefined;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(2).map((part) => Number(part ?? 0));
  return ((weeks * 7 + days) * 24 + hours) * 3_600 + minutes * 60 + seconds;
}

function instantOf(wall: number, zone: string): number {
  const guess = wall * 1_000 - wallTime(wall * 1_000, zone).offsetMs;
  return wall * 1_000 - wallTime(guess, zone).offsetMs;
}
