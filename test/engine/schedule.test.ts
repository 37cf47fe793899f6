import { expect, test } from 'vitest';
import { ANA, NOON } from '../support/builders.ts';
import { createWorld } from '../support/world.ts';
import { shownSlots } from './shown-slots.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const EVERY_MINUTE = { schedule_every_ms: MINUTE };

test('S-4 every due slot leaves a trace: ran, skipped or missed, each with its reason', async () => {
  const world = createWorld();
  const job = world.addJob(EVERY_MINUTE);
  await world.advance(MINUTE);
  await world.advance(2 * MINUTE);
  await world.finish(1);
  await world.advance(MINUTE);
  await world.finish(2);
  world.crash();
  world.clock.step(3 * MINUTE);
  await world.start();
  await world.finish(3);
  await world.advance(MINUTE);
  expect(shownSlots(world.slots(job))).toEqual([
    [1, 1, 1, 'ran'],
    [2, 3, 2, 'overlap-skip'],
    [4, 4, 1, 'ran'],
    [5, 6, 2, 'misfire-skip'],
    [7, 7, 1, 'ran'],
    [8, 8, 1, 'ran'],
  ]);
});

test('S-4 nothing runs twice after a restart, whenever it comes', async () => {
  const world = createWorld();
  const job = world.addJob(EVERY_MINUTE);
  for (const _ of [1, 2, 3]) {
    await world.advance(MINUTE);
    await world.finish(world.runs().at(-1));
    await world.restart();
  }
  expect(world.statuses()).toEqual(['ok', 'ok', 'ok']);
  expect(new Set(world.runs(job).map(({ slotAt }) => slotAt)).size).toBe(3);
});

test('S-5 run_once makes up for the newest missed slot only, and the run knows how late it is', async () => {
  const world = createWorld();
  const job = world.addJob(EVERY_MINUTE);
  world.crash();
  world.clock.step(10 * MINUTE + 20_000);
  await world.start();
  expect(world.runs()).toMatchObject([{ slotAt: NOON + 10 * MINUTE, cause: 'schedule' }]);
  expect(world.fake.specs[0]?.env).toMatchObject({
    OPENCLAW_SLOT: '2026-11-23T12:10:00.000Z',
    OPENCLAW_LATE_MS: '20000',
    OPENCLAW_CAUSE: 'schedule',
  });
  expect(shownSlots(world.slots(job))).toEqual([
    [1, 9, 9, 'misfire-skip'],
    [10, 10, 1, 'ran'],
  ]);
});

test('S-5 skip runs none of the missed slots', async () => {
  const world = createWorld();
  const job = world.addJob({ ...EVERY_MINUTE, misfire_policy: 'skip' });
  world.crash();
  world.clock.step(3 * MINUTE + 20_000);
  await world.start();
  expect(world.runs()).toEqual([]);
  expect(shownSlots(world.slots(job))).toEqual([[1, 3, 3, 'misfire-skip']]);
  await world.advance(40_000);
  expect(world.runs()).toMatchObject([{ slotAt: NOON + 4 * MINUTE }]);
});

test('S-5 run_all runs at most misfire_max, the newest, in order', async () => {
  const world = createWorld();
  const job = world.addJob({
    ...EVERY_MINUTE,
    misfire_policy: 'run_all',
    misfire_max: 3,
    overlap_policy: 'queue',
  });
  world.crash();
  world.clock.step(10 * MINUTE + 20_000);
  await world.start();
  await world.advance(2_000);
  for (const runId of [1, 2, 3]) await world.finish(runId);
  expect(world.runs().map(({ slotAt }) => ((slotAt ?? 0) - NOON) / MINUTE)).toEqual([8, 9, 10]);
  expect(shownSlots(world.slots(job))[0]).toEqual([1, 7, 7, 'misfire-skip']);
});

test('S-5 slots older than the window are missed for that reason', async () => {
  const world = createWorld();
  const job = world.addJob({
    ...EVERY_MINUTE,
    misfire_policy: 'run_all',
    misfire_window_s: 150,
    overlap_policy: 'queue',
  });
  world.crash();
  world.clock.step(5 * MINUTE);
  await world.start();
  expect(shownSlots(world.slots(job)).slice(0, 1)).toEqual([[1, 2, 2, 'misfire-window']]);
  expect(world.dispatches(job)).toHaveLength(3);
});

test('S-5 a per-second job that was off for a week is one row of slots and one run', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 1_000 });
  world.crash();
  world.clock.step(86_400_000);
  await world.start();
  expect(world.runs()).toHaveLength(1);
  expect(world.slots(job)).toMatchObject([{ count: 86_399, reason: 'misfire-skip' }, { state: 'ran' }]);
});

test('S-5 run_all keeps to misfire_max over any number of missed slots', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 1_000, misfire_policy: 'run_all', misfire_max: 50 });
  world.crash();
  world.clock.step(10_003_500);
  await world.start();
  expect(world.dispatches(job)).toHaveLength(50);
  expect(world.slots(job).reduce((sum, { count }) => sum + count, 0)).toBe(10_003);
});

test('S-6 every is anchored at creation and never drifts, however late its runs are', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 7_000 });
  for (const late of [0, 3_100, 6_900, 2_000]) {
    world.clock.freeze(late);
    await world.advance(7_000);
    for (const runId of world.fake.running()) await world.finish(runId);
  }
  for (const { slotAt } of world.runs(job)) expect(((slotAt ?? 0) - NOON) % 7_000).toBe(0);
  expect(world.slots(job).reduce((sum, { count }) => sum + count, 0)).toBe(Math.floor((world.now() - NOON) / 7_000));
});

