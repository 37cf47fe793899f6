import { describe, expect, test } from 'vitest';
import { pausesBetween, quietLimitMs } from '../../../src/engine/rules/quiet-limit.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const steady = (ms: number) => Array.from({ length: 10 }, () => ms);

describe('from when on a silence is worth a look', () => {
  test.each([
    ['a run that prints every minute: after three', { pausesMs: steady(MINUTE) }, 3 * MINUTE],
    ['its longest pause counts, not its usual one', { pausesMs: [...steady(SECOND), 2 * MINUTE] }, 6 * MINUTE],
    ['one that never stops printing is given a minute', { pausesMs: steady(10) }, MINUTE],
    ['a long job is given a quarter of its time', { pausesMs: steady(SECOND), usualMs: 40 * MINUTE }, 10 * MINUTE],
    ['two pauses are no habit: its usual time', { pausesMs: [SECOND, SECOND], usualMs: 22 * MINUTE }, 22 * MINUTE],
    ['a short job without habit is given a minute', { pausesMs: [], usualMs: SECOND }, MINUTE],
    ['nothing is known: ten minutes', { pausesMs: [] }, 10 * MINUTE],
  ])('%s', (_what, habit, limit) => {
    expect(quietLimitMs(habit)).toBe(limit);
  });
});

test('lines that came together have no pause between them', () => {
  expect(pausesBetween([5, 5, 9, 9, 109])).toEqual([4, 100]);
  expect(pausesBetween([])).toEqual([]);
});
