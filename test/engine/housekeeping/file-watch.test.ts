import { copyFileSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../../src/store/store.ts';
import { createWorld, type World } from '../../support/world.ts';

test('R-5 an engine whose database was moved away from under it starts nothing more', async () => {
  const world = createWorld();
  const job = world.addJob();
  await world.run(job);
  expect(world.statuses()).toEqual(['running']);
  world.store.db.pragma('wal_checkpoint(TRUNCATE)');
  copyFileSync(world.path, `${world.path}.copy`);
  renameSync(`${world.path}.copy`, world.path);
  await world.advance(1_500);
  expect(world.events.map(({ kind }) => kind)).toContain('lease-lost');
  expect(world.events).toContainEqual({
    kind: 'engine-error',
    error: expect.stringContaining('another file was put in the place of'),
  });
  const other = world.addJob();
  await world.run(other);
  await world.advance(5_000);
  expect(world.statuses(other)).toEqual([]);
});

const becauseOf = (world: World): string | undefined =>
  world.events.flatMap((event) => (event.kind === 'lease-lost' ? [event.because ?? 'somebody'] : []))[0];

test('R-5 R-8 an engine whose database is gone for good stands down, and says so', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 1_000 });
  rmSync(world.path);
  await world.advance(10_000);
  expect(becauseOf(world)).toBe(`${world.path} is gone: nothing is started or written here any more`);
  const count = world.runs(job).length;
  await world.advance(10_000);
  expect(world.runs(job)).toHaveLength(count);
});

test('R-5 an engine whose database is away for a moment goes on', async () => {
  const world = createWorld();
  renameSync(world.path, `${world.path}.away`);
  await world.advance(1_500);
  renameSync(`${world.path}.away`, world.path);
  await world.advance(10_000);
  expect(becauseOf(world)).toBeUndefined();
});

test('R-8 an engine whose database was cut to nothing stands down, and says so', async () => {
  const world = createWorld();
  truncateSync(world.path);
  await world.advance(1_500);
  expect(becauseOf(world)).toMatch(/ was cut to nothing: /);
});

test('R-1 R-8 what a removed write-ahead log held is in the database when its engine has stood down', async () => {
  const world = createWorld();
  const job = world.addJob();
  await world.finish(await world.run(job));
  await world.advance(1_500);
  rmSync(`${world.path}-wal`);
  rmSync(`${world.path}-shm`);
  await world.advance(1_500);
  expect(becauseOf(world)).toMatch(/^the write-ahead log of .* was removed: /);
  // The file alone, as the next engine will find it.
  const alone = join(world.directory, 'alone.db');
  copyFileSync(world.path, alone);
  const store = openStore({ path: alone, role: 'command' });
  expect(store.runs.get(1)).toMatchObject({ jobId: job.id, status: 'ok' });
  store.close();
});
