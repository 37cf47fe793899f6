import { describe, expect, test } from 'vitest';
import type { Job } from '../../src/store/nouns/job.ts';
import { ANA, NOON } from '../support/builders.ts';
import { createWorld, type World } from '../support/world.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Lets some time pass and every process end at once. */
const pass = async (world: World, ms: number): Promise<void> => {
  for (let left = ms; left > 0; left -= 10 * SECOND) {
    await world.advance(Math.min(left, 10 * SECOND));
    for (const runId of world.fake.running()) await world.finish(runId);
  }
};

/** Every fire time of an interval up to now is in exactly one row, and none has two runs. */
const isWhole = (world: World, job: Job, everyMs: number): void => {
  const rows = world.slots(job);
  const covered = rows.reduce((sum, { count }) => sum + count, 0);
  const last = rows.at(-1)?.lastSlotAt ?? job.anchorAt;
  expect(covered).toBe((last - job.anchorAt) / everyMs);
  const slots = world.runs(job).map(({ slotAt }) => slotAt);
  expect(new Set(slots).size).toBe(slots.length);
};

const HOW = ['step', 'sleep', 'freeze'] as const;

describe.each(['skip', 'run_once', 'run_all'] as const)('S-9 with misfire_policy %s', (misfire_policy) => {
  test.each(HOW.flatMap((how) => [HOUR, DAY].map((by) => [how, by] as const)))(
    'S-9 a %s of %i ms forwards loses no fire time and doubles none',
    async (how, by) => {
      const world = createWorld();
      const job = world.addJob({ schedule_every_ms: 10 * MINUTE, misfire_policy, misfire_max: 20 });
      await pass(world, 15 * MINUTE);
      world.clock[how](by);
      await pass(world, 5 * MINUTE + 10 * SECOND);
      isWhole(world, job, 10 * MINUTE);
      const madeUp =
        misfire_policy === 'run_all' ? Math.min(20, by / (10 * MINUTE)) : misfire_policy === 'skip' ? 0 : 1;
      // A frozen process knows of no step: the newest of what fell due meanwhile is simply on time.
      const expected = how === 'freeze' ? [madeUp, madeUp + 1] : [madeUp];
      const late = world
        .runs(job)
        .filter(({ slotAt = 0 }) => slotAt > NOON + 15 * MINUTE && slotAt <= NOON + 15 * MINUTE + by);
      expect(expected).toContain(late.length);
    },
  );

  test.each([HOUR, DAY])('S-9 the clock goes back %i ms over fire times: none comes again', async (by) => {
    const world = createWorld();
    const job = world.addJob({ schedule_every_ms: 10 * MINUTE, misfire_policy });
    const cron = world.addJob({ name: 'cron', schedule_cron: '*/10 * * * *', misfire_policy, jitter_s: 30 });
    await pass(world, 25 * MINUTE);
    const before = world.runs().length;
    world.clock.step(-by);
    await pass(world, 10 * MINUTE);
    expect(world.runs()).toHaveLength(before);
    world.clock.step(by);
    await pass(world, 10 * MINUTE);
    expect(world.runs().length).toBeGreaterThan(before);
    for (const one of [job, cron]) isWhole(world, one, 10 * MINUTE);
  });
});

test('S-9 what was missed and recorded is not run when the clock goes back and the job is planned anew', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 10 * MINUTE, misfire_policy: 'skip' });
  world.clock.step(HOUR + MINUTE);
  await pass(world, 10 * SECOND);
  expect(world.slots(job)).toMatchObject([
    { count: 6, reason: 'misfire-skip', detail: expect.stringContaining('stepped') },
  ]);
  world.clock.step(-HOUR);
  await pass(world, 10 * SECOND);
  await world.act(world.commands.disableJob(job.id, ANA));
  await world.act(world.commands.enableJob(job.id, ANA));
  await pass(world, 20 * MINUTE);
  expect(world.runs(job)).toEqual([]);
  isWhole(world, job, 10 * MINUTE);
});

test('S-9 many small steps lose nothing: neither forwards nor back, below what counts as a step', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: MINUTE });
  for (let step = 0; step < 60; step += 1) {
    world.clock.step(step % 3 === 0 ? -1_500 : 1_900);
    await pass(world, 7 * SECOND);
  }
  isWhole(world, job, MINUTE);
  expect(world.slots(job).every(({ state }) => state === 'ran')).toBe(true);
  expect(world.alerts()).toEqual([]);
});

test.each([HOUR, -HOUR])('S-9 an instant fires once, whether the clock steps %i ms over it or back', async (by) => {
  const world = createWorld();
  const job = world.addJob({ schedule_at: 'in 10m' });
  if (by < 0) await pass(world, 11 * MINUTE);
  world.clock.step(by);
  await pass(world, 15 * MINUTE);
  expect(world.statuses(job)).toEqual(['ok']);
});

test('S-9 D-104 one alert counts the steps', async () => {
  const world = createWorld();
  world.clock.step(HOUR);
  await world.advance(2 * SECOND);
  world.clock.step(-MINUTE);
  await world.advance(2 * SECOND);
  expect(world.alerts()).toMatchObject([{ kind: 'clock', count: 2, state: 'open' }]);
});

test('S-9 the engine looks at its clock at least every minute, however far its next fire lies', async () => {
  const world = createWorld();
  world.addJob({ schedule_cron: '0 0 29 2 *' });
  await world.advance(MINUTE);
  world.clock.step(10 * MINUTE);
  await world.advance(MINUTE);
  expect(world.events).toContainEqual({ kind: 'clock-step', byMs: 10 * MINUTE });
});
