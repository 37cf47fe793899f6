import { expect, test } from 'vitest';
import { ANA, NOON } from '../support/builders.ts';
import { createWorld } from '../support/world.ts';
import { shownSlots } from './shown-slots.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const EVERY_MINUTE = { schedule_every_ms: MINUTE };

test('S-9 a clock set back an hour repeats no slot', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_cron: '* * * * *' });
  await world.advance(2 * MINUTE);
  for (const runId of world.fake.running()) await world.finish(runId);
  const before = world.runs(job).length;
  world.clock.step(-HOUR);
  await world.advance(HOUR - MINUTE);
  expect(world.runs(job)).toHaveLength(before);
  await world.advance(3 * MINUTE);
  const slots = world.runs(job).map(({ slotAt }) => slotAt);
  expect(new Set(slots).size).toBe(slots.length);
  expect(world.alerts()).toMatchObject([{ kind: 'clock', count: 1 }]);
  expect(world.events).toContainEqual({ kind: 'clock-step', byMs: -HOUR });
});

test.each(['step', 'sleep'] as const)('S-9 a clock %s forwards loses no slot silently', async (how) => {
  const world = createWorld();
  const job = world.addJob({ schedule_cron: '* * * * *', misfire_policy: 'skip' });
  await world.advance(30_000);
  world.clock[how](HOUR);
  await world.advance(2_000);
  expect(world.runs()).toEqual([]);
  expect(shownSlots(world.slots(job))).toEqual([[1, 60, 60, 'misfire-skip']]);
  expect(world.alerts()).toMatchObject([{ kind: 'clock' }]);
  await world.advance(MINUTE);
  expect(world.runs()).toMatchObject([{ slotAt: NOON + 61 * MINUTE }]);
});

test('S-9 less than two seconds are no step', async () => {
  const world = createWorld();
  world.addJob(EVERY_MINUTE);
  world.clock.step(1_900);
  await world.advance(5_000);
  world.clock.step(-1_900);
  await world.advance(5_000);
  expect(world.alerts()).toEqual([]);
});

test('S-9 a day forwards with run_once is one run', async () => {
  const world = createWorld();
  const job = world.addJob(EVERY_MINUTE);
  world.clock.step(24 * HOUR);
  await world.advance(2_000);
  expect(world.runs(job)).toMatchObject([{ slotAt: NOON + 24 * HOUR }]);
  expect(world.slots(job)).toMatchObject([{ count: 1_439 }, { state: 'ran' }]);
});

test('a process that was frozen fires what it slept through by the rules of one that was late', async () => {
  const world = createWorld();
  const job = world.addJob(EVERY_MINUTE);
  world.clock.freeze(5 * MINUTE);
  await world.advance(1_000);
  expect(world.runs(job)).toMatchObject([{ slotAt: NOON + 5 * MINUTE }]);
  expect(shownSlots(world.slots(job))).toEqual([
    [1, 4, 4, 'misfire-skip'],
    [5, 5, 1, 'ran'],
  ]);
});

test('S-9 a clock set back while no engine ran makes nobody wait for it', async () => {
  const world = createWorld();
  const job = world.addJob({ max_retries: 1, retry_delay_s: 30 });
  await world.finish(await world.run(job), { code: 1 });
  world.crash();
  world.clock.step(-HOUR);
  await world.start();
  await world.advance(31_000);
  expect(world.statuses(job)).toEqual(['error', 'running']);
});

test('S-9 what waited long before a clock was set back with no engine waits only for what was left of its time', async () => {
  const world = createWorld();
  const job = world.addJob({
    max_retries: 1,
    retry_delay_s: 3 * 3_600,
    retry_max_delay_s: 3 * 3_600,
    run_timeout_ms: 60_000,
  });
  await world.finish(await world.run(job), { code: 1 });
  await world.advance(2 * HOUR);
  world.crash();
  world.clock.step(-HOUR);
  await world.start();
  await world.advance(HOUR - 10_000);
  expect(world.statuses(job)).toEqual(['error']);
  await world.advance(20_000);
  expect(world.statuses(job)).toEqual(['error', 'running']);
});

