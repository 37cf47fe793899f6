import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createWorld } from '../support/world.ts';

const MIB = 1024 * 1024;
const ROUNDS = 5;
const BETWEEN_FOLDS_MS = 31_000;

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

type Folded = { log: number; checkpointed: number };

test('R-8 R-10 the log stays small under work that never rests, although something is written during each fold', async () => {
  // What a thread folds beside a writer: all but what came after it began to look.
  const foldBesideWriter = async (): Promise<number> => {
    const other = world.open('command');
    other.db.exec('BEGIN');
    other.db.prepare('SELECT count(*) FROM jobs').get();
    world.store.write(() => {});
    const [folded] = world.open('command').db.pragma('wal_checkpoint(PASSIVE)') as Folded[];
    other.db.exec('COMMIT');
    other.close();
    return (folded?.log ?? 0) - (folded?.checkpointed ?? 0);
  };
  const world = createWorld({ checkpoints: { fold: foldBesideWriter } });
  world.store.db.exec('CREATE TABLE ballast (id INTEGER PRIMARY KEY, bytes BLOB) STRICT');
  const fill = world.store.db.prepare('REPLACE INTO ballast VALUES (1, randomblob(?))');
  const sizes: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    fill.run(20 * MIB);
    await world.advance(BETWEEN_FOLDS_MS);
    fill.run(1);
    sizes.push(statSync(`${world.path}-wal`).size);
  }
  expect(Math.max(...sizes.slice(1))).toBeLessThan(48 * MIB);
  expect(sizes.at(-1)).toBeLessThan(17 * MIB);
});
