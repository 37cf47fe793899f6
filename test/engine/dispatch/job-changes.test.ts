import { expect, test } from 'vitest';
import { ANA } from '../../support/builders.ts';
import { createWorld } from '../../support/world.ts';

test('D-71 an update is a patch, refused as a whole, and only a new schedule computes the next fire anew', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 60_000 });
  await world.advance(30_000);
  const before = world.job(job);
  const options = { actor: ANA, machineZone: 'UTC' };
  expect(world.commands.updateJob(job.id, { priority: 500, name: 'x' }, options)).toMatchObject({ kind: 'refused' });
  expect(world.job(job)).toEqual(before);
  expect(world.update(job, { name: 'renamed', priority: 3 })).toMatchObject({
    nextRunAt: before.nextRunAt,
    revision: 2,
    scheduleRevision: 1,
  });
  expect(world.update(job, { schedule_cron: '0 * * * *' })).toMatchObject({
    nextRunAt: Date.UTC(2026, 10, 23, 13),
    scheduleRevision: 2,
    definition: { name: 'renamed', priority: 3, schedule_kind: 'cron' },
  });
});

test('D-71 runs admitted after an edit use the job as it is then', async () => {
  const world = createWorld();
  const job = world.addJob({ overlap_policy: 'queue' });
  await world.run(job);
  await world.run(job);
  world.update(job, { payload_message: 'new.sh' });
  await world.finish(1);
  expect(world.fake.specs.map(({ command }) => command)).toEqual(['backup.sh', 'new.sh']);
  expect(world.runs().map(({ jobRevision }) => jobRevision)).toEqual([1, 2]);
});

test('D-71 what waited by the rules of before looks again after an edit', async () => {
  const world = createWorld();
  const holder = world.addJob({ name: 'holder', resource_pool: 'io' });
  const job = world.addJob({ resource_pool: 'io', overlap_policy: 'queue' });
  await world.run(holder);
  await world.run(job);
  world.update(job, { resource_pool: null });
  await world.settle();
  expect(world.statuses(job)).toEqual(['running']);
  await world.run(job);
  world.update(job, { overlap_policy: 'allow' });
  await world.settle();
  expect(world.statuses(job)).toEqual(['running', 'running']);
});

test('D-72 deleting ends dispatches, approvals and runs, keeps the row, and frees the name', async () => {
  const world = createWorld();
  const job = world.addJob({ overlap_policy: 'queue' });
  await world.run(job);
  await world.run(job);
  await world.act(world.commands.deleteJob(job.id, ANA));
  await world.settle();
  expect(world.runs()).toMatchObject([{ status: 'cancelled', jobName: 'backup', error: 'cancelled by ana' }]);
  expect(world.dispatches().map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
  expect(world.job(job).deletedAt).toBe(world.now());
  expect(world.commands.runNow(job.id, ANA)).toMatchObject({ kind: 'not-found' });
  const { warnings } = await world.act(
    world.commands.addJob(
      { name: 'backup', session_target: 'shell', payload_message: 'x' },
      { actor: ANA, machineZone: 'UTC' },
    ),
  );
  expect(warnings).toEqual([]);
});

test('D-71 D-86 an update that changes nothing is no edit: no revision, no open approval and no back-off goes by it', async () => {
  const world = createWorld();
  const job = world.addJob({ approval_required: true, approval_scope: 'all', priority: 3 });
  await world.run(job);
  world.update(job, {});
  world.update(job, { priority: 3, enabled: 1 });
  expect(world.job(job).revision).toBe(1);
  await world.act(world.commands.approve(1, { actor: ANA }));
  expect(world.approvals()).toMatchObject([{ status: 'dispatched' }]);
  const failing = world.addJob({ name: 'failing', schedule_every_ms: 10_000 });
  await world.advance(10_000);
  await world.finish(world.runs(failing)[0], { code: 1 });
  world.update(failing, {});
  expect(world.job(failing).backingOffUntil).toBe(world.now() + 30_000);
});

test('D-71 switching on by an update is an edit, also where the definition said so already', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_at: 'in 60s' });
  await world.advance(60_000);
  await world.finish(1);
  expect(world.job(job).enabled).toBe(false);
  world.update(job, { enabled: true, schedule_at: '2026-11-23T15:00:00Z' });
  expect(world.job(job)).toMatchObject({ enabled: true, revision: 2 });
});
