import { expect, test } from 'vitest';
import type { EngineEvent } from '../../../src/engine/events.ts';
import { claimOf } from '../../../src/engine/lease.ts';
import { createLeaseWatch } from '../../../src/engine/lease-watch.ts';
import type { Store } from '../../../src/store/store.ts';
import { ANA } from '../../support/builders.ts';
import { createWorld, type World } from '../../support/world.ts';

const TABLES = ['lease', 'runs', 'dispatches', 'jobs', 'ledger', 'decisions', 'slots', 'alerts', 'outbox'];
const everything = (store: Store) => TABLES.map((table) => store.db.prepare(`SELECT * FROM ${table}`).all());

/** A second engine process beside the first, and what it makes of the holder once a second. */
function challenger(world: World) {
  const second = world.boot();
  const watch = createLeaseWatch(second.store, second.host, world.clock);
  watch.look();
  const eventsOfSecond: EngineEvent[] = [];
  second.engine.on((event) => eventsOfSecond.push(event));
  return {
    ...second,
    events: eventsOfSecond,
    /** Looks every second, and takes over when the holder has been silent for long enough. */
    async look(seconds: number) {
      for (let second_ = 0; second_ < seconds; second_ += 1) {
        await world.advance(1_000);
        const sight = watch.look();
        if (sight.kind === 'silent') return second.engine.start(sight.lease);
      }
      return undefined;
    },
  };
}

test('R-5 an engine that is stopped is replaced after 8 s, not before, with a higher fence and an alert; awake it writes nothing', async () => {
  const world = createWorld();
  const job = world.addJob();
  await world.run(job);
  const second = challenger(world);
  world.life.stop();
  expect(await second.look(7)).toBeUndefined();
  expect(second.engine.start()).toMatchObject({ kind: 'held', lease: { pid: 101 } });
  expect(await second.look(1)).toMatchObject({ kind: 'running', fence: 2, from: { state: 'silent' } });
  expect(world.alerts()).toMatchObject([
    {
      kind: 'lease',
      severity: 'warn',
      title: 'the engine was replaced: PID 101 on box gave no sign of life for 8 s',
    },
  ]);
  await world.settle();
  const before = everything(second.store);
  const signals = [...world.fake.signals];
  world.life.goOn();
  await world.settle();
  expect(everything(second.store)).toEqual(before);
  expect(world.fake.signals).toEqual(signals);
  expect(world.events).toContainEqual({ kind: 'lease-lost', by: expect.objectContaining({ pid: second.pid }) });
  await world.finish(1);
  expect(world.statuses()).toEqual(['ok']);
});

test('an engine that beats is never replaced, however long somebody waits', async () => {
  const world = createWorld();
  const second = challenger(world);
  expect(await second.look(60)).toBeUndefined();
});

test('a heartbeat that came between the last look and the take-over counts', async () => {
  const world = createWorld();
  const second = world.boot();
  const watch = createLeaseWatch(second.store, second.host, world.clock);
  world.life.stop();
  for (let looks = 0; looks < 9; looks += 1) {
    watch.look();
    await world.advance(1_000);
  }
  const sight = watch.look();
  world.life.goOn();
  await world.settle();
  expect(sight.kind === 'silent' && second.engine.start(sight.lease)).toMatchObject({ kind: 'held' });
});

test('who was stopped as well has seen nothing: after a long sleep of both the holder still has its time', () => {
  const world = createWorld();
  const second = world.boot();
  const watch = createLeaseWatch(second.store, second.host, world.clock);
  watch.look();
  world.clock.freeze(600_000);
  expect(watch.look()).toMatchObject({ kind: 'alive', silentMs: 2_000 });
});

test('R-2 an engine stopped between a decision and its start spawns nothing when it wakes up replaced', async () => {
  const world = createWorld({ maxActiveRuns: 20 });
  const jobs = Array.from({ length: 10 }, (_, index) => world.addJob({ name: `job ${index}` }));
  const second = challenger(world);
  for (const job of jobs) world.commands.runNow(job.id, ANA);
  let took: unknown;
  world.engine.on((event) => {
    // The first of a slice of four is started: six decisions are on disk, and no process is there for them.
    if (event.kind === 'run-started' && took === undefined) {
      world.life.stop();
      took = second.look(9);
    }
  });
  await world.advance(0);
  expect(await took).toMatchObject({ kind: 'running', fence: 2 });
  const startedBySecond = second.events.filter(({ kind }) => kind === 'run-started').length;
  world.life.goOn();
  await world.advance(30_000);
  const starts = world.fake.specs.map(({ runId }) => runId);
  expect(new Set(starts).size).toBe(starts.length);
  expect(world.statuses().filter((status) => status === 'running')).toHaveLength(10);
  expect(starts).toHaveLength(10);
  expect(startedBySecond).toBeLessThanOrEqual(10);
});

