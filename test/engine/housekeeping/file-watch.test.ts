import { copyFileSync, renameSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createWorld } from '../../support/world.ts';

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
