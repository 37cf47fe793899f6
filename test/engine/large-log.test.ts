import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createWorld } from '../support/world.ts';

const MIB = 1024 * 1024;

test('a log that grew large before an engine died is folded back as soon as the next one has started', async () => {
  const world = createWorld();
  world.store.db.exec('CREATE TABLE ballast (bytes BLOB) STRICT');
  world.store.db.prepare('INSERT INTO ballast VALUES (randomblob(?))').run(20 * MIB);
  // As long as anybody has the database open, its log outlives the engine.
  const other = world.open();
  world.crash();
  expect(statSync(`${world.path}-wal`).size).toBeGreaterThan(20 * MIB);
  expect(statSync(world.path).size).toBeLessThan(10 * MIB);
  await world.start();
  await world.advance(10);
  expect(statSync(world.path).size).toBeGreaterThan(20 * MIB);
  other.close();
});
