import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catchUp } from '../../../src/engine/rules/misfire.ts';
import { aJob, NOON } from '../../support/builders.ts';

const fires = (...slots: number[]) => slots.map((slotAt) => ({ slotAt, dueAt: slotAt }));

test.each([
  ['skip', 3, 1_000, [], [1, 2, 3]],
  ['run_once', 3, 1_000, [3], [1, 2]],
  ['run_all', 3, 1_000, [1, 2, 3], []],
  ['run_all', 2, 1_000, [2, 3], [1]],
  ['skip', 3, 0, [3], [1, 2]],
  ['run_once', 3, 0, [3], [1, 2]],
  ['run_all', 1, 0, [2, 3], [1]],
] as const)('S-5 %s with misfire_max %i, late before %i: runs %j, misses %j', (policy, max, before, runs, misses) => {
  const job = aJob({ misfire_policy: policy, misfire_max: max, schedule_every_ms: 1_000 });
  const { run, missed } = catchUp(job, fires(1, 2, 3), 10, before);
  expect(run.map(({ slotAt }) => slotAt)).toEqual(runs);
  expect(missed.map(({ slotAt }) => slotAt)).toEqual(misses);
});

test('S-5 what is older than the window is missed for that reason, whatever the policy', () => {
  const job = aJob({ misfire_policy: 'run_all', misfire_window_s: 10, schedule_every_ms: 1_000 });
  const { run, missed } = catchUp(job, fires(NOON - 20_000, NOON - 5_000), NOON, NOON);
  expect(run).toEqual(fires(NOON - 5_000));
  expect(missed).toEqual([{ slotAt: NOON - 20_000, reason: 'misfire-window' }]);
});

test('S-5 every fire is run or missed, and none is both', () => {
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
        const { run, missed } = catchUp(job, fires(...sorted), 1_100, before);
        const seen = [...run, ...missed].map(({ slotAt }) => slotAt).toSorted((a, b) => a - b);
        expect(seen).toEqual(sorted);
      },
    ),
  );
});