test('S-6 every from the end counts from the end of the last run', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 10_000, every_from: 'end' });
  await world.advance(10_000);
  await world.advance(25_000);
  expect(world.statuses()).toEqual(['running']);
  expect(world.job(job).nextRunAt).toBeUndefined();
  await world.finish(1);
  expect(world.job(job).nextRunAt).toBe(world.now() + 10_000);
  await world.advance(10_000);
  expect(world.statuses()).toEqual(['ok', 'running']);
});

test.each([
  ['a skip', { overlap_policy: 'skip' }],
  ['a replacement', { overlap_policy: 'replace' }],
])('S-6 an interval from the end goes on after %s', async (_what, fields) => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 10_000, every_from: 'end', kill_grace_ms: 60_000, ...fields });
  world.fake.ignoreTermNext();
  const byHand = await world.run(job);
  await world.advance(10_000);
  await world.run(job);
  await world.finish(byHand);
  for (const runId of world.fake.running()) await world.finish(runId);
  expect(world.job(job).nextRunAt).toBeGreaterThan(world.now() - 10_000);
});

test('S-6 an excluded day does not stop an interval from the end', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 10_000, every_from: 'end', exclude: ['mon'] });
  await world.advance(10_000);
  expect(world.slots(job)).toMatchObject([{ state: 'skipped', reason: 'window' }]);
  expect(world.job(job).nextRunAt).toBe(world.now() + 10_000);
});

test('S-6 a run by hand moves no interval', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 10_000, every_from: 'end' });
  await world.advance(4_000);
  await world.finish(await world.run(job));
  expect(world.job(job).nextRunAt).toBe(NOON + 10_000);
});

test('S-7 at fires once at its instant, and never again across restarts', async () => {
  const world = createWorld();
  world.addJob({ schedule_at: 'in 90s' });
  await world.advance(89_999);
  expect(world.runs()).toEqual([]);
  await world.advance(1);
  expect(world.runs()).toMatchObject([{ slotAt: NOON + 90_000, startedAt: NOON + 90_000 }]);
  await world.restart();
  await world.finish(1);
  await world.restart();
  await world.advance(MINUTE);
  expect(world.statuses()).toEqual(['ok']);
});

test('S-7 at fires after its instant when no engine ran then', async () => {
  const world = createWorld();
  world.addJob({ schedule_at: 'in 90s' });
  world.crash();
  world.clock.step(HOUR);
  await world.start();
  expect(world.runs()).toMatchObject([{ slotAt: NOON + 90_000, status: 'running' }]);
});

test('S-7 a run by hand before its instant leaves an at job its fire, even switched off and on', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_at: 'in 90s', max_retries: 1, retry_delay_s: 1 });
  await world.run(job);
  await world.finish(1, { code: 1 });
  await world.advance(1_000);
  await world.finish(2, { code: 1 });
  expect(world.job(job).enabled).toBe(true);
  await world.act(world.commands.disableJob(job.id, ANA));
  await world.act(world.commands.enableJob(job.id, ANA));
  await world.advance(89_000);
  expect(world.runs(job).at(-1)).toMatchObject({ cause: 'schedule', slotAt: NOON + 90_000 });
});

test('S-7 an at job that ran is not run again by switching it on, nor by an edit', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_at: 'in 90s' });
  await world.advance(90_000);
  await world.finish(1);
  await world.act(world.commands.enableJob(job.id, ANA));
  await world.advance(MINUTE);
  await world.act(world.commands.disableJob(job.id, ANA));
  world.update(job, { enabled: true, priority: 5 });
  await world.advance(MINUTE);
  expect(world.statuses()).toEqual(['ok']);
});

test('S-8 jitter puts the start off, bounded and the same every time, and the slot stays', async () => {
  const world = createWorld();
  const job = world.addJob({ ...EVERY_MINUTE, jitter_s: 20 });
  const { nextSlotAt = 0, nextRunAt = 0 } = world.job(job);
  const jitter = nextRunAt - nextSlotAt;
  expect(nextSlotAt).toBe(NOON + MINUTE);
  expect(jitter).toBeGreaterThanOrEqual(0);
  expect(jitter).toBeLessThanOrEqual(20_000);
  await world.restart();
  await world.advance(nextRunAt - world.now() - 1);
  expect(world.runs()).toEqual([]);
  await world.advance(1);
  expect(world.runs()).toMatchObject([{ slotAt: nextSlotAt, dueAt: nextRunAt, startedAt: nextRunAt }]);
});

test('S-4 switching off a job whose slots nobody looked at yet leaves their trace', async () => {
  const world = createWorld();
  const job = world.addJob(EVERY_MINUTE);
  world.crash();
  world.clock.step(5 * MINUTE);
  const elsewhere = world.open('command');
  const { createCommands } = await import('../../src/engine/commands.ts');
  const ids = { jobId: () => 'x', holderId: () => 'x', requestId: () => 'x' };
  createCommands(elsewhere, { clock: world.clock, ids }).disableJob(job.id, ANA);
  await world.start();
  expect(world.slots(job)).toMatchObject([{ count: 5, state: 'skipped', reason: 'disabled' }]);
});