test('S-4 S-9 a back-off after a step back leaves no second trace of what has one', async () => {
  const world = createWorld();
  const owed = { misfire_policy: 'run_all', misfire_max: 3, overlap_policy: 'allow' };
  const job = world.addJob({ schedule_every_ms: 5_000, ...owed });
  await world.advance(1_000);
  world.clock.sleep(HOUR);
  await world.advance(2_000);
  await world.finish(world.runs(job)[0], { code: 1 });
  world.clock.step(-HOUR);
  await world.advance(6_000);
  await world.finish(world.runs(job)[1]);
  await world.finish(world.runs(job)[2], { code: 1 });
  await world.advance(20_000);
  world.commands.disableJob(job.id, ANA);
  const rows = world.slots(job);
  const twice = rows.filter(({ slotAt }, index) => slotAt <= (rows[index - 1]?.lastSlotAt ?? 0));
  expect(twice).toEqual([]);
});

test('S-4 S-9 what is missed is told around a fire time that has its trace already', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: MINUTE, misfire_policy: 'skip' });
  await world.advance(MINUTE + 1_000);
  await world.finish(1);
  world.crash();
  // The clock was wrong once: one fire time has its trace, those around it have none and are planned again.
  world.open().db.exec(`
    UPDATE slots SET slot_at = slot_at + 180000, last_slot_at = last_slot_at + 180000;
    UPDATE jobs SET next_slot_at = ${NOON + 2 * MINUTE}, next_run_at = ${NOON + 2 * MINUTE}`);
  world.clock.sleep(8 * MINUTE);
  await world.start();
  await world.advance(1_000);
  expect(shownSlots(world.slots(job))).toEqual([
    [2, 3, 2, 'misfire-skip'],
    [4, 4, 1, 'ran'],
    [5, 9, 5, 'misfire-skip'],
  ]);
});

test('S-4 S-9 an edit after a step back leaves one trace of each fire time that nobody looked at', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 5_000, misfire_policy: 'skip' });
  await world.advance(1_000);
  world.clock.sleep(HOUR);
  await world.advance(2_000);
  world.clock.step(-HOUR);
  world.life.stop();
  world.store.db.exec('UPDATE jobs SET next_slot_at = anchor_at + 10000, next_run_at = anchor_at + 10000');
  await world.advance(60_000);
  world.commands.disableJob(job.id, ANA);
  const rows = world.slots(job);
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter(({ slotAt }, index) => slotAt <= (rows[index - 1]?.lastSlotAt ?? 0))).toEqual([]);
});

test.each(['with', 'without'])(
  'S-9 a question lapses after its own time when the clock is set back %s an engine',
  async (how) => {
    const world = createWorld();
    const job = world.addJob({ approval_required: true, approval_scope: 'all', approval_timeout_s: 30 });
    world.commands.runNow(job.id, ANA);
    await world.advance(10_000);
    expect(world.approvals()).toMatchObject([{ status: 'pending' }]);
    if (how === 'without') world.crash();
    world.clock.step(-HOUR);
    if (how === 'without') await world.start();
    await world.advance(15_000);
    expect(world.approvals()).toMatchObject([{ status: 'pending' }]);
    await world.advance(10_000);
    expect(world.approvals()).toMatchObject([{ status: 'timed_out' }]);
  },
);

test('S-4 D-66 an edit tells apart what a back-off swallowed and what nobody looked at after it', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 5_000 });
  await world.advance(6_000);
  await world.finish(1, { code: 1 });
  world.life.stop();
  await world.advance(60_000);
  world.update(job, { schedule_every_ms: 7_000 });
  expect(shownSlots(world.slots(job)).map(([, , count, why]) => [count, why])).toEqual([
    [1, 'ran'],
    [6, 'backing-off'],
    [6, 'replaced'],
  ]);
});

test('S-9 what was approved after the clock was set back starts at once', async () => {
  const world = createWorld();
  const job = world.addJob({ approval_required: true, approval_scope: 'all' });
  world.commands.runNow(job.id, ANA);
  await world.advance(1_000);
  world.clock.step(-HOUR);
  await world.advance(1_000);
  world.commands.approve(1, { actor: ANA });
  await world.advance(1_000);
  expect(world.statuses(job)).toContain('running');
});
