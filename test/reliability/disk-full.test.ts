import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createWorld } from '../support/world.ts';
import { startOnDamage } from './disk/broken-start.ts';
import type { Figure } from './support/figure.ts';

const PART = fileURLToPath(new URL('parts/disk-full.ts', import.meta.url));

test('R-8 a disk that is really full under an engine at work: said, nothing started, nothing lost, and it goes on by itself', async () => {
  const { stdout, stderr } = spawnSync(process.execPath, [PART, '--rounds', '1'], { encoding: 'utf8' });
  const figures = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Figure);
  expect(figures.length, stderr).toBeGreaterThan(0);
  // Where nobody may mount anything, the file system's answer comes from SQLite instead.
  if (figures[0]?.value.startsWith('not measured')) await fillDatabase();
  else
    expect(
      figures.filter(({ holds }) => !holds),
      stderr,
    ).toEqual([]);
}, 180_000);

test('R-8 engines on databases with other bytes in them are refused in one line or work, and no refused file is changed', async () => {
  expect((await startOnDamage({ cases: 3, seed: 5 })).problems).toEqual([]);
}, 120_000);

const ROUNDS = 5;

async function fillDatabase(): Promise<void> {
  const world = createWorld();
  const job = world.addJob({ overlap_policy: 'allow' });
  for (let round = 1; round <= ROUNDS; round += 1) {
    const run = await world.run(job);
    const pages = world.store.db.pragma('page_count', { simple: true });
    world.store.db.pragma(`max_page_count = ${pages}`);
    await world.finish(run, { out: 'x'.repeat(200_000) });
    await world.advance(30_000);
    expect(world.fake.running()).toEqual([]);
    world.store.db.pragma('max_page_count = 1000000');
    await world.advance(30_000);
    expect(world.statuses(job)).toEqual(Array(round).fill('ok'));
  }
  expect(world.alerts().filter(({ key }) => key === 'disk:full')).toMatchObject([{ count: ROUNDS }]);
}
