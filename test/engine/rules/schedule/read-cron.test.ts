import { CronExpressionParser } from 'cron-parser';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CronFields, readCron } from '../../../../src/engine/rules/schedule/read-cron.ts';

function fieldsOf(expression: string): CronFields {
  const reading = readCron(expression, 'job-1');
  if (reading.kind === 'refused') throw new Error(`${expression} was refused: ${reading.reason}`);
  return reading.fields;
}

test('S-1 what cron-parser reads by itself reads the same behind the guard', () => {
  const expression = fc
    .tuple(item(0, 59), item(0, 59), item(0, 23), item(1, 28), item(1, 12), item(0, 6))
    .map((fields) => fields.join(' '));
  fc.assert(
    fc.property(expression, (text) => {
      const theirs = CronExpressionParser.parse(text).fields;
      const ours = fieldsOf(text);
      expect(ours.second.values).toEqual(theirs.second.values);
      expect(ours.minute.values).toEqual(theirs.minute.values);
      expect(ours.hour.values).toEqual(theirs.hour.values);
      // cron-parser drops the days that a single month doesn't have.
      expect(upTo28(ours.day.values)).toEqual(upTo28(theirs.dayOfMonth.values));
      expect(ours.month.values).toEqual(theirs.month.values);
      // cron-parser's star runs from 0 to 7 in this field and may name Sunday twice.
      expect(ours.weekday.values).toEqual([...new Set(theirs.dayOfWeek.values.map((day) => Number(day) % 7))].sort());
    }),
    { numRuns: 2000, seed: 7 },
  );
});

test('S-1 last and numbered weekdays stand beside plain ones', () => {
  expect(fieldsOf('0 0 1,L * 1,5L,3#2,FRI#3,7L')).toMatchObject({
    day: { values: [1], lastDay: true },
    weekday: {
      values: [1],
      lastWeekdays: weekdayBits(0, 5),
      nthWeekdays: [0, weekdayBits(3), weekdayBits(5), 0, 0],
    },
    dayRule: 'either',
  });
});

test('S-2 only a field that begins with a star makes a job follow the wall clock', () => {
  const follows = (expression: string) => fieldsOf(expression).followsWall;

  expect(['* 2 * * *', '0 * * * *', '*/15 2 * * *', '0 */4 * * *', '*,5 2 * * *'].map(follows)).not.toContain(false);
  expect(
    ['0-59 2 * * *', '0 0-23 * * *', '5,*/15 2 * * *', '* 0 2 * * *', 'H H * * *', '0 2 * * *'].map(follows),
  ).not.toContain(true);
});

test('S-1 the days combine as AND exactly when one of the two fields begins with a star', () => {
  const rule = (expression: string) => fieldsOf(expression).dayRule;

  expect(['0 0 * * 1', '0 0 5 * *', '0 0 */2 * 1', '0 0 5 * */2', '0 0 ? * 1'].map(rule)).not.toContain('either');
  expect(['0 0 5 * 1', '0 0 1-31 * 1', '0 0 L * 5L'].map(rule)).not.toContain('both');
});

function upTo28(days: readonly (number | string)[]): (number | string)[] {
  return days.filter((day) => Number(day) <= 28);
}

function weekdayBits(...weekdays: number[]): number {
  return weekdays.reduce((bits, weekday) => bits | (1 << weekday), 0);
}

function item(min: number, max: number): fc.Arbitrary<string> {
  const range = fc
    .tuple(fc.integer({ min, max }), fc.integer({ min, max }))
    .map(([left, right]) => [Math.min(left, right), Math.max(left, right)] as const);
  return fc.oneof(
    fc.constant('*'),
    fc.integer({ min: 1, max: 5 }).map((step) => `*/${step}`),
    fc.integer({ min, max }).map(String),
    range.map(([from, to]) => `${from}-${to}`),
    range.map(([from, to]) => `${from}-${to}/${Math.max(1, Math.floor((to - from) / 2))}`),
  );
}
