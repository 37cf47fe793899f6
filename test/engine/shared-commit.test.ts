import { expect, test } from 'vitest';
import { ANA } from '../support/builders.ts';
import { createWorld, type World } from '../support/world.ts';

/** Three slices of starts; those of the first one are over at once. */
const RUNS = 12;
const SHORT = 4;

/** Grows by one with every commit that a person can see. */
const changes = (world: World): number =>
  (world.store.db.prepare(`SELECT value FROM meta WHERE key = 'change_seq'`).get() as { value: number }).value;

test('B-1 what ends while others are still started is settled in one commit with the starts', async () => {
  const world = createWorld({ maxActiveRuns: RUNS });
  const job = world.addJob({ overlap_policy: 'allow' });
  await world.settle();
  let started = 0;
  world.engine.on((event) => {
    if (event.kind !== 'run-started') return;
    started += 1;
    if (started <= SHORT) world.fake.finish(event.run.id);
  });
  for (let index = 0; index < RUNS; index += 1) world.commands.runNow(job.id, ANA);
  const before = changes(world);
  await world.settle();

  expect(started).toBe(RUNS);
  expect(world.runs(job).map(({ status }) => status)).toEqual([
    ...Array(SHORT).fill('ok'),
    ...Array(RUNS - SHORT).fill('running'),
  ]);
  // One commit admits, the other has twelve starts and four ends.
  expect(changes(world) - before).toBe(2);
});
