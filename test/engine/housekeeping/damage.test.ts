import { mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { checkDatabase } from '../../../src/engine/ports/database-check.ts';
import { openStore } from '../../../src/store/store.ts';
import { createWorld } from '../../support/world.ts';

test('R-8 D-104 damage found after an unclean stop is an alert until a check finds none', async () => {
  const world = createWorld();
  world.disk.damage = 'Tree 5 page 7: btreeInitPage() returns error code 11';
  await world.stop();
  await world.start();
  await world.advance(20_000);
  expect(world.alerts()).toEqual([]);
  await world.restart();
  await world.advance(20_000);
  expect(world.alerts()).toMatchObject([
    { kind: 'database', key: 'database:damaged', severity: 'crit', title: 'the database is damaged', state: 'open' },
  ]);
  delete world.disk.damage;
  await world.restart();
  await world.advance(20_000);
  expect(world.alerts()).toMatchObject([{ state: 'resolved' }]);
});

test('an engine that ends soon after a crash ends at once: no check is waited for', async () => {
  const world = createWorld();
  await world.restart();
  await world.stop();
  expect(world.clock.timers()).toBe(0);
  await world.restart();
  expect(world.clock.timers()).toBeGreaterThan(0);
});

test('R-8 a sound database has nothing to tell, a page of rubbish has', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'openclaw-damage-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'openclaw.db');
  const store = openStore({ path, role: 'engine' });
  store.checkpoint();
  expect(await checkDatabase(path)).toBeUndefined();
  store.close();
  const file = openSync(path, 'r+');
  for (let at = 4_096; at < statSync(path).size; at += 4_096) writeSync(file, Buffer.alloc(512, 0x5a), 0, 512, at);
  expect(await checkDatabase(path)).toEqual(expect.any(String));
});
