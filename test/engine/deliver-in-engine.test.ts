import { expect, test } from 'vitest';
import { DELIVERY_DEFAULTS } from '../../src/engine/rules/delivery.ts';
import { DOWN, OK } from '../support/fake-delivery.ts';
import { createWorld } from '../support/world.ts';

const delivery = { ...DELIVERY_DEFAULTS, webhooks: { pager: { url: 'https://pager.example/' } } };
const TOLD = { delivery_channel: 'webhook', delivery_to: 'pager' };

test('D-23 D-63 a failed run tells its webhook at once', async () => {
  const world = createWorld({ delivery });
  const run = await world.run(world.addJob(TOLD));
  await world.finish(run, { code: 1 });
  expect(world.post.titles()).toEqual(['backup failed']);
  world.post.answer('backup failed', OK);
  await world.settle();
  expect(world.messages()).toEqual([]);
});

test('a message that failed is tried again when it is due, though nothing else happens', async () => {
  const world = createWorld({ delivery });
  world.post.answerAll(() => DOWN);
  const run = await world.run(world.addJob(TOLD));
  await world.finish(run, { code: 1 });
  await world.advance(12_000);
  expect(world.post.titles()).toHaveLength(2);
  await world.advance(60_000);
  expect(world.post.titles()).toHaveLength(3);
});

test('an engine is not idle while a message is under way', async () => {
  const world = createWorld({ delivery });
  const run = await world.run(world.addJob(TOLD));
  await world.finish(run, { code: 1 });
  let isIdle = false;
  void world.engine.idle().then(() => {
    isIdle = true;
  });
  await world.settle();
  expect(isIdle).toBe(false);
  world.post.answer('backup failed', OK);
  await world.settle();
  expect(isIdle).toBe(true);
});

test('a stop waits for a message no longer than its grace, and the next engine sends it again', async () => {
  const world = createWorld({ delivery });
  const run = await world.run(world.addJob(TOLD));
  await world.finish(run, { code: 1 });
  await world.stop(5_000);
  expect(world.messages()).toMatchObject([{ status: 'pending', attempts: 0 }]);
  await world.start();
  expect(world.post.titles()).toEqual(['backup failed', 'backup failed']);
});
