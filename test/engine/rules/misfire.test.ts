import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catchUp, nextOfSpread, type Spread } from '../../../src/engine/rules/misfire.ts';
import { aJob, NOON } from '../../support/builders.ts';

const fires = (...slots: number[]) => slots.map((slotAt) => ({ slotAt, dueAt: slotAt }));
const unseen = (before: number) => ({ before, because: 'no engine was running' });

test.each([
  ['skip', 3, 1_000, [], [], [1, 2, 3]],
  ['run_once', 3, 1_000, [3], [], [1, 2]],
  ['run_all', 3, 1_000, [1, 2, 3], [], []],
  ['run_all', 2, 1_000, [2, 3], [], [1]],
  ['skip', 3, 0, [], [3], [1, 2]],
  ['run_once', 3, 0, [], [3], [1, 2]],
  ['run_all', 1, 0, [2], [3], [1]],
] as const)(
  'S-5 %s with misfire_max %i, unseen before %i: makes up %j, runs %j, misses %j',
  (policy, max, before, ...expected) => {
    const job = aJob({ misfire_policy: policy, misfire_max: max, schedule_every_ms: 1_000 });
    const { madeUp, onTime, missed } = catchUp(job, fires(1, 2, 3), 10, unseen(before));
    expect([madeUp, onTime, missed].map((part) => part.map(({ slotAt }) => slotAt))).toEqual(expected);
  },
);

test('S-5 what is older than the window is missed for that reason, whatever the policy', () => {
  const job = aJob({ misfire_policy: 'run_all', misfire_window_s: 10, schedule_every_ms: 1_000 });
  const { madeUp, missed } = catchUp(job, fires(NOON - 20_000, NOON - 10_000), NOON, unseen(NOON));
  expect(madeUp).toEqual(fires(NOON - 10_000));
  expect(missed).toEqual([{ slotAt: NOON - 20_000, reason: 'misfire-window', detail: 'no engine was running' }]);
});

test('S-5 the window counts from when a fire was due, so that jitter does not eat it', () => {
  const job = aJob({ misfire_window_s: 10, schedule_every_ms: 3_600_000, jitter_s: 600 });
  const fire = { slotAt: NOON - 300_000, dueAt: NOON - 5_000 };
  expect(catchUp(job, [fire], NOON, unseen(NOON)).madeUp).toEqual([fire]);
});

test('S-5 a window of nothing makes up for nothing that was unseen, and lets pass what is on time', () => {
  const job = aJob({ misfire_policy: 'run_all', misfire_window_s: 0, schedule_every_ms: 1_000 });
  const { madeUp, onTime, missed } = catchUp(job, fires(NOON - 2, NOON - 1), NOON, unseen(NOON - 1));
  expect([madeUp.length, onTime.length, missed.length]).toEqual([0, 1, 1]);
});

test('S-5 a missed fire says whether nobody saw it or a later one was due as well', () => {
  const job = aJob({ misfire_policy: 'skip', schedule_every_ms: 1_000 });
  expect(catchUp(job, fires(1, 2, 3), 10, unseen(2)).missed.map(({ detail }) => detail)).toEqual([
    'no engine was running',
    'a later fire time was due as well by then',
  ]);
});

test('S-5 every fire is made up for, run or missed, and none is two of them', () => {
  const slots = fc.uniqueArray(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 50 });
  const policy = fc.constantFrom('skip', 'run_once', 'run_all');
  fc.assert(
    fc.property(
      slots,
      policy,
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 0, max: 1_100 }),
      (given, p, max, before) => {
        const job = aJob({ misfire_policy: p, misfire_max: max, misfire_window_s: 1, schedule_every_ms: 1_000 });
        const sorted = given.toSorted((a, b) => a - b);
        const { madeUp, onTime, missed } = catchUp(job, fires(...sorted), 1_100, unseen(before));
        const seen = [...madeUp, ...onTime, ...missed].map(({ slotAt }) => slotAt).toSorted((a, b) => a - b);
        expect(seen).toEqual(sorted);
        expect(madeUp.length).toBeLessThanOrEqual(p === 'run_all' ? max : 1);
      },
    ),
  );
});

/** Where so many made-up fires lie, in ms from the moment they were found. */
const spreadOf = (count: number): number[] => {
  const spread: Spread = { lastAt: Number.NEGATIVE_INFINITY };
  return Array.from({ length: count }, () => {
    spread.lastAt = nextOfSpread(spread, NOON);
    return spread.lastAt - NOON;
  });
};

test('S-5 made-up fires are a second apart, and the first one is due at once', () => {
  expect(spreadOf(4)).toEqual([0, 1_000, 2_000, 3_000]);
});

test('S-5 ten thousand made-up fires lie within five minutes, never more than a few dozen in one second', () => {
  const offsets = spreadOf(10_000);
  expect(Math.max(...offsets)).toBeLessThanOrEqual(300_000);
  const seconds = new Map<number, number>();
  for (const offset of offsets)
    seconds.set(Math.floor(offset / 1_000), (seconds.get(Math.floor(offset / 1_000)) ?? 0) + 1);
  expect(Math.max(...seconds.values())).toBeLessThanOrEqual(36);
  expect(new Set(offsets).size).toBeGreaterThan(9_000);
});

test('S-5 when the last one is long past, or the clock was set back, the next one is near', () => {
  expect(nextOfSpread({ lastAt: NOON - 60_000 }, NOON)).toBe(NOON);
  expect(nextOfSpread({ lastAt: NOON + 86_400_000 }, NOON)).toBe(NOON + 31);
});

test.each([
  [299_000, 300_000],
  [299_001, 32],
  [300_000, 31],
  [299_999, 30],
])('S-5 after a made-up fire that is %i ms away the next one is %i ms away, at any instant', (last, next) => {
  for (const now of [NOON, NOON + 1, NOON + 777]) expect(nextOfSpread({ lastAt: now + last }, now)).toBe(now + next);
});
