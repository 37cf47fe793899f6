import { expect, test } from 'vitest';
import { ANA } from '../../support/builders.ts';
import { createWorld } from '../../support/world.ts';

test('D-73 an exception in one dispatch rolls back that one alone, and is given up after three releases', async () => {
  const world = createWorld();
  const bad = world.addJob({ name: 'bad', schedule_at: 'in 10s' });
  const good = world.addJob({ name: 'good' });
  world.store.db.exec(`CREATE TEMP TRIGGER break BEFORE INSERT ON runs WHEN new.job_name = 'bad'
    BEGIN SELECT RAISE(ABORT, 'out of luck'); END`);
  await world.advance(10_000);
  await world.run(good);
  expect(world.statuses(good)).toEqual(['running']);
  expect(world.dispatches(bad)).toMatchObject([{ status: 'pending', errorCount: 1, dueAt: world.now() + 60_000 }]);
  expect(world.alerts()).toMatchObject([{ kind: 'engine-error', severity: 'crit', count: 1 }]);
  await world.advance(120_000);
  expect(world.dispatches(bad)).toMatchObject([{ status: 'pending', errorCount: 3 }]);
  await world.advance(60_000);
  expect(world.dispatches(bad)).toMatchObject([{ status: 'cancelled' }]);
  expect(world.slots(bad)).toMatchObject([{ state: 'skipped', reason: 'engine-error' }]);
  expect(world.alerts()).toMatchObject([{ kind: 'engine-error', count: 4 }]);
});

test('D-73 a job whose stored definition nobody can read stops nothing but itself', async () => {
  const world = createWorld();
  const bad = world.addJob({ name: 'bad', schedule_every_ms: 60_000 });
  const good = world.addJob({ name: 'good', schedule_every_ms: 60_000 });
  world.commands.runNow(bad.id, ANA);
  world.store.db.prepare(`UPDATE jobs SET definition = '{"name":"bad"}' WHERE id = ?`).run(bad.id);
  await world.advance(60_000);
  expect(world.statuses(good)).toEqual(['running']);
  expect(world.alerts().map(({ kind }) => kind)).toContain('engine-error');
});

test('D-73 a settlement that throws still gives the run its end, and passes its places on', async () => {
  const world = createWorld({ maxActiveRuns: 1 });
  const bad = world.addJob({ name: 'bad', resource_pool: 'io' });
  const next = world.addJob({ name: 'next', resource_pool: 'io' });
  await world.run(bad);
  await world.run(next);
  world.store.db.exec(`CREATE TEMP TRIGGER break BEFORE INSERT ON run_output WHEN new.run_id = 1
    BEGIN SELECT RAISE(ABORT, 'out of luck'); END`);
  await world.finish(1);
  expect(world.runs()).toMatchObject([
    { status: 'error', error: 'settlement failed: out of luck' },
    { status: 'running' },
  ]);
  expect(world.alerts()).toMatchObject([{ kind: 'engine-error' }]);
});

test('D-74 a run whose job was deleted still gets its end, and nothing follows', async () => {
  const world = createWorld();
  const job = world.addJob({ max_retries: 3, schedule_every_ms: 60_000 });
  const child = world.addJob({ name: 'child', parent_id: job.id, trigger_on: 'complete' });
  world.fake.ignoreTermNext();
  await world.run(job);
  await world.act(world.commands.deleteJob(job.id, ANA));
  await world.advance(10_000);
  expect(world.statuses()).toEqual(['cancelled']);
  expect(world.dispatches(child)).toEqual([]);
  expect(world.job(job).nextRunAt).toBeUndefined();
});
