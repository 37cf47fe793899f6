import { expect, test } from 'vitest';
import { ANA } from '../support/builders.ts';
import { createWorld } from '../support/world.ts';

test('while the engine drains nothing new starts, and runs may end by themselves', async () => {
  const world = createWorld();
  const job = world.addJob();
  const other = world.addJob({ name: 'other', schedule_every_ms: 5_000 });
  await world.run(job);
  const drained = world.engine.drain(30_000);
  world.commands.runNow(other.id, ANA);
  await world.advance(20_000);
  expect(world.runs(other)).toEqual([]);
  await world.finish(1);
  await drained;
  expect(world.statuses()).toEqual(['ok']);
  expect(world.fake.signals).toEqual([]);
  expect(world.events.map(({ kind }) => kind).slice(-2)).toEqual(['run-ended', 'engine-stopped']);
});

test('R-11 what ends with its engine is stopped after the grace: TERM, its own grace, KILL', async () => {
  const world = createWorld();
  const polite = world.addJob({ name: 'polite', on_engine_exit: 'stop' });
  const stubborn = world.addJob({ name: 'stubborn', on_engine_exit: 'stop', kill_grace_ms: 5_000 });
  await world.run(polite);
  world.fake.ignoreTermNext();
  await world.run(stubborn);
  const drained = world.engine.drain(10_000);
  await world.advance(9_999);
  expect(world.fake.signals).toEqual([]);
  await world.advance(1);
  expect(world.fake.signals.map(({ runId, signal }) => [runId, signal])).toEqual([
    [1, 'SIGTERM'],
    [2, 'SIGTERM'],
  ]);
  await world.advance(5_000);
  await drained;
  expect(world.runs()).toMatchObject([
    { status: 'cancelled', stopReason: 'shutdown', error: 'stopped with the engine' },
    { status: 'cancelled', stopReason: 'shutdown', error: 'stopped with the engine, killed after the grace' },
  ]);
});

test('R-3 what may go on without an engine gets the same grace and is left then; the next engine takes it back', async () => {
  const world = createWorld();
  const kept = world.addJob({ name: 'kept' });
  const stopped = world.addJob({ name: 'stopped', on_engine_exit: 'stop' });
  await world.run(kept);
  await world.run(stopped);
  const drained = world.engine.drain(10_000);
  await world.advance(9_999);
  expect(world.statuses()).toEqual(['running', 'running']);
  await world.advance(1);
  await drained;
  expect(world.statuses()).toEqual(['running', 'cancelled']);
  expect(world.fake.running()).toEqual([1]);
  expect(world.events.at(-1)).toEqual({ kind: 'engine-stopped', leftRuns: 1 });
  expect(world.store.lease.stoppedCleanly()).toBe(true);
  await world.start();
  await world.finish(1, { code: 3 });
  expect(world.runs(kept)).toMatchObject([{ status: 'error', exitCode: 3 }]);
});

test('a second drain shortens the first', async () => {
  const world = createWorld();
  const job = world.addJob({ on_engine_exit: 'stop' });
  await world.run(job);
  const drained = world.engine.drain(600_000);
  await world.advance(1_000);
  const again = world.engine.drain(0);
  await world.advance(0);
  await Promise.all([drained, again]);
  expect(world.statuses()).toEqual(['cancelled']);
});

test('a dispatch that was admitted and not started is given back, and starts with the next engine', async () => {
  const world = createWorld({ maxActiveRuns: 20 });
  const jobs = Array.from({ length: 10 }, (_, index) => world.addJob({ name: `job ${index}`, on_engine_exit: 'stop' }));
  for (const job of jobs) world.commands.runNow(job.id, ANA);
  let drained: Promise<void> | undefined;
  world.engine.on((event) => {
    if (event.kind === 'run-started') drained ??= world.engine.drain(0);
  });
  await world.advance(10_000);
  await drained;
  const count = (status: string) => world.statuses().filter((one) => one === status).length;
  expect([count('cancelled'), count('skipped'), world.runs().length]).toEqual([4, 6, 10]);
  expect(world.dispatches().filter(({ status }) => status === 'pending')).toHaveLength(6);
  await world.start();
  expect(count('running')).toBe(6);
  expect(world.runs().filter(({ retryCount }) => retryCount > 0)).toEqual([]);
});

test('one that was cancelled before it started is not given back', async () => {
  const world = createWorld({ maxActiveRuns: 20 });
  const jobs = Array.from({ length: 6 }, (_, index) => world.addJob({ name: `job ${index}` }));
  for (const job of jobs) world.commands.runNow(job.id, ANA);
  let drained: Promise<void> | undefined;
  world.engine.on((event) => {
    if (event.kind !== 'run-started' || drained !== undefined) return;
    world.commands.cancelRun(6, ANA);
    drained = world.engine.drain(0);
  });
  await world.advance(10_000);
  await drained;
  expect(world.runs().at(-1)).toMatchObject({ status: 'cancelled' });
  expect(world.dispatches().at(-1)).toMatchObject({ status: 'cancelled' });
});

test('draining an engine without runs stops it at once, and twice is once', async () => {
  const world = createWorld();
  await world.stop();
  await world.stop();
  expect(world.events.filter(({ kind }) => kind === 'engine-stopped')).toHaveLength(1);
  await world.advance(60_000);
});

test('idle resolves when nothing is due and nothing runs', async () => {
  const world = createWorld();
  const job = world.addJob({ max_retries: 1, retry_delay_s: 0 });
  let idle = false;
  world.commands.runNow(job.id, ANA);
  const waiting = world.engine.idle().then(() => {
    idle = true;
  });
  await world.settle();
  await world.finish(1, { code: 1 });
  expect(idle).toBe(false);
  await world.finish(2);
  await waiting;
  expect(world.statuses()).toEqual(['error', 'ok']);
});

test('R-8 R-11 an engine stops on a disk that fails, and says what could not be written', async () => {
  const world = createWorld();
  world.store.db.pragma('query_only = ON');
  const drained = world.engine.drain(0);
  await world.advance(15_000);
  await drained;
  expect(world.events.at(-1)).toMatchObject({ kind: 'engine-stopped' });
  world.crash();
  world.open().db.pragma('query_only = OFF');
  expect(await world.start()).toMatchObject({ kind: 'running' });
});
