import { expect, test } from 'vitest';
import { clockStep } from '../../../src/engine/rules/clock-step.ts';
import { NOON } from '../../support/builders.ts';

test.each([
  [0, 0, undefined],
  [60_000, 60_000, undefined],
  [1_999, 0, undefined],
  [2_001, 0, 2_001],
  [-3_600_000, 1_000, -3_601_000],
  [3_600_000, 1_000, 3_599_000],
])('S-9 the wall moved %i ms and the monotonic clock %i: a step of %s', (wall, monotonic, step) => {
  expect(clockStep({ wall: NOON, monotonic: 5 }, { wall: NOON + wall, monotonic: 5 + monotonic })).toBe(step);
});
