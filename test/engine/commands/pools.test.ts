import { expect, test } from 'vitest';
import { poolReads } from '../../../src/store/lookups/pool-reads.ts';
import { ANA } from '../../support/builders.ts';
import { answerOf, createWorld } from '../../support/world.ts';

const twoInOnePool = async () => {
  const world = createWorld();
  const first = world.addJob({ name: 'first', resource_pool: 'io' });
  const second = world.addJob({ name: 'second', resource_pool: 'io' });
  await world.run(first);
  await world.run(second);
  return { world, first, second };
};

test('D-06 more slots let what waits for the pool start at once', async () => {
  const { world, second } = await twoInOnePool();
  expect(world.why(second)).toEqual(['wait pool-busy']);
  const set = await world.act(world.commands.setPool('io', 2, ANA));
  expect(set).toEqual({ pool: { name: 'io', slots: 2 }, before: 1, woken: 1 });
  expect(world.statuses(second)).toEqual(['running']);
  expect(world.store.audit.list(1)).toMatchObject([
    { action: 'pool.set', subjectKind: 'pool', subjectId: 'io', actor: ANA, detail: { before: 1, slots: 2 } },
  ]);
});

test('D-06 fewer slots stop nothing that runs and hold what comes', async () => {
  const { world, first, second } = await twoInOnePool();
  await world.act(world.commands.setPool('io', 2, ANA));
  expect(await world.act(world.commands.setPool('io', 1, ANA))).toMatchObject({ woken: 0 });
  const third = world.addJob({ name: 'third', resource_pool: 'io' });
  await world.run(third);
  await world.finish(world.runs(first)[0]);
  expect([...world.statuses(second), ...world.statuses(third)]).toEqual(['running']);
  await world.finish(world.runs(second)[0]);
  expect(world.statuses(third)).toEqual(['running']);
});

test('pools are listed with what holds them and what waits, set or not', async () => {
  const { world, first } = await twoInOnePool();
  answerOf(world.commands.setPool('gpu', 4, ANA));
  const run = world.runs(first)[0];
  expect(poolReads(world.store.db).list(10)).toEqual([
    { name: 'gpu', slots: 4, jobs: 0, active: 0, waiting: 0 },
    {
      ...{ name: 'io', slots: 1, jobs: 2, active: 1, waiting: 1 },
      ...{ holderRunId: run?.id, holderName: 'first', holderStartedAt: run?.startedAt },
    },
  ]);
});

test('a pool without a name, or with a number of slots that is none, is refused', () => {
  const world = createWorld();
  for (const slots of [0, -1, 1.5, 1_001, Number.NaN]) {
    expect(world.commands.setPool('io', slots, ANA)).toMatchObject({ kind: 'refused', code: 'bad-slots' });
  }
  for (const name of ['', 'a\nb', 'x'.repeat(1_025)]) {
    expect(world.commands.setPool(name, 2, ANA)).toMatchObject({ kind: 'refused', code: 'bad-pool' });
  }
  expect(world.store.pools.slots('io')).toBe(1);
});
