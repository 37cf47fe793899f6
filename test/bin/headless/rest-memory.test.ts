import { expect, test } from 'vitest';
import { keepRestSmall } from '../../../bin/headless/rest-memory.ts';
import { createWorld } from '../../support/world.ts';

const watched = () => {
  const world = createWorld();
  const at: number[] = [];
  const rest = keepRestSmall(world.engine, world.clock, () => at.push(world.now()));
  const runs = async (count: number): Promise<number> => {
    const job = world.addJob({ overlap_policy: 'allow' });
    for (let run = 0; run < count; run += 1) await world.finish(await world.run(job));
    return world.now();
  };
  return { world, at, rest, runs };
};

test('R-10 an engine that rests for five seconds after its work gives memory back, once', async () => {
  const { world, at, runs } = watched();
  const endedAt = await runs(100);
  await world.advance(4_999);
  expect(at).toEqual([]);
  await world.advance(1);
  expect(at).toEqual([endedAt + 5_000]);
  await world.advance(600_000);
  expect(at).toHaveLength(1);
});

test('R-10 what begins meanwhile puts it off, and one that works on does not rest', async () => {
  const { world, at, runs } = watched();
  await runs(100);
  for (let second = 0; second < 30; second += 4) {
    await world.advance(4_000);
    await runs(1);
  }
  expect(at).toEqual([]);
  await world.advance(5_000);
  expect(at).toHaveLength(1);
});

test('R-10 a few runs are not worth it, and nothing comes after a stop', async () => {
  const { world, at, rest, runs } = watched();
  await runs(99);
  await world.advance(60_000);
  expect(at).toEqual([]);
  await runs(1);
  rest.stop();
  await world.advance(60_000);
  expect(at).toEqual([]);
});
