import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backOffMs, retryDelayMs } from '../../../src/engine/rules/back-off.ts';

const RETRY = { retry_delay_s: 30, retry_factor: 2, retry_max_delay_s: 3_600, retry_jitter: 0 };

test.each([
  [0, 0],
  [-1, 0],
  [1, 30],
  [2, 60],
  [3, 300],
  [4, 900],
  [5, 3_600],
  [1_000, 3_600],
])('D-66 after %i errors: %i s', (errors, seconds) => {
  expect(backOffMs(errors)).toBe(seconds * 1_000);
});

test.each([
  [RETRY, 1, 0, 30],
  [RETRY, 2, 0, 60],
  [RETRY, 3, 0, 120],
  [RETRY, 8, 0, 3_600],
  [RETRY, 100, 0, 3_600],
  [{ ...RETRY, retry_factor: 1 }, 9, 0, 30],
  [{ ...RETRY, retry_delay_s: 0 }, 3, 0, 0],
  [{ ...RETRY, retry_jitter: 0.5 }, 1, 1, 45],
  [{ ...RETRY, retry_jitter: 0.5 }, 1, 0, 30],
])('D-64 the delay of %j before retry %i at spread %d is %i s', (fields, attempt, spread, seconds) => {
  expect(retryDelayMs(fields, attempt, spread)).toBe(seconds * 1_000);
});

test('D-64 no delay is ever negative, infinite, or beyond its maximum and jitter', () => {
  const fields = fc.record({
    retry_delay_s: fc.integer({ min: 0, max: 2_592_000 }),
    retry_factor: fc.double({ min: 1, max: 100, noNaN: true }),
    retry_max_delay_s: fc.integer({ min: 0, max: 2_592_000 }),
    retry_jitter: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(
      fields,
      fc.integer({ min: 1, max: 100 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (given, n, spread) => {
        const delay = retryDelayMs(given, n, spread);
        return delay >= 0 && delay <= given.retry_max_delay_s * 2_000 + 1;
      },
    ),
  );
});
