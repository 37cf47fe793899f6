import { expect, test } from 'vitest';
import { ANA } from '../support/builders.ts';
import { createWorld, type World } from '../support/world.ts';
import { sqliteError, tapStatements } from './statement-tap.ts';

/** Every statement of the engine that fits fails, until somebody says that the disk is well again. */
const failing = (world: World, sql: RegExp) => {
  let met = 0;
  const heal = tapStatements(world.store.db, (statement) => {
    if (!sql.test(statement)) return;
    met += 1;
    throw sqliteError('SQLITE_IOERR_WRITE');
  });
  return { heal, met: () => met };
};

test('R-1 R-8 the end of a run that meets an unreadable database is settled when it can be read again', async () => {
  const world = createWorld();
  const parent = world.addJob();
  const child = world.addJob({ name: 'child', parent_id: parent.id });
  await world.run(parent);
  const disk = failing(world, /^\s*SELECT/);
  await world.finish(1, { out: 'kept\n' });
  await world.advance(3_000);
  expect(disk.met()).toBeGreaterThan(1);
  disk.heal();
  await world.advance(3_000);
  expect(world.runs(parent)).toMatchObject([{ status: 'ok', summary: 'kept' }]);
  expect(world.statuses(child)).toEqual(['running']);
});

test('R-1 R-8 who waits for an end is found when the database can be read again', async () => {
  const world = createWorld();
  const parent = world.addJob();
  const child = world.addJob({ name: 'child', parent_id: parent.id });
  await world.run(parent);
  const disk = failing(world, /parent_id = \+\?/);
  await world.finish(1);
  await world.advance(3_000);
  expect(disk.met()).toBeGreaterThan(1);
  disk.heal();
  await world.advance(3_000);
  expect(world.statuses(child)).toEqual(['running']);
});

test('R-1 R-8 what was admitted and cannot be read before its start is started later, once', async () => {
  const world = createWorld();
  const job = world.addJob();
  const disk = failing(world, /FROM runs WHERE id = \?/);
  world.commands.runNow(job.id, ANA);
  await world.advance(3_000);
  expect(disk.met()).toBeGreaterThan(1);
  disk.heal();
  await world.advance(3_000);
  expect(world.statuses(job)).toEqual(['running']);
  expect(world.fake.specs).toHaveLength(1);
});

test('R-8 a database that does not even tell its version ends no engine', async () => {
  const world = createWorld();
  const disk = failing(world, /data_version/);
  await world.advance(5_000);
  expect(disk.met()).toBeGreaterThan(1);
  disk.heal();
  await world.run(world.addJob());
  expect(world.statuses()).toEqual(['running']);
});

test('R-8 a pass of the housekeeping that meets a locked database in its middle is done again within two minutes', async () => {
  const world = createWorld();
  await world.finish(await world.run(world.addJob()));
  world.clock.sleep(500 * 86_400_000);
  let met = 0;
  tapStatements(world.store.db, (sql) => {
    if (met > 0 || !/DELETE FROM dispatches/.test(sql)) return;
    met += 1;
    throw sqliteError('SQLITE_BUSY');
  });
  await world.advance(70_000);
  expect(met).toBe(1);
  await world.advance(110_000);
  expect(world.dispatches()).toEqual([]);
});

test('R-5 an engine that was replaced changes nothing, not even the count of changes', async () => {
  const world = createWorld();
  const { store, life } = world;
  const job = world.addJob({ run_timeout_ms: 5_000 });
  await world.run(job);
  life.stop();
  world.clock.freeze(9_000);
  const other = world.open();
  other.db.exec(`UPDATE lease SET holder_id = 'another', fence = fence + 1`);
  const count = () => other.db.prepare(`SELECT value FROM meta WHERE key = 'change_seq'`).get();
  const before = count();
  const committed: string[] = [];
  tapStatements(store.db, (sql) => committed.push(sql));
  life.goOn();
  await world.settle();
  expect(committed).toContain('COMMIT');
  expect(count()).toEqual(before);
});

test('R-8 R-11 a stop whose grace ends while the database cannot be read still stops', async () => {
  const world = createWorld();
  await world.run(world.addJob({ on_engine_exit: 'stop' }));
  const drained = world.engine.drain(1_000);
  const disk = failing(world, /^\s*SELECT \* FROM runs/);
  await world.advance(3_000);
  expect(disk.met()).toBeGreaterThan(0);
  disk.heal();
  await world.advance(20_000);
  await drained;
  expect(world.fake.signals.map(({ signal }) => signal)).toContain('SIGTERM');
});

test('R-8 a write that finds the disk full has the room looked at, so that nothing is started by what small writes still find', async () => {
  const world = createWorld();
  await world.advance(1_000);
  world.disk.freeBytes = 0;
  let met = 0;
  tapStatements(world.store.db, (sql) => {
    if (met > 0 || sql !== 'COMMIT') return;
    met += 1;
    throw sqliteError('SQLITE_FULL');
  });
  await world.advance(3_000);
  expect(met).toBe(1);
  expect(world.events.filter(({ kind }) => kind === 'engine-error')).toHaveLength(1);
  const job = world.addJob();
  await world.run(job);
  expect(world.statuses(job)).toEqual([]);
  world.disk.freeBytes = 50e9;
  await world.advance(3_000);
  expect(world.statuses(job)).toEqual(['running']);
});
