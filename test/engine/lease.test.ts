import { expect, test } from 'vitest';
import { claimOf, isHere } from '../../src/engine/lease.ts';
import { ANA } from '../support/builders.ts';
import { createWorld } from '../support/world.ts';

test('a second engine on the same database is refused and names the holder', async () => {
  const world = createWorld();
  const second = world.boot();
  expect(second.answer).toMatchObject({
    kind: 'held',
    lease: { pid: 101, user: 'ops', host: 'box', mode: 'headless', fence: 1 },
  });
  const job = world.addJob();
  await world.run(job);
  expect(world.statuses()).toEqual(['running']);
  expect(world.fake.specs).toHaveLength(1);
  second.die();
});

test('R-5 in another container with the same name and boot nobody can say that the holder is gone', () => {
  const { host } = createWorld().boot();
  const here = claimOf(host, { holderId: 'h', mode: 'headless', version: '0' });
  expect(isHere(here, host)).toBe(true);
  const container = { ...host, pidNamespace: '4026532281' };
  expect(isHere(here, container)).toBe(false);
  const there = claimOf(container, { holderId: 'h', mode: 'headless', version: '0' });
  expect(there.host).toBe('box (pid namespace 4026532281)');
  expect(isHere(there, container)).toBe(true);
  expect(isHere(there, { ...host, pidNamespace: '4026532282' })).toBe(false);
});

test('a holder whose process is gone is taken over at once, with a higher fence', async () => {
  const world = createWorld();
  expect(world.answer).toEqual({ kind: 'running', fence: 1 });
  expect(await world.restart()).toMatchObject({
    kind: 'running',
    fence: 2,
    from: { state: 'gone', lease: { pid: 101 } },
  });
});

test('a lease that was given back is free', async () => {
  const world = createWorld();
  await world.stop();
  expect(world.store.lease.current()).toBeUndefined();
  expect(world.store.lease.stoppedCleanly()).toBe(true);
  expect(world.boot().answer).toEqual({ kind: 'running', fence: 2 });
});

test('a holder on another host is never taken over, since nobody can know whether it lives', () => {
  const world = createWorld();
  world.store.db.prepare(`UPDATE lease SET host = 'elsewhere'`).run();
  expect(world.boot().answer).toMatchObject({ kind: 'held', lease: { host: 'elsewhere' } });
});

test('the heartbeat tells every two seconds that the engine lives, and redraws nobody', async () => {
  const world = createWorld();
  const seq = () => world.store.db.prepare(`SELECT value FROM meta WHERE key = 'change_seq'`).get();
  await world.settle();
  const before = seq();
  await world.advance(6_000);
  expect(world.store.lease.current()?.heartbeatAt).toBe(world.now());
  expect(seq()).toEqual(before);
});

test('an engine that was fenced off writes nothing, lets its runs go, and says so', async () => {
  const world = createWorld();
  const job = world.addJob();
  await world.run(job);
  world.store.db.prepare(`UPDATE lease SET fence = fence + 1, holder_id = 'another'`).run();
  const snapshot = () =>
    ['runs', 'dispatches', 'jobs', 'ledger', 'decisions', 'slots'].map((table) =>
      world.store.db.prepare(`SELECT * FROM ${table}`).all(),
    );
  const before = snapshot();
  world.fake.finish(1);
  await world.advance(30_000);
  expect(snapshot()).toEqual(before);
  expect(world.events.map(({ kind }) => kind)).toContain('lease-lost');
  expect(world.fake.signals).toEqual([]);
});

test('a fenced engine that had work due does not admit it', async () => {
  const world = createWorld();
  world.addJob({ schedule_every_ms: 60_000 });
  await world.advance(1_000);
  world.clock.freeze(600_000);
  world.store.db.prepare(`UPDATE lease SET fence = fence + 1, holder_id = 'another'`).run();
  await world.advance(60_000);
  expect(world.dispatches()).toEqual([]);
  expect(world.fake.specs).toEqual([]);
});

test('two engines over one night: the first is frozen, the second takes over, and the first wakes up late', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 60_000 });
  const frozen = world.engine;
  // Its process counts as gone, its timers and its store live on, as after a suspend.
  const second = world.open();
  second.write(() => second.lease.take({ ...LEASE, holderId: 'second' }, world.now()));
  await world.advance(120_000);
  expect(world.dispatches(job)).toEqual([]);
  expect(frozen.activeRuns()).toBe(0);
});

test('commands go on working while no engine runs, and wait for one', async () => {
  const world = createWorld();
  const job = world.addJob();
  world.crash();
  const elsewhere = world.open('command');
  elsewhere.write(() =>
    elsewhere.dispatches.add(
      { jobId: job.id, cause: 'manual', occasionKey: 'x', dueAt: world.now(), retryCount: 0, requestedBy: ANA },
      0,
      world.now(),
    ),
  );
  await world.start();
  expect(world.statuses()).toEqual(['running']);
});

test('a commit of another process is seen within a second even without a notification', async () => {
  const world = createWorld();
  const job = world.addJob();
  await world.advance(5_000);
  const elsewhere = world.open('command');
  elsewhere.write(() =>
    elsewhere.dispatches.add(
      { jobId: job.id, cause: 'manual', occasionKey: 'x', dueAt: world.now(), retryCount: 0, requestedBy: ANA },
      0,
      world.now(),
    ),
  );
  await world.advance(1_000);
  expect(world.statuses()).toEqual(['running']);
});

const LEASE = {
  pid: 1,
  pidStart: '1',
  bootId: 'boot',
  host: 'box',
  user: 'ops',
  mode: 'headless',
  version: '0',
} as const;
