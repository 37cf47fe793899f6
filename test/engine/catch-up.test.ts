import { expect, test } from 'vitest';
import type { Job } from '../../src/store/nouns/job.ts';
import { ANA, NOON } from '../support/builders.ts';
import { createWorld, type World } from '../support/world.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

/** Nobody was there for so long. */
const away = async (world: World, ms: number): Promise<void> => {
  world.crash();
  world.clock.step(ms);
  await world.start();
};

const startsOf = (world: World, job?: Job): number[] => world.runs(job).map(({ startedAt = 0 }) => startedAt - NOON);

test('S-5 jobs that were missed together start a second apart, with their own fire time and lateness', async () => {
  const world = createWorld({ maxActiveRuns: 50 });
  for (let minute = 1; minute <= 40; minute += 1)
    world.addJob({ name: `job ${minute}`, schedule_cron: `${minute} 12 * * *` });
  await away(world, HOUR);
  expect(world.statuses()).toEqual(['running']);
  await world.advance(39 * SECOND);
  expect(startsOf(world)).toEqual(Array.from({ length: 40 }, (_, index) => HOUR + index * SECOND));
  expect(world.runs().at(-1)).toMatchObject({ slotAt: NOON + 40 * MINUTE, cause: 'schedule' });
  expect(world.fake.specs[39]?.env).toMatchObject({
    OPENCLAW_SLOT: '2026-11-23T12:40:00.000Z',
    OPENCLAW_LATE_MS: String(20 * MINUTE + 39 * SECOND),
  });
});

test('S-5 what falls due while missed ones are made up for is punctual', async () => {
  const world = createWorld({ maxActiveRuns: 50 });
  for (let index = 0; index < 20; index += 1) world.addJob({ name: `job ${index}`, schedule_cron: '30 12 * * *' });
  const punctual = world.addJob({ name: 'punctual', schedule_at: new Date(NOON + HOUR + 5_500).toISOString() });
  await away(world, HOUR);
  await world.advance(6 * SECOND);
  expect(startsOf(world, punctual)).toEqual([HOUR + 5_500]);
});

test.each(['skip', 'queue', 'replace'])(
  'S-5 run_all runs each missed fire after the one before with overlap %s',
  async (overlap) => {
    const world = createWorld();
    const job = world.addJob({
      schedule_cron: '*/10 * * * *',
      misfire_policy: 'run_all',
      overlap_policy: overlap,
      max_queued_dispatches: 1,
    });
    await away(world, HOUR - MINUTE);
    await world.advance(10 * SECOND);
    expect(world.statuses(job)).toEqual(['running']);
    expect(world.why(job)).toContain('wait overlap-waiting');
    for (let run = 1; run <= 5; run += 1) await world.finish(run);
    expect(world.runs(job).map(({ slotAt = 0, status }) => [(slotAt - NOON) / MINUTE, status])).toEqual(
      [10, 20, 30, 40, 50].map((minute) => [minute, 'ok']),
    );
    expect(world.alerts().map(({ kind }) => kind)).not.toContain('dispatch-dropped');
  },
);

test('S-5 run_all waits for a place in a full pool, where a fire time on its first look is skipped', async () => {
  const world = createWorld();
  const holder = world.addJob({ name: 'holder', resource_pool: 'io', run_timeout_ms: 2 * HOUR });
  const job = world.addJob({
    schedule_cron: '30 12 * * *',
    misfire_policy: 'run_all',
    resource_pool: 'io',
    pool_policy: 'skip',
  });
  await world.run(holder);
  await away(world, HOUR);
  await world.advance(SECOND);
  expect(world.why(job)).toEqual(['wait pool-busy']);
  await world.finish(1);
  expect(world.statuses(job)).toEqual(['running']);
});

test('D-97 fire times that fall due while a retry waits are recorded and not started', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: MINUTE, max_retries: 1, retry_delay_s: 200 });
  await world.advance(MINUTE);
  await world.finish(1, { code: 1 });
  await world.advance(3 * MINUTE);
  expect(world.statuses(job)).toEqual(['error']);
  expect(world.slots(job)).toMatchObject([
    { state: 'ran' },
    { state: 'skipped', reason: 'retry-pending', count: 3, detail: 'run 1 is to be tried again first' },
  ]);
  await world.advance(20 * SECOND);
  await world.finish(2);
  await world.advance(MINUTE);
  expect(world.runs(job).map(({ cause }) => cause)).toEqual(['schedule', 'retry', 'schedule']);
});

test('D-97 what was missed while a retry waited is not started after a restart either', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: MINUTE, max_retries: 1, retry_delay_s: 600 });
  await world.advance(MINUTE);
  await world.finish(1, { code: 1 });
  await away(world, 5 * MINUTE);
  expect(world.statuses(job)).toEqual(['error']);
  expect(world.slots(job).map(({ reason, count }) => [reason ?? 'ran', count])).toEqual([
    ['ran', 1],
    ['misfire-skip', 4],
    ['retry-pending', 1],
  ]);
});

