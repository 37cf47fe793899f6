import { expect, test } from 'vitest';
import { stripCounts, stripPeak, stripStart } from '../../../src/engine/rules/coming-strip.ts';

const at = (text: string): number => Date.parse(text);
const START = at('2026-11-22T15:00:00Z');
const cron = (expression: string) => ({ kind: 'cron', expression, zone: 'UTC', dst: 'cronie', seed: 'a' }) as const;

test('the strip begins at the next full hour on the reader’s clock, also where that is a half hour in UTC', () => {
  expect(stripStart(at('2026-11-22T14:32:07.400Z'), 'UTC')).toBe(START);
  expect(stripStart(at('2026-11-22T14:32:07Z'), 'Asia/Kolkata')).toBe(at('2026-11-22T15:30:00Z'));
});

test('each start is counted in its quarter of an hour, the first of the day as well as the last', () => {
  const counts = stripCounts(cron('0,59 15,14 * * *'), START);
  expect(counts).toHaveLength(96);
  expect([counts[0], counts[3], counts[92], counts[95]]).toEqual([1, 1, 1, 1]);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(4);
});

test('an interval is counted from where it began, and not before', () => {
  const every = { kind: 'every', everyMs: 300_000, anchorAt: START + 900_000, from: 'start' } as const;
  expect(stripCounts(every, START).slice(0, 3)).toEqual([0, 3, 3]);
});

test('the peak is the first of the highest, and there is none where nothing comes', () => {
  expect(stripPeak({ counts: [1, 4, 4, 0] })).toEqual({ step: 1, count: 4 });
  expect(stripPeak({ counts: [0, 0] })).toBeUndefined();
});
