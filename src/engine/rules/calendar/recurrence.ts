import { civilDate, dayNumber, daysInMonth, weekdayOf } from '../schedule/civil.ts';

/** Which days an event comes back on; days count from 1970. */
export type Recurrence = {
  frequency: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
  interval: number;
  months: readonly number[];
  monthDays: readonly number[];
  /** `nth` counts within the month or year, from its end when it is negative; 0 is every one. */
  weekdays: readonly { weekday: number; nth: number }[];
  /** 0 is Sunday. */
  weekStart: number;
  /** The last day it may begin on. */
  lastDay: number;
};

/** What follows `RRULE:`, before it is known when the last day is. */
export type RuleText = Omit<Recurrence, 'lastDay'> & { count?: number; until?: string };

export type RuleReading = { kind: 'rule'; rule: RuleText } | { kind: 'refused'; reason: string };

const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const READ = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTH', 'BYMONTHDAY', 'WKST']);

export const COUNT_MAX = 10_000;
/** A hundred years. */
const DAYS_LOOKED_MAX = 36_600;

export function readRule(text: string): RuleReading {
  const parts = new Map(
    text.split(';').map((part) => part.toUpperCase().split('=', 2) as [string, string | undefined]),
  );
  const unread = [...parts.keys()].find((name) => !READ.has(name));
  if (unread !== undefined) return refused(`${unread} is not read`);
  const frequency = FREQUENCIES.find((name) => name === parts.get('FREQ'));
  if (frequency === undefined) return refused(`FREQ=${parts.get('FREQ')} is not read`);
  const list = (name: string): string[] => parts.get(name)?.split(',') ?? [];
  const interval = whole(parts.get('INTERVAL') ?? '1', 1, 1_000);
  const count = parts.get('COUNT');
  const until = parts.get('UNTIL');
  const months = present(list('BYMONTH').map((month) => whole(month, 1, 12)));
  const monthDays = present(list('BYMONTHDAY').map((day) => whole(day, -31, 31)));
  const weekdays = present(list('BYDAY').map(weekdayIn));
  const weekStart = WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO');
  if (interval === undefined) return refused('INTERVAL is no number from 1 to 1000');
  if (count !== undefined && whole(count, 1, COUNT_MAX) === undefined)
    return refused(`COUNT is no number from 1 to ${COUNT_MAX}`);
  if (count !== undefined && until !== undefined) return refused('COUNT and UNTIL exclude each other');
  if (months === undefined || monthDays === undefined || weekdays === undefined || weekStart < 0)
    return refused('BYMONTH, BYMONTHDAY, BYDAY or WKST has a value that does not exist');
  if (monthDays.includes(0)) return refused('BYMONTHDAY has no day 0');
  const hasNth = weekdays.some(({ nth }) => nth !== 0);
  if (hasNth && (frequency === 'DAILY' || frequency === 'WEEKLY'))
    return refused(`BYDAY counts days, which FREQ=${frequency} cannot`);
  if (monthDays.length > 0 && frequency === 'WEEKLY') return refused('BYMONTHDAY does not go with FREQ=WEEKLY');
  const ends = { ...(count === undefined ? {} : { count: Number(count) }), ...(until === undefined ? {} : { until }) };
  return { kind: 'rule', rule: { frequency, interval, months, monthDays, weekdays, weekStart, ...ends } };
}

/** Whether an event that first began on `first` begins on `day` as well. */
export function occursOn(rule: Recurrence, first: number, day: number): boolean {
  if (day === first) return true;
  if (day < first || day > rule.lastDay) return false;
  const date = civilDate(day);
  const start = civilDate(first);
  const weekday = weekdayOf(day);
  const everyNth = (passed: number): boolean => passed % rule.interval === 0;
  const inMonths = rule.months.length === 0 || rule.months.includes(date.month);
  const onWeekday = rule.weekdays.some((wanted) => wanted.weekday === weekday);
  switch (rule.frequency) {
    case 'DAILY':
      return everyNth(day - first) && inMonths && onMonthDay(rule, day) && (rule.weekdays.length === 0 || onWeekday);
    case 'WEEKLY': {
      const week = (one: number): number => Math.floor((one + 4 - rule.weekStart) / 7);
      const isDay = rule.weekdays.length === 0 ? weekday === weekdayOf(first) : onWeekday;
      return everyNth(week(day) - week(first)) && inMonths && isDay;
    }
    case 'MONTHLY':
      return (
        everyNth((date.year - start.year) * 12 + date.month - start.month) && inMonths && inPeriod(rule, first, day)
      );
    case 'YEARLY': {
      const anyMonth = rule.months.length > 0 || rule.monthDays.length > 0 || rule.weekdays.length > 0;
      return (
        everyNth(date.year - start.year) &&
        inMonths &&
        (anyMonth || date.month === start.month) &&
        inPeriod(rule, first, day)
      );
    }
  }
}

/** The day on which the event begins for the last time, when it comes `count` times. */
export function lastOf(rule: Omit<Recurrence, 'lastDay'>, first: number, count: number): number {
  const endless = { ...rule, lastDay: Number.POSITIVE_INFINITY };
  let left = count;
  for (let day = first; day < first + DAYS_LOOKED_MAX; day += 1) {
    if (!occursOn(endless, first, day)) continue;
    left -= 1;
    if (left === 0) return day;
  }
  return first + DAYS_LOOKED_MAX;
}

/** By day of the month and weekday; the day the event first began on where the rule names neither. */
function inPeriod(rule: Recurrence, first: number, day: number): boolean {
  if (rule.monthDays.length === 0 && rule.weekdays.length === 0) return civilDate(day).day === civilDate(first).day;
  return (
    onMonthDay(rule, day) && (rule.weekdays.length === 0 || rule.weekdays.some((wanted) => isNth(rule, wanted, day)))
  );
}

function onMonthDay({ monthDays }: Recurrence, day: number): boolean {
  const { year, month, day: ofMonth } = civilDate(day);
  return (
    monthDays.length === 0 || monthDays.includes(ofMonth) || monthDays.includes(ofMonth - daysInMonth(year, month) - 1)
  );
}

function isNth(rule: Recurrence, { weekday, nth }: { weekday: number; nth: number }, day: number): boolean {
  if (weekdayOf(day) !== weekday) return false;
  if (nth === 0) return true;
  const { year, month, day: ofMonth } = civilDate(day);
  const inYear = rule.frequency === 'YEARLY' && rule.months.length === 0 && rule.monthDays.length === 0;
  const place = inYear ? day - dayNumber(year, 1, 1) + 1 : ofMonth;
  const length = inYear ? dayNumber(year + 1, 1, 1) - dayNumber(year, 1, 1) : daysInMonth(year, month);
  return nth > 0 ? Math.ceil(place / 7) === nth : Math.ceil((length - place + 1) / 7) === -nth;
}

const refused = (reason: string): RuleReading => ({ kind: 'refused', reason: `RRULE: ${reason}` });

function weekdayIn(text: string): { weekday: number; nth: number } | undefined {
  const found = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(text);
  const weekday = WEEKDAYS.indexOf(found?.[2] ?? '');
  return weekday < 0 ? undefined : { weekday, nth: Number(found?.[1] ?? 0) };
}

function whole(text: string, min: number, max: number): number | undefined {
  const value = /^[+-]?\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}

/** Undefined when one of them is. */
function present<T>(values: readonly (T | undefined)[]): T[] | undefined {
  const there = values.filter((value): value is T & {} => value !== undefined);
  return there.length === values.length ? there : undefined;
}
