import { civilDate, DAY_SECONDS, dayNumber, daysInMonth, weekdayOf } from './civil.ts';
import { NONE } from './parsed-field.ts';
import type { CronFields } from './read-cron.ts';

/** What a search has cost so far, in months and zone segments looked at; tests hold it to a bound. */
export type Cost = { steps: number };

export const NEVER = Number.POSITIVE_INFINITY;

/** The calendar is searched this far and no further. */
export const HORIZON_YEARS = 9;
export const HORIZON_DAYS = HORIZON_YEARS * 366;
const MONTHS_MAX = HORIZON_YEARS * 12 + 2;

/** The smallest wall second ≥ `from` that the expression names, or `NEVER` when there is none up to `lastDay`. */
export function nextWall(cron: CronFields, from: number, lastDay: number, cost: Cost): number {
  const today = Math.floor(from / DAY_SECONDS);
  const day = nextDay(cron, today, lastDay, cost);
  if (day === NEVER) return NEVER;
  if (day > today) return day * DAY_SECONDS + timeInDay(cron, 0);
  const time = timeInDay(cron, from - today * DAY_SECONDS);
  if (time !== NONE) return today * DAY_SECONDS + time;
  const later = nextDay(cron, today + 1, lastDay, cost);
  return later === NEVER ? NEVER : later * DAY_SECONDS + timeInDay(cron, 0);
}

/** The first day ≥ `from` (days since 1970) that the expression allows, or `NEVER` when there is none up to `lastDay`. */
export function nextDay(cron: CronFields, from: number, lastDay: number, cost: Cost): number {
  let { year, month, day } = civilDate(from);
  for (let visited = 0; visited < MONTHS_MAX; visited++) {
    cost.steps++;
    if ((cron.month.bits & (1 << (month - 1))) !== 0) {
      const first = dayNumber(year, month, 1);
      const allowed = daysOfMonth(cron, daysInMonth(year, month), weekdayOf(first)) & -(1 << (day - 1));
      if (allowed !== 0) {
        const found = first + 31 - Math.clz32(allowed & -allowed);
        return found <= lastDay ? found : NEVER;
      }
    }
    day = 1;
    month = month === 12 ? 1 : month + 1;
    if (month === 1) year++;
  }
  return NEVER;
}

function timeInDay(cron: CronFields, secondOfDay: number): number {
  const hour = Math.floor(secondOfDay / 3600);
  const foundHour = cron.hour.successors[hour] ?? NONE;
  if (foundHour === hour) {
    const inHour = timeInHour(cron, secondOfDay - hour * 3600);
    if (inHour !== NONE) return hour * 3600 + inHour;
    const laterHour = cron.hour.successors[hour + 1] ?? NONE;
    return laterHour === NONE ? NONE : laterHour * 3600 + timeInHour(cron, 0);
  }
  return foundHour === NONE ? NONE : foundHour * 3600 + timeInHour(cron, 0);
}

function timeInHour(cron: CronFields, secondOfHour: number): number {
  const minute = Math.floor(secondOfHour / 60);
  const foundMinute = cron.minute.successors[minute] ?? NONE;
  if (foundMinute === NONE) return NONE;
  if (foundMinute > minute) return foundMinute * 60 + (cron.second.successors[0] ?? 0);
  const second = cron.second.successors[secondOfHour - minute * 60] ?? NONE;
  if (second !== NONE) return minute * 60 + second;
  const laterMinute = cron.minute.successors[minute + 1] ?? NONE;
  return laterMinute === NONE ? NONE : laterMinute * 60 + (cron.second.successors[0] ?? 0);
}

/** The allowed days of a month as bits (bit 0 is the 1st), from its length and the weekday of its first day. */
function daysOfMonth(cron: CronFields, length: number, firstWeekday: number): number {
  const existing = length === 31 ? 0x7fffffff : (1 << length) - 1;
  const byDate = (cron.day.bits | (cron.day.lastDay ? 1 << (length - 1) : 0)) & existing;
  const week = turned(cron.weekday.bits, firstWeekday);
  let byWeekday = week | (week << 7) | (week << 14) | (week << 21) | (week << 28);
  for (let nth = 0; nth < cron.weekday.nthWeekdays.length; nth++) {
    const wanted = cron.weekday.nthWeekdays[nth] ?? 0;
    if (wanted !== 0) byWeekday |= turned(wanted, firstWeekday) << (7 * nth);
  }
  if (cron.weekday.lastWeekdays !== 0) {
    const lastWeekBegins = length - 7;
    byWeekday |= turned(cron.weekday.lastWeekdays, (firstWeekday + lastWeekBegins) % 7) << lastWeekBegins;
  }
  return (cron.dayRule === 'both' ? byDate & byWeekday : byDate | byWeekday) & existing;
}

/** Weekday bits turned so that bit 0 is the given weekday. */
function turned(weekdays: number, first: number): number {
  return ((weekdays >> first) | (weekdays << (7 - first))) & 0x7f;
}
