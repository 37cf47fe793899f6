import { expect, test } from 'vitest';
import { whyNow } from '../support/why.ts';
import { createWorld, type World } from '../support/world.ts';

const MIB = 1024 * 1024;
const said = (world: World) => world.events.flatMap((event) => (event.kind === 'engine-error' ? [event.error] : []));
const alertsOf = (world: World, kind: string) => world.alerts().filter((alert) => alert.kind === kind);

test('R-8 D-104 a full disk starts nothing, is said once, and is an alert as soon as something can be written', async () => {
  const world = createWorld();
  const job = world.addJob();
  await world.run(job);
  const pages = world.store.db.pragma('page_count', { simple: true });
  world.store.db.pragma(`max_page_count = ${pages}`);
  await world.finish(1, { out: 'x'.repeat(200_000) });
  await world.advance(30_000);
  expect(world.statuses()).toEqual(['running']);
  expect(said(world)).toEqual([expect.stringMatching(/^the disk is full: nothing is started until there is room/)]);
  world.store.db.pragma('max_page_count = 1000000');
  await world.advance(5_000);
  expect(world.statuses()).toEqual(['ok']);
  expect(alertsOf(world, 'disk')).toMatchObject([
    { key: 'disk:full', severity: 'crit', count: 1, title: expect.stringMatching(/^the disk was full for \d+s$/) },
  ]);
});

test('R-8 D-104 a database that cannot be written starts nothing, is said once, and recovers by itself', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 60_000 });
  world.store.db.pragma('query_only = ON');
  await world.advance(65_000);
  expect(world.runs(job)).toEqual([]);
  expect(said(world)).toEqual([expect.stringMatching(/^the database cannot be written/)]);
  world.store.db.pragma('query_only = OFF');
  await world.advance(5_000);
  expect(world.statuses(job)).toEqual(['running']);
  expect(alertsOf(world, 'database')).toMatchObject([{ key: 'database:fault', severity: 'crit', count: 1 }]);
});

test('R-8 D-104 each trouble counts once on the alert, and a new one is said anew', async () => {
  const world = createWorld();
  for (let times = 0; times < 2; times += 1) {
    world.store.db.pragma('query_only = ON');
    await world.advance(5_000);
    world.store.db.pragma('query_only = OFF');
    await world.advance(20_000);
  }
  expect(said(world)).toHaveLength(2);
  expect(alertsOf(world, 'database')).toMatchObject([{ count: 2, state: 'open' }]);
});

test.each([
  [9_000, 0],
  [20_000, 1],
])('R-8 D-104 a database that another process holds for %d ms is %d alert', async (ms, alerts) => {
  const world = createWorld();
  const other = world.open('command');
  other.db.exec('BEGIN IMMEDIATE');
  await world.advance(ms);
  other.db.exec('ROLLBACK');
  await world.advance(5_000);
  expect(alertsOf(world, 'database').filter(({ key }) => key === 'database:busy')).toHaveLength(alerts);
  expect(said(world)).toHaveLength(alerts);
});

test('R-8 D-104 an engine that stood still does not say that the database was busy all that time', async () => {
  const world = createWorld();
  const other = world.open('command');
  other.db.exec('BEGIN IMMEDIATE');
  await world.advance(3_000);
  world.clock.freeze(7_500);
  await world.advance(2_500);
  other.db.exec('ROLLBACK');
  await world.advance(5_000);
  expect(said(world)).toEqual([]);
});

test('R-8 D-104 a disk that fills up is an alert, one that is nearly full starts nothing, and both end by themselves', async () => {
  const world = createWorld();
  const job = world.addJob();
  world.disk.freeBytes = 300 * MIB;
  await world.advance(30_000);
  expect(alertsOf(world, 'disk')).toMatchObject([{ key: 'disk:room', severity: 'warn', state: 'open' }]);
  world.disk.freeBytes = 5 * MIB;
  await world.advance(30_000);
  expect(alertsOf(world, 'disk')).toMatchObject([{ severity: 'crit', title: 'the disk fills up: 5 MiB are left' }]);
  await world.run(job);
  await world.advance(60_000);
  expect(world.runs()).toEqual([]);
  world.disk.freeBytes = 5_000 * MIB;
  await world.advance(2_000);
  expect(world.statuses()).toEqual(['running']);
  expect(alertsOf(world, 'disk')).toMatchObject([{ state: 'resolved' }]);
});

test('R-8 D-104 a full disk is noticed and said within a second while every write still finds room in the log, each time anew', async () => {
  const world = createWorld();
  for (let times = 1; times <= 2; times += 1) {
    world.disk.freeBytes = 5 * MIB;
    await world.advance(1_000);
    expect(said(world)).toEqual(
      Array(times).fill('the disk is full: nothing is started until there is room (5 MiB are left)'),
    );
    const job = world.addJob({ name: `job ${times}` });
    await world.run(job);
    await world.advance(5_000);
    expect(world.statuses(job)).toEqual([]);
    world.disk.freeBytes = 50e9;
    await world.advance(1_000);
    expect(world.statuses(job)).toEqual(['running']);
  }
});

test('R-8 D-104 what an engine found is over when the next one finds room', async () => {
  const world = createWorld();
  world.disk.freeBytes = 300 * MIB;
  await world.advance(30_000);
  await world.restart();
  expect(alertsOf(world, 'disk')).toMatchObject([{ state: 'open' }]);
  world.disk.freeBytes = 50e9;
  await world.restart();
  expect(alertsOf(world, 'disk')).toMatchObject([{ state: 'resolved' }]);
});

test('R-8 D-104 an alert that could not be written while it was true is not open afterwards', async () => {
  const world = createWorld();
  world.store.db.pragma('query_only = ON');
  world.disk.freeBytes = 0;
  await world.advance(30_000);
  world.disk.freeBytes = 50e9;
  await world.advance(5_000);
  world.store.db.pragma('query_only = OFF');
  await world.advance(5_000);
  expect(world.alerts().filter(({ key, state }) => key === 'disk:room' && state === 'open')).toEqual([]);
});

test('R-8 why says that nothing starts while the disk is full, and nothing of it afterwards', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 60_000 });
  world.disk.freeBytes = 5 * MIB;
  await world.advance(31_000);
  expect(whyNow(world, job).next.text).toMatch(/; nothing starts while the disk is as full as it is$/);
  await world.run(job);
  expect(whyNow(world, job).answer).toMatchObject({
    code: 'waiting',
    text: expect.stringMatching(
      / waits for room on the disk.*, and nothing starts while the disk is as full as it is$/,
    ),
    remedy: expect.stringContaining('make room'),
  });
  world.disk.freeBytes = 100 * MIB;
  await world.advance(3_000);
  expect(world.statuses(job)).toEqual(['running']);
  expect(whyNow(world, job).next.text).not.toContain('disk');
});
