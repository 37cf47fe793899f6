import { expect, test } from 'vitest';
import { createWorld } from '../support/world.ts';

test('a job runs by hand, prints, and is settled', async () => {
  const world = createWorld();
  const job = world.addJob();
  const run = await world.run(job);
  expect(world.statuses()).toEqual(['running']);
  await world.advance(5_000);
  await world.finish(run, { out: 'all good\n' });
  expect(world.runs()).toMatchObject([{ status: 'ok', exitCode: 0, durationMs: 5_000, summary: 'all good' }]);
  expect(world.dispatches()).toMatchObject([{ cause: 'manual', status: 'done' }]);
  expect(world.why(job)).toEqual(['start']);
});
