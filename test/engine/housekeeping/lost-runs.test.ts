import { expect, test } from 'vitest';
import { createWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;

/** An engine that was started while it could not see its runs, and so follows none of them. */
const restartBlind = async (world: World): Promise<void> => {
  world.crash();
  const between = world.open('command');
  between.db.exec(`UPDATE dispatches SET id = id + 1000`);
  await world.start();
  world.store.db.exec(`UPDATE dispatches SET id = id - 1000`);
};

test('D-100 a run that nobody follows is ended as timeout beyond its limits, and settled like any other end', async () => {
  const world = createWorld();
  const job = world.addJob({ run_timeout_ms: 5 * MINUTE, max_retries: 1, retry_delay_s: 3_600 });
  const run = await world.run(job);
  await restartBlind(world);
  world.fake.vanish(run?.id ?? 0);
  await world.advance(6 * MINUTE);
  expect(world.statuses()).toEqual(['running']);
  await world.advance(2 * MINUTE);
  expect(world.runs()).toMatchObject([{ status: 'timeout', stopReason: 'timeout' }]);
  expect(world.dispatches()).toMatchObject([{ status: 'done' }, { cause: 'retry', status: 'pending' }]);
});

test('D-100 one whose process lives is followed again, and stopped', async () => {
  const world = createWorld();
  const job = world.addJob({ run_timeout_ms: 5 * MINUTE });
  const run = await world.run(job);
  await restartBlind(world);
  await world.advance(8 * MINUTE);
  expect(world.fake.signals.map(({ runId, signal }) => `${runId} ${signal}`)).toContain(`${run?.id} SIGTERM`);
  expect(world.statuses()).toEqual(['timeout']);
  expect(world.fake.running()).toEqual([]);
});

test('D-100 one that left its exit status is settled from it', async () => {
  const world = createWorld();
  const run = await world.run(world.addJob({ run_timeout_ms: 5 * MINUTE }));
  await restartBlind(world);
  world.fake.finish(run?.id ?? 0);
  await world.advance(8 * MINUTE);
  expect(world.runs()).toMatchObject([{ status: 'ok', exitCode: 0 }]);
});

test('D-100 one without its dispatch gives its place back', async () => {
  const world = createWorld({ maxActiveRuns: 1 });
  const run = await world.run(world.addJob({ name: 'lost', run_timeout_ms: MINUTE }));
  world.crash();
  world.fake.vanish(run?.id ?? 0);
  const between = world.open('command');
  between.db.exec('DELETE FROM dispatches');
  await world.start();
  const other = world.addJob({ name: 'other' });
  expect(await world.run(other)).toBeUndefined();
  await world.advance(4 * MINUTE);
  expect(world.runs()).toMatchObject([
    { jobName: 'lost', status: 'timeout' },
    { jobName: 'other', status: 'running' },
  ]);
});

test('D-100 a run that is followed is left to its own limits', async () => {
  const world = createWorld();
  const run = await world.run(world.addJob({ run_timeout_ms: 5 * MINUTE }));
  await world.advance(4 * MINUTE);
  world.clock.step(60 * MINUTE);
  await world.advance(59_000);
  expect(world.statuses()).toEqual(['running']);
  await world.finish(run);
  expect(world.statuses()).toEqual(['ok']);
});