test('an engine that cannot tell for 6 s that it lives starts nothing; what runs goes on, and the rest follows', async () => {
  const world = createWorld({ maxActiveRuns: 20 });
  const jobs = Array.from({ length: 6 }, (_, index) => world.addJob({ name: `job ${index}` }));
  for (const job of jobs) world.commands.runNow(job.id, ANA);
  const elsewhere = world.open('command');
  let isLocked = false;
  world.engine.on((event) => {
    if (event.kind !== 'run-started' || isLocked) return;
    isLocked = true;
    elsewhere.db.exec('BEGIN IMMEDIATE');
    world.clock.freeze(6_001);
  });
  await world.advance(0);
  await world.advance(2_000);
  expect(world.fake.specs).toHaveLength(4);
  expect(world.fake.running()).toHaveLength(4);
  elsewhere.db.exec('COMMIT');
  await world.advance(1_000);
  expect(world.fake.specs).toHaveLength(6);
});

test('R-3 what ends with its engine is stopped by the next one after a crash; the rest is taken back', async () => {
  const world = createWorld();
  const kept = world.addJob({ name: 'kept' });
  const stopped = world.addJob({ name: 'stopped', on_engine_exit: 'stop' });
  await world.run(kept);
  await world.run(stopped);
  await world.restart();
  await world.advance(1_000);
  expect(world.fake.running()).toEqual([1]);
  expect(world.runs(stopped)).toMatchObject([{ status: 'cancelled', stopReason: 'shutdown' }]);
  await world.finish(1);
  expect(world.statuses(kept)).toEqual(['ok']);
});

const wishOf = (world: World, { host, claimant }: ReturnType<World['boot']>) => ({
  ...claimOf(host, { ...claimant, mode: 'console' }),
  at: world.now(),
});

test('R-5 asked for it, an engine gives the lease away at once, stops no run, and its successor takes them back', async () => {
  const world = createWorld();
  const kept = world.addJob({ name: 'kept' });
  const stopped = world.addJob({ name: 'stopped', on_engine_exit: 'stop' });
  await world.run(kept);
  await world.run(stopped);
  const second = world.boot();
  second.store.write(() => second.store.lease.ask(wishOf(world, second)));
  await world.advance(1_000);
  expect(world.events.at(-1)).toMatchObject({ kind: 'engine-handed-over', to: { pid: second.pid, mode: 'console' } });
  expect(second.store.lease.current()).toBeUndefined();
  expect(second.engine.start()).toMatchObject({ kind: 'running', fence: 2 });
  await world.settle();
  expect(world.fake.signals).toEqual([]);
  expect(second.store.lease.wish()).toBeUndefined();
  await world.finish(1, { code: 0 });
  await world.finish(2, { code: 3 });
  expect(world.statuses()).toEqual(['ok', 'error']);
  expect(world.alerts()).toEqual([]);
});

test('what was asked for is kept for who asked: a third one that comes first is refused', async () => {
  const world = createWorld();
  const second = world.boot();
  second.store.write(() => second.store.lease.ask(wishOf(world, second)));
  await world.advance(1_000);
  const third = world.boot();
  expect(third.answer).toMatchObject({ kind: 'held', lease: { pid: second.pid } });
  second.die();
  expect(third.engine.start()).toMatchObject({ kind: 'running' });
});

test('a wish of somebody who is gone, or who asked long ago, moves nobody', async () => {
  const world = createWorld();
  const second = world.boot();
  second.store.write(() => second.store.lease.ask({ ...wishOf(world, second), at: world.now() - 15_000 }));
  await world.advance(2_000);
  second.store.write(() => second.store.lease.ask(wishOf(world, second)));
  second.die();
  await world.advance(2_000);
  expect(world.store.lease.current()?.pid).toBe(101);
});

test('an engine that drains hands over what still runs instead of waiting for it', async () => {
  const world = createWorld();
  await world.run(world.addJob());
  const drained = world.engine.drain(600_000);
  const second = world.boot();
  second.store.write(() => second.store.lease.ask(wishOf(world, second)));
  await world.advance(1_000);
  await drained;
  expect(second.engine.start()).toMatchObject({ kind: 'running' });
  expect(world.fake.running()).toEqual([1]);
});

test('the decisions that are on disk are started before the lease is given away', async () => {
  const world = createWorld({ maxActiveRuns: 20 });
  const jobs = Array.from({ length: 10 }, (_, index) => world.addJob({ name: `job ${index}` }));
  const second = world.boot();
  for (const job of jobs) world.commands.runNow(job.id, ANA);
  second.store.write(() => second.store.lease.ask(wishOf(world, second)));
  await world.advance(1_000);
  expect(second.engine.start()).toMatchObject({ kind: 'running' });
  await world.advance(1_000);
  expect(world.statuses()).toEqual(Array.from({ length: 10 }, () => 'running'));
});
