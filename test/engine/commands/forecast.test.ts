import { expect, test } from 'vitest';
import { createWorld } from '../../support/world.ts';

const ASKS = { approval_required: true, approval_scope: 'all' } as const;

test('D-85 what an approval would start is foretold as if it were given', async () => {
  const world = createWorld();
  const job = world.addJob(ASKS);
  await world.run(job);
  expect(world.commands.forecast(job.id)).toBe('waits: an earlier approval of this job is still open');
  expect(world.commands.forecastApproved(world.approvals()[0]?.id ?? 0)).toBe('starts at once');
});

test('D-85 a full pool is named with its holder', async () => {
  const world = createWorld();
  const holder = await world.run(world.addJob({ name: 'backup', resource_pool: 'io' }));
  await world.run(world.addJob({ ...ASKS, name: 'prune', resource_pool: 'io' }));
  const foretold = world.commands.forecastApproved(world.approvals()[0]?.id ?? 0);
  expect(foretold).toBe(`waits: pool io full: run ${holder?.id} backup holds it`);
});

test('D-86 a job that was changed meanwhile asks again', async () => {
  const world = createWorld();
  const job = world.addJob(ASKS);
  await world.run(job);
  world.update(job, { payload_message: 'something else' });
  expect(world.commands.forecastApproved(world.approvals()[0]?.id ?? 0)).toBe('asks for approval first');
});
