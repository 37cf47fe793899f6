import { expect, test } from 'vitest';
import { ANA } from '../support/builders.ts';
import { createWorld, type World } from '../support/world.ts';

/** A run that was admitted, and whose engine died before it could spawn. */
const admittedOnly = async (world: World, fields = {}) => {
  const job = world.addJob(fields);
  const start = world.fake.port.start;
  world.fake.port.start = () => {
    throw new Error('the engine dies here');
  };
  world.commands.runNow(job.id, ANA);
  // What the spawn throws is the last thing this engine knows: its settlement never comes.
  const { exec } = world.store.db;
  exec.call(
    world.store.db,
    'CREATE TEMP TRIGGER stop BEFORE UPDATE OF finished_at ON runs BEGIN SELECT RAISE(ROLLBACK, 1); END',
  );
  await world.clock.settle().catch(() => undefined);
  world.fake.port.start = start;
  return job;
};

test('start token: a pending run nobody started is skipped, its dispatch starts again, and no attempt is counted', async () => {
  const world = createWorld();
  const job = await admittedOnly(world, { schedule_kind: 'manual' });
  expect(world.statuses()).toEqual(['pending']);
  await world.restart();
  expect(world.runs()).toMatchObject([
    { status: 'skipped', error: 'never started' },
    { status: 'running', dispatchId: 1, retryCount: 0, cause: 'manual' },
  ]);
  expect(world.job(job)).toMatchObject({ consecutiveErrors: 0, last10: '' });
  await world.finish(2);
  expect(world.dispatches()).toMatchObject([{ status: 'done' }]);
});

test('start token: what a recovery claimed and did not live to settle was never started, and the next one settles it', async () => {
  const world = createWorld();
  await admittedOnly(world, { schedule_kind: 'manual' });
  world.crash();
  world.fake.openPort().claimStart(`${world.directory}/runs/1`);
  await world.start();
  expect(world.runs()).toMatchObject([
    { status: 'skipped', error: 'never started' },
    { status: 'running', dispatchId: 1 },
  ]);
});

test('start token: the engine of before that wakes up late finds its way taken', async () => {
  const world = createWorld();
  await admittedOnly(world);
  await world.restart();
  const late = world.fake.port.start({
    runId: 1,
    folder: `${world.directory}/runs/1`,
    shell: '/bin/sh',
    command: 'backup.sh',
    cwd: '/',
    env: {},
  });
  expect(late.kind === 'started' && (await late.ended)).toEqual({ kind: 'never-started' });
  expect(world.fake.specs).toHaveLength(1);
});

test('start token: a pending run whose process does live is adopted', async () => {
  const world = createWorld();
  const job = world.addJob();
  // The engine dies between the spawn and the note that it started.
  world.store.db.exec(`CREATE TEMP TRIGGER lose BEFORE UPDATE OF started_at ON runs BEGIN SELECT RAISE(IGNORE); END`);
  await world.run(job);
  expect(world.statuses()).toEqual(['pending']);
  await world.restart();
  expect(world.runs()).toMatchObject([{ status: 'running', pid: world.fake.identityOf(1).pid }]);
  await world.finish(1);
  expect(world.statuses()).toEqual(['ok']);
  expect(world.fake.specs).toHaveLength(1);
});

test('start token: a run that somebody cancelled before it started stays cancelled after a crash', async () => {
  const world = createWorld();
  await admittedOnly(world);
  world.commands.cancelRun(1, ANA);
  await world.restart();
  await world.advance(5_000);
  expect(world.runs()).toMatchObject([{ status: 'cancelled' }]);
  expect(world.dispatches()).toMatchObject([{ status: 'cancelled' }]);
});