test('D-97 the retry of a run by hand holds up no fire time', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: MINUTE, max_retries: 1, retry_delay_s: 600 });
  await world.finish(await world.run(job), { code: 1 });
  await world.advance(MINUTE);
  expect(world.runs(job).map(({ cause }) => cause)).toEqual(['manual', 'schedule']);
});

test('D-97 an instant that comes once is run although a retry waits', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: MINUTE, max_retries: 1, retry_delay_s: 600 });
  await world.advance(MINUTE);
  await world.finish(1, { code: 1 });
  world.update(job, { schedule_at: 'in 90s' });
  await world.advance(2 * MINUTE);
  expect(world.statuses(job)).toEqual(['error', 'running']);
});

// New York loses 02:00 to 03:00 on 8 March 2026.
const BEFORE_THE_GAP = Date.UTC(2026, 2, 8, 5);
const GAP_AT = Date.UTC(2026, 2, 8, 7);

test.each([
  ['30 2 * * *', 'skip', 1],
  ['0,30 2 * * *', 'wall', 2],
  ['*/10 2 * * *', 'cronie', 6],
  ['* * * * *', 'cronie', 60],
])('S-4 the times of %s (dst %s) that the clocks jump over leave one row', async (expression, dst, count) => {
  const world = createWorld({ startAt: BEFORE_THE_GAP });
  const schedule = { schedule_cron: expression, schedule_tz: 'America/New_York', dst };
  const job = world.addJob({ ...schedule, misfire_policy: 'skip', overlap_policy: 'allow' });
  await away(world, 30 * HOUR);
  expect(world.slots(job).filter(({ reason }) => reason === 'dst-gap')).toEqual([
    {
      jobId: job.id,
      slotAt: GAP_AT - 1,
      lastSlotAt: GAP_AT - 1,
      count,
      scheduleRevision: 1,
      state: 'skipped',
      reason: 'dst-gap',
      detail: 'the clocks of America/New_York went from 2026-03-08 02:00 to 2026-03-08 03:00',
    },
  ]);
});

test('S-4 an engine that runs through the jump leaves the row once', async () => {
  const world = createWorld({ startAt: GAP_AT - 2 * MINUTE });
  const job = world.addJob({ schedule_cron: '* * * * *', schedule_tz: 'America/New_York', overlap_policy: 'allow' });
  await world.advance(4 * MINUTE);
  expect(world.slots(job).map(({ slotAt, count, reason }) => [slotAt - GAP_AT, count, reason ?? 'ran'])).toEqual([
    [-MINUTE, 1, 'ran'],
    [-1, 60, 'dst-gap'],
    [0, 1, 'ran'],
    [MINUTE, 1, 'ran'],
    [2 * MINUTE, 1, 'ran'],
  ]);
});

test('S-4 a time that is made up for after the jump leaves no other trace than its run', async () => {
  const world = createWorld({ startAt: GAP_AT - MINUTE });
  const job = world.addJob({ schedule_cron: '30 2 * * *', schedule_tz: 'America/New_York' });
  await world.advance(2 * MINUTE);
  await world.finish(1);
  await away(world, 24 * HOUR);
  expect(world.slots(job).map(({ state }) => state)).toEqual(['ran', 'ran']);
});

test('S-4 a jump while no engine ran, or just before the job is switched off, leaves its row as well; one before the job was made does not', async () => {
  const world = createWorld({ startAt: GAP_AT - MINUTE });
  const fields = { schedule_cron: '30 2 * * *', schedule_tz: 'America/New_York', dst: 'skip', misfire_policy: 'skip' };
  const missed = world.addJob({ ...fields, name: 'missed' });
  const off = world.addJob({ ...fields, name: 'off' });
  await world.advance(2 * MINUTE);
  const late = world.addJob({ ...fields, name: 'late' });
  await world.act(world.commands.disableJob(off.id, ANA));
  await away(world, 3 * 24 * HOUR);
  expect([missed, off, late].map((job) => world.slots(job).map(({ reason, count }) => [reason, count]))).toEqual([
    [
      ['dst-gap', 1],
      ['misfire-skip', 3],
    ],
    [['dst-gap', 1]],
    [['misfire-skip', 3]],
  ]);
});

test('D-09 S-5 a fire that replaces the run leaves what run_all owes in the queue', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 60_000, misfire_policy: 'run_all', overlap_policy: 'replace' });
  world.crash();
  await world.advance(190_000);
  await world.start();
  await world.advance(2_000);
  expect(world.dispatches(job).filter(({ status }) => status === 'pending')).toHaveLength(2);
  await world.run(job);
  expect(world.why(job)).not.toContain('drop replaced');
  for (const _ of [1, 2, 3]) await world.finish(world.runs(job).find(({ status }) => status === 'running'));
  expect(world.runs(job).filter(({ cause, status }) => cause === 'schedule' && status === 'ok')).toHaveLength(2);
});
