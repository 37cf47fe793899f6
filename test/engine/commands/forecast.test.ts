import { expect, test } from 'vitest';
import { createCommands } from '../../../src/engine/commands.ts';
import { randomIds } from '../../../src/engine/ports/ids.ts';
import { createSnapshots } from '../../../src/store/snapshot.ts';
import { createWorld } from '../../support/world.ts';

const MINUTE = 60_000;
const ASKS = { approval_required: true, approval_scope: 'all' } as const;

test('D-85 what an approval would start is foretold as if it were given', async () => {
  const world = createWorld();
  const job = world.addJob(ASKS);
  await world.run(job);
  expect(world.commands.forecast(job.id)).toBe('waits: an earlier approval of this job is still open');
  expect(world.commands.forecastApproved(world.approvals()[0]?.id ?? 0)).toBe('starts at once: slot free');
});

test('D-85 a full pool is named with its holder', async () => {
  const world = createWorld();
  const holder = await world.run(world.addJob({ name: 'backup', resource_pool: 'io' }));
  await world.run(world.addJob({ ...ASKS, name: 'prune', resource_pool: 'io' }));
  const foretold = world.commands.forecastApproved(world.approvals()[0]?.id ?? 0);
  expect(foretold).toBe(`waits for pool io (run ${holder?.id} backup)`);
});

test('D-85 an approver sees that the pool is free, or for how long the run in front uses to go on', async () => {
  const world = createWorld();
  const backup = world.addJob({ name: 'backup', resource_pool: 'io' });
  const takesUsually = (ms: number) =>
    world.store.db.prepare('UPDATE jobs SET usual_ms = ? WHERE id = ?').run(ms, backup.id);
  await world.run(world.addJob({ ...ASKS, name: 'prune', resource_pool: 'io' }));
  const approvalId = world.approvals()[0]?.id ?? 0;
  expect(world.commands.forecastApproved(approvalId)).toBe('starts at once: slot free, pool io free');
  const holder = await world.run(backup);
  const waits = `waits for pool io (run ${holder?.id} backup`;
  takesUsually(15.8 * MINUTE);
  expect(world.commands.forecastApproved(approvalId)).toBe(`${waits}, about 15m)`);
  await world.advance(2_000);
  takesUsually(1_000);
  expect(world.commands.forecastApproved(approvalId)).toBe(`${waits})`);
});

test('D-86 a job that was changed meanwhile asks again', async () => {
  const world = createWorld();
  const job = world.addJob(ASKS);
  await world.run(job);
  world.update(job, { payload_message: 'something else' });
  expect(world.commands.forecastApproved(world.approvals()[0]?.id ?? 0)).toBe('asks for approval first');
});

test('D-12 D-85 a forecast knows how it stands with the gateway where the engine is, and says both elsewhere', async () => {
  const world = createWorld({ gateway: 'ok' });
  const job = world.addJob({ session_target: 'isolated', payload_message: 'look around' });
  expect(world.commands.forecast(job.id)).toBe('starts at once');
  world.gateway.become('down', 'it restarts');
  expect(world.commands.forecast(job.id)).toBe('waits: it restarts');
  const elsewhere = createCommands(world.open('command'), { clock: world.clock, ids: randomIds });
  expect(elsewhere.forecast(job.id)).toBe('starts at once, if the engine is connected to the gateway');
  expect(elsewhere.forecast(world.addJob().id)).toBe('starts at once');
});

test('D-85 the places are those of the engine, whatever another process is configured with, and its own where none runs', async () => {
  const world = createWorld({ maxActiveRuns: 1 });
  await world.run(world.addJob({ name: 'busy' }));
  const job = world.addJob({ name: 'next' });
  const elsewhere = createCommands(world.store, { clock: world.clock, ids: randomIds, maxActiveRuns: 4 });
  const slots = () => createSnapshots(world.store.db).counters(world.now()).maxActiveRuns;
  expect(elsewhere.forecast(job.id)).toMatch(/^waits: /);
  expect(slots()).toBe(1);
  world.store.db.exec('UPDATE lease SET holder_id = NULL');
  expect(elsewhere.forecast(job.id)).toBe('starts at once');
  expect(slots()).toBeUndefined();
});
