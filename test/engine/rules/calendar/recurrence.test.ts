import { describe, expect, test } from 'vitest';
import { lastOf, occursOn, type Recurrence, readRule } from '../../../../src/engine/rules/calendar/recurrence.ts';
import { dayNumber } from '../../../../src/engine/rules/schedule/civil.ts';

const dayOf = (text: string): number => {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return dayNumber(year, month, day);
};
const ruleOf = (text: string): Recurrence => {
  const read = readRule(text);
  if (read.kind === 'refused') throw new Error(read.reason);
  return { ...read.rule, lastDay: Number.POSITIVE_INFINITY };
};
/** The first days that a rule gives from `start` on. */
const daysOf = (text: string, start: string, count: number): string[] => {
  const rule = ruleOf(text);
  const days: string[] = [];
  for (let day = dayOf(start); days.length < count && day < dayOf(start) + 20_000; day += 1)
    if (occursOn(rule, dayOf(start), day)) days.push(new Date(day * 86_400_000).toISOString().slice(0, 10));
  return days;
};

describe('S-11 an event that comes again', () => {
  test.each([
    ['FREQ=YEARLY;INTERVAL=4', '2023-03-01', ['2023-03-01', '2027-03-01', '2031-03-01']],
    ['FREQ=YEARLY;BYMONTHDAY=13', '2026-01-13', ['2026-01-13', '2026-02-13', '2026-03-13']],
    ['FREQ=YEARLY;BYMONTH=3,11', '2026-03-07', ['2026-03-07', '2026-11-07', '2027-03-07']],
    ['FREQ=YEARLY', '2026-03-07', ['2026-03-07', '2027-03-07']],
    ['FREQ=YEARLY;BYDAY=20MO', '2026-05-18', ['2026-05-18', '2027-05-17']],
    ['FREQ=YEARLY;BYDAY=-1TH', '2026-12-31', ['2026-12-31', '2027-12-30']],
    ['FREQ=YEARLY;BYDAY=+10SU', '2026-03-08', ['2026-03-08', '2027-03-07']],
    ['FREQ=YEARLY;BYMONTHDAY=13;BYDAY=1FR', '2026-01-01', ['2026-01-01']],
    ['FREQ=WEEKLY;INTERVAL=3', '2026-01-07', ['2026-01-07', '2026-01-28', '2026-02-18']],
    ['FREQ=WEEKLY;INTERVAL=3;BYDAY=SU,MO;WKST=SU', '2026-01-04', ['2026-01-04', '2026-01-05', '2026-01-25']],
    ['FREQ=MONTHLY;INTERVAL=5', '2026-10-31', ['2026-10-31', '2027-03-31', '2027-08-31']],
    ['FREQ=MONTHLY;BYDAY=-1SU', '2026-01-25', ['2026-01-25', '2026-02-22', '2026-03-29']],
    ['FREQ=DAILY;BYMONTHDAY=1,-1', '2026-01-31', ['2026-01-31', '2026-02-01', '2026-02-28']],
    ['FREQ=DAILY;INTERVAL=3', '2026-01-30', ['2026-01-30', '2026-02-02']],
  ])('%s from %s on: %j', (rule, start, days) => {
    expect(daysOf(rule, start, days.length)).toEqual(days);
  });

  test('never comes before the day it began on', () => {
    for (const text of ['FREQ=DAILY', 'FREQ=WEEKLY', 'FREQ=MONTHLY', 'FREQ=YEARLY']) {
      const first = dayOf('2026-03-10');
      const earlier = [1, 7, 28, 365].map((days) => occursOn(ruleOf(text), first, first - days));
      expect(earlier, text).toEqual([false, false, false, false]);
    }
  });

  test('comes for the last time after its count, or after a hundred years of looking', () => {
    const first = dayOf('2026-03-10');
    expect(lastOf(ruleOf('FREQ=DAILY'), first, 1)).toBe(first);
    expect(lastOf(ruleOf('FREQ=DAILY'), first, 36_600)).toBe(first + 36_599);
    expect(lastOf(ruleOf('FREQ=DAILY'), first, 36_601)).toBe(first + 36_600);
    expect(lastOf(ruleOf('FREQ=YEARLY;INTERVAL=1000'), first, 2)).toBe(first + 36_600);
  });
});

describe('S-11 a rule is refused where it', () => {
  test.each([
    ['counts to nothing', 'FREQ=DAILY;COUNT=0', 'COUNT is no number from 1 to 10000'],
    ['counts too far', 'FREQ=DAILY;COUNT=10001', 'COUNT is no number from 1 to 10000'],
    ['counts in words', 'FREQ=DAILY;COUNT=9x', 'COUNT is no number from 1 to 10000'],
    ['has an interval that begins with a word', 'FREQ=DAILY;INTERVAL=x2', 'INTERVAL is no number from 1 to 1000'],
    ['has an interval of too many', 'FREQ=DAILY;INTERVAL=1001', 'INTERVAL is no number from 1 to 1000'],
    ['has a thirteenth month', 'FREQ=YEARLY;BYMONTH=13', 'has a value that does not exist'],
    ['has a thirty-second day', 'FREQ=MONTHLY;BYMONTHDAY=32', 'has a value that does not exist'],
    ['has a weekday with more behind it', 'FREQ=MONTHLY;BYDAY=1MOX', 'has a value that does not exist'],
    ['has a weekday with more before it', 'FREQ=MONTHLY;BYDAY=X1MO', 'has a value that does not exist'],
    ['begins its week on no day', 'FREQ=WEEKLY;WKST=XX', 'has a value that does not exist'],
    ['has a day of the month 0', 'FREQ=MONTHLY;BYMONTHDAY=0', 'BYMONTHDAY has no day 0'],
    ['counts days of each day', 'FREQ=DAILY;BYDAY=1MO', 'BYDAY counts days, which FREQ=DAILY cannot'],
    ['has days of the month by the week', 'FREQ=WEEKLY;BYMONTHDAY=1', 'BYMONTHDAY does not go with FREQ=WEEKLY'],
  ])('%s', (_what, text, reason) => {
    const read = readRule(text);
    expect(read.kind === 'refused' ? read.reason : 'read').toContain(reason);
  });

  test.each([
    'FREQ=DAILY;COUNT=10000',
    'FREQ=DAILY;INTERVAL=1000',
    'FREQ=YEARLY;BYMONTH=12',
    'FREQ=MONTHLY;BYMONTHDAY=-31',
  ])('but not at the limit: %s', (text) => {
    expect(readRule(text).kind).toBe('rule');
  });
});
