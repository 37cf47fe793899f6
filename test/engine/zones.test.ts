import { expect, test } from 'vitest';
import { NOON } from '../support/builders.ts';
import { createWorld } from '../support/world.ts';

const HOUR = 3_600_000;
const BERLIN = { schedule_cron: '30 2 * * *', schedule_tz: 'Europe/Berlin' };
/** 02:30 in Berlin on the next day. */
const NIGHT = Date.UTC(2026, 10, 24, 1, 30);

const misplan = (world: ReturnType<typeof createWorld>, id: string, slotAt: number): void =>
  world.store.jobs.plan(id, { slotAt, dueAt: slotAt });

test('S-10 another edition of the time-zone database plans every job anew, and says so', async () => {
  const world = createWorld({ zoneData: '2025a' });
  const job = world.addJob(BERLIN);
  const right = world.addJob({ ...BERLIN, name: 'right' });
  const interval = world.addJob({ name: 'interval', schedule_every_ms: HOUR });
  // As an engine with other rules would have left it.
  misplan(world, job.id, NIGHT + HOUR);
  world.crash();
  await world.start({ zoneData: '2025b' });
  expect([job, right].map((one) => world.job(one).nextSlotAt)).toEqual([NIGHT, NIGHT]);
  expect(world.job(interval).nextSlotAt).toBe(NOON + HOUR);
  expect(world.events).toContainEqual({ kind: 'zones-changed', from: '2025a', to: '2025b', moved: 1 });
  expect(world.store.audit.list(1)).toMatchObject([
    { action: 'zones.changed', subjectName: 'time zones 2025b', detail: { from: '2025a', to: '2025b', moved: 1 } },
  ]);
});

test('S-10 the same edition changes nothing and says nothing', async () => {
  const world = createWorld({ zoneData: '2025a' });
  const job = world.addJob(BERLIN);
  misplan(world, job.id, NIGHT + HOUR);
  await world.restart();
  expect(world.job(job).nextSlotAt).toBe(NIGHT + HOUR);
  expect(world.events.some(({ kind }) => kind === 'zones-changed')).toBe(false);
});

test('S-10 a job that backs off stays backed off', async () => {
  const world = createWorld({ zoneData: '2025a' });
  const job = world.addJob(BERLIN);
  world.store.jobs.plan(
    job.id,
    { slotAt: NIGHT + HOUR, dueAt: NIGHT + HOUR },
    { fromSlotAt: NOON, until: NOON + HOUR },
  );
  world.crash();
  await world.start({ zoneData: '2025c' });
  expect(world.job(job)).toMatchObject({
    nextSlotAt: NIGHT,
    backingOffFrom: NOON,
    backingOffUntil: NOON + HOUR,
  });
});

test('S-10 a fire time that the new rules put before now goes by the misfire policy', async () => {
  const world = createWorld({ zoneData: '2025a' });
  const job = world.addJob(BERLIN);
  misplan(world, job.id, NIGHT + HOUR);
  world.crash();
  world.clock.step(NIGHT - NOON + HOUR / 2);
  await world.start({ zoneData: '2025b' });
  expect(world.runs(job)).toMatchObject([{ slotAt: NIGHT, status: 'running' }]);
});
