import { expect, test } from 'vitest';
import { ANA } from '../support/builders.ts';
import { createWorld, type World } from '../support/world.ts';

const finishAll = async (world: World, most = 100): Promise<void> => {
  for (let round = 0; round < most && world.fake.running().length > 0; round += 1) {
    await world.finish(world.fake.running()[0]);
  }
};

test('twenty jobs due at one instant start in that instant', async () => {
  const world = createWorld({ maxActiveRuns: 20 });
  for (let n = 0; n < 20; n += 1) world.addJob({ name: `job ${n}`, schedule_every_ms: 10_000 });
  await world.advance(10_000);
  expect(world.fake.running()).toHaveLength(20);
  expect(new Set(world.runs().map(({ startedAt }) => startedAt))).toEqual(new Set([world.now()]));
});

test('more than a batch at once: a hundred dispatches are all run, none twice', async () => {
  const world = createWorld({ maxActiveRuns: 7 });
  const jobs = Array.from({ length: 100 }, (_, n) => world.addJob({ name: `job ${n}` }));
  for (const job of jobs) world.commands.runNow(job.id, ANA);
  await world.settle();
  let most = 0;
  while (world.fake.running().length > 0) {
    most = Math.max(most, world.fake.running().length);
    await world.finish(world.fake.running()[0]);
  }
  expect(most).toBe(7);
  expect(world.statuses().filter((status) => status === 'ok')).toHaveLength(100);
  expect(new Set(world.runs().map(({ jobId }) => jobId)).size).toBe(100);
});

test('a pool slot that frees goes to one that can use it, past those that wait for their own job', async () => {
  const world = createWorld();
  world.store.write(() => world.store.pools.set('io', 2));
  const first = world.addJob({ name: 'first', resource_pool: 'io', overlap_policy: 'queue' });
  const second = world.addJob({ name: 'second', resource_pool: 'io' });
  const third = world.addJob({ name: 'third', resource_pool: 'io' });
  for (const job of [first, second, first, third]) await world.run(job);
  expect(world.dispatches().map(({ blockedOn }) => blockedOn)).toEqual([undefined, undefined, 'pool:io', 'pool:io']);
  await world.finish(world.runs(second)[0]);
  expect(world.statuses(third)).toEqual(['running']);
  expect(world.dispatches(first)[1]).toMatchObject({ blockedOn: `job:${first.id}` });
});

test.each(['cancel', 'disable', 'delete'] as const)(
  'a pool is not left stuck when the one next in line goes: %s',
  async (how) => {
    const world = createWorld();
    const [holder, next, last] = ['holder', 'next', 'last'].map((name) => world.addJob({ name, resource_pool: 'io' }));
    if (holder === undefined || next === undefined || last === undefined) throw new Error('three jobs');
    world.addJob({ name: 'chained', parent_id: next.id, resource_pool: 'io' });
    for (const job of [holder, next, last]) await world.run(job);
    const stop = {
      cancel: () => world.commands.cancelJob(next.id, ANA, { cascade: true }),
      disable: () => world.commands.disableJob(next.id, ANA),
      delete: () => world.commands.deleteJob(next.id, ANA),
    };
    await world.act<unknown>(stop[how]());
    await finishAll(world);
    expect(world.statuses(last)).toEqual(['ok']);
    expect(world.dispatches().filter(({ status }) => status === 'pending')).toEqual([]);
  },
);

test('the limit is not left stuck when one that was let in is dropped', async () => {
  const world = createWorld({ maxActiveRuns: 1 });
  const holder = world.addJob({ name: 'holder' });
  const dropped = world.addJob({ name: 'dropped', overlap_policy: 'skip' });
  const last = world.addJob({ name: 'last' });
  await world.run(holder);
  await world.run(dropped);
  await world.run(dropped);
  await world.run(last);
  await finishAll(world);
  expect(world.statuses(last)).toEqual(['ok']);
});

test('a run that moved its job to another pool frees the pool it was in', async () => {
  const world = createWorld();
  const job = world.addJob({ resource_pool: 'io' });
  const waiting = world.addJob({ name: 'waiting', resource_pool: 'io' });
  await world.run(job);
  await world.run(waiting);
  world.update(job, { resource_pool: 'net' });
  await world.finish(1);
  expect(world.statuses(waiting)).toEqual(['running']);
});

test('a pool slot is passed on when the one it was kept for waits for the limit and is ended there', async () => {
  const world = createWorld({ maxActiveRuns: 2 });
  const holder = world.addJob({ name: 'holder', resource_pool: 'io' });
  const other = world.addJob({ name: 'other' });
  const first = world.addJob({ name: 'first', resource_pool: 'io' });
  const second = world.addJob({ name: 'second', resource_pool: 'io' });
  const urgent = world.addJob({ name: 'urgent', priority: 50 });
  for (const job of [holder, other, first, second, urgent]) await world.run(job);
  await world.finish(1);
  expect(world.dispatches().map(({ blockedOn }) => blockedOn)).toEqual([
    undefined,
    undefined,
    'limit',
    'pool:io',
    undefined,
  ]);
  await world.act(world.commands.cancelJob(first.id, ANA, { cascade: false }));
  await finishAll(world);
  expect(world.statuses(second)).toEqual(['ok']);
});
