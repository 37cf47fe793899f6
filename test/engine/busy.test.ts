import { expect, test } from 'vitest';
import { ANA } from '../support/builders.ts';
import { createWorld, type World } from '../support/world.ts';

const lock = (world: World) => {
  const other = world.open('command');
  other.db.exec('BEGIN IMMEDIATE');
  return { release: () => other.db.exec('ROLLBACK') };
};

test('a busy database is tried again, and a fire that was due meanwhile is not lost', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 10_000 });
  await world.advance(9_900);
  const locked = lock(world);
  await world.advance(500);
  expect(world.dispatches(job)).toEqual([]);
  expect(world.events.filter(({ kind }) => kind === 'database-busy')).toHaveLength(1);
  locked.release();
  await world.advance(1_000);
  expect(world.runs(job)).toMatchObject([{ status: 'running' }]);
});

test('an end that comes while the database is busy is settled afterwards', async () => {
  const world = createWorld();
  const job = world.addJob();
  await world.run(job);
  const locked = lock(world);
  await world.finish(1, { out: 'kept\n' });
  await world.advance(400);
  expect(world.statuses()).toEqual(['running']);
  locked.release();
  await world.advance(1_000);
  expect(world.runs()).toMatchObject([{ status: 'ok', summary: 'kept' }]);
});

test('no signal is sent before its stage is on disk, however long the database is busy', async () => {
  const world = createWorld();
  const job = world.addJob({ run_timeout_ms: 1_000 });
  await world.run(job);
  const locked = lock(world);
  await world.advance(1_500);
  expect(world.fake.signals).toEqual([]);
  locked.release();
  await world.advance(1_000);
  expect(world.statuses()).toEqual(['timeout']);
});

test('a heartbeat that finds the database busy does not end the engine', async () => {
  const world = createWorld();
  const locked = lock(world);
  await world.advance(2_100);
  locked.release();
  await world.advance(3_000);
  expect(world.store.lease.current()?.heartbeatAt).toBeGreaterThan(world.now() - 2_000);
  const job = world.addJob();
  await world.run(job);
  expect(world.statuses()).toEqual(['running']);
});

test('a drain that meets a busy database still ends, and gives the lease back', async () => {
  const world = createWorld();
  const locked = lock(world);
  const drained = world.engine.drain(0).then(
    () => 'stopped',
    (error: unknown) => String(error),
  );
  await world.advance(500);
  locked.release();
  await world.advance(5_000);
  expect(await drained).toBe('stopped');
  expect(world.store.lease.current()).toBeUndefined();
});

test('a start of a run that cannot be noted at once is noted later, and started once', async () => {
  const world = createWorld();
  const job = world.addJob();
  world.commands.runNow(job.id, ANA);
  const start = world.fake.port.start;
  let locked: { release(): void } | undefined;
  world.fake.port.start = (spec) => {
    const started = start(spec);
    locked ??= lock(world);
    return started;
  };
  await world.advance(500);
  expect(world.statuses()).toEqual(['pending']);
  locked?.release();
  await world.advance(500);
  expect(world.statuses()).toEqual(['running']);
  expect(world.fake.specs).toHaveLength(1);
});

test('a full disk blames no run and no dispatch: all of it is done when there is room again', async () => {
  const world = createWorld();
  const job = world.addJob();
  await world.run(job);
  const room = world.store.db.pragma('page_count', { simple: true });
  world.store.db.pragma(`max_page_count = ${room}`);
  await world.finish(1, { out: 'x'.repeat(60_000) });
  await world.advance(5_000);
  expect(world.statuses()).toEqual(['running']);
  expect(world.events.map(({ kind }) => kind)).toContain('engine-error');
  world.store.db.pragma('max_page_count = 1000000');
  await world.advance(2_000);
  expect(world.runs()).toMatchObject([{ status: 'ok', outBytes: 60_000 }]);
});

test('R-5 who is refused by an engine that was stopped inside a commit is told what lets it go on', async () => {
  const world = createWorld();
  const job = world.addJob();
  lock(world);
  world.life.stop();
  expect(world.commands.runNow(job.id, ANA)).toMatchObject({ code: 'database-busy', hint: 'try again in a moment' });
  world.clock.sleep(10_000);
  expect(world.commands.runNow(job.id, ANA)).toMatchObject({
    code: 'database-busy',
    hint: 'pid 101 on box runs the engine and stands still: kill -CONT 101 lets it go on',
  });
});
