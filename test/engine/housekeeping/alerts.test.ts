import { expect, test } from 'vitest';
import { ANA, NOON } from '../../support/builders.ts';
import { createWorld, type World } from '../../support/world.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

const alerts = (world: World, kind: string) =>
  world
    .alerts()
    .filter((alert) => alert.kind === kind)
    .map(({ key, state, count }) => `${key} ${state} ${count}`);
const pause = (world: World, scope: string, key: string, until: number | null = null): void => {
  world.store.db
    .prepare(`INSERT INTO pauses (scope, key, until, paused_at, paused_by) VALUES (?, ?, ?, 0, '{}')`)
    .run(scope, key, until);
};

test('D-104 dead-man: an alert when no run has ended ok for expect_every_s, at that instant, and ok resolves it', async () => {
  const world = createWorld();
  const job = world.addJob({ expect_every_s: 3_600 });
  await world.advance(HOUR - 1);
  expect(alerts(world, 'dead-man')).toEqual([]);
  await world.advance(1);
  expect(alerts(world, 'dead-man')).toEqual([`dead-man:${job.id} open 1`]);
  await world.finish(await world.run(job), { code: 1 });
  expect(alerts(world, 'dead-man')).toEqual([`dead-man:${job.id} open 1`]);
  await world.finish(await world.run(job));
  expect(alerts(world, 'dead-man')).toEqual([`dead-man:${job.id} resolved 1`]);
  await world.advance(HOUR);
  expect(alerts(world, 'dead-man')).toEqual([`dead-man:${job.id} resolved 1`, `dead-man:${job.id} open 1`]);
});

test('D-104 dead-man: each ok begins the time anew, failures do not, and it is told once', async () => {
  const world = createWorld();
  const job = world.addJob({ expect_every_s: 60 });
  await world.advance(50 * SECOND);
  await world.finish(await world.run(job));
  await world.advance(50 * SECOND);
  await world.finish(await world.run(job), { code: 1 });
  expect(alerts(world, 'dead-man')).toEqual([]);
  await world.advance(10 * SECOND);
  expect(alerts(world, 'dead-man')).toHaveLength(1);
  await world.advance(HOUR);
  expect(alerts(world, 'dead-man')).toEqual([`dead-man:${job.id} open 1`]);
});

test('D-104 dead-man: a disabled or deleted job raises none, and enabling begins the time anew', async () => {
  const world = createWorld();
  const off = world.addJob({ name: 'off', expect_every_s: 60, enabled: false });
  const gone = world.addJob({ name: 'gone', expect_every_s: 60 });
  const toggled = world.addJob({ name: 'toggled', expect_every_s: 60 });
  await world.act(world.commands.deleteJob(gone.id, ANA));
  await world.act(world.commands.disableJob(toggled.id, ANA));
  await world.advance(10 * MINUTE);
  expect(alerts(world, 'dead-man')).toEqual([]);
  await world.act(world.commands.enableJob(toggled.id, ANA));
  await world.advance(MINUTE - 1);
  expect(alerts(world, 'dead-man')).toEqual([]);
  await world.advance(1);
  expect(alerts(world, 'dead-man')).toEqual([`dead-man:${toggled.id} open 1`]);
  expect(world.job(off).lastRunAt).toBeUndefined();
});

test('D-104 dead-man: an alert of a job that was switched off or deleted is resolved by housekeeping', async () => {
  const world = createWorld();
  const off = world.addJob({ name: 'off', expect_every_s: 60 });
  const gone = world.addJob({ name: 'gone', expect_every_s: 60 });
  await world.advance(2 * MINUTE);
  expect(alerts(world, 'dead-man')).toHaveLength(2);
  await world.act(world.commands.disableJob(off.id, ANA));
  await world.act(world.commands.deleteJob(gone.id, ANA));
  await world.advance(6 * MINUTE);
  expect(alerts(world, 'dead-man').map((line) => line.split(' ')[1])).toEqual(['resolved', 'resolved']);
});

test.each([
  ['all', () => ''],
  ['job', (id: string) => id],
  ['pool', () => 'io'],
  ['tag', () => 'nightly'],
] as const)('D-104 dead-man: a pause of %s raises none, and its end begins the time anew', async (scope, keyOf) => {
  const world = createWorld();
  const job = world.addJob({ expect_every_s: 120, resource_pool: 'io', tags: ['nightly'] });
  pause(world, scope, keyOf(job.id), NOON + HOUR);
  await world.advance(HOUR);
  expect(alerts(world, 'dead-man')).toEqual([]);
  await world.advance(2 * MINUTE - 1);
  expect(alerts(world, 'dead-man')).toEqual([]);
  await world.advance(1);
  expect(alerts(world, 'dead-man')).toEqual([`dead-man:${job.id} open 1`]);
});

test('D-104 dead-man: a pause without an end raises none as long as it lasts', async () => {
  const world = createWorld();
  const job = world.addJob({ expect_every_s: 120 });
  pause(world, 'job', job.id);
  await world.advance(HOUR);
  world.store.db.exec('DELETE FROM pauses');
  await world.advance(2 * MINUTE - 1);
  expect(alerts(world, 'dead-man')).toEqual([]);
  await world.advance(2 * MINUTE + 1);
  expect(alerts(world, 'dead-man')).toEqual([`dead-man:${job.id} open 1`]);
});

test('D-104 dead-man: an edit moves the instant and counts from the last ok', async () => {
  const world = createWorld();
  const job = world.addJob({ expect_every_s: 60 });
  await world.advance(50 * SECOND);
  world.update(job, { expect_every_s: 120 });
  await world.advance(69 * SECOND);
  expect(alerts(world, 'dead-man')).toEqual([]);
  await world.advance(SECOND);
  expect(alerts(world, 'dead-man')).toHaveLength(1);
  world.update(job, { expect_every_s: null });
  await world.advance(6 * MINUTE);
  expect(alerts(world, 'dead-man')).toEqual([`dead-man:${job.id} resolved 1`]);
});

test('D-104 dead-man: it is told after a restart as well, if its instant came meanwhile', async () => {
  const world = createWorld();
  const job = world.addJob({ expect_every_s: 60 });
  world.crash();
  world.clock.step(HOUR);
  await world.start();
  expect(alerts(world, 'dead-man')).toEqual([`dead-man:${job.id} open 1`]);
  await world.restart();
  await world.advance(MINUTE);
  expect(alerts(world, 'dead-man')).toEqual([`dead-man:${job.id} open 1`]);
});

test('D-104 dead-man: hundreds at one instant are told in slices', async () => {
  const world = createWorld();
  for (let index = 0; index < 170; index += 1) world.addJob({ name: `job ${index}`, expect_every_s: 60 });
  await world.advance(MINUTE);
  expect(alerts(world, 'dead-man')).toHaveLength(170);
});

const withUsual = async (world: World, seconds: number) => {
  const job = world.addJob({ name: 'usual', run_timeout_ms: HOUR });
  const run = await world.run(job);
  await world.advance(seconds * SECOND);
  await world.finish(run);
  return job;
};

test('D-104 long-run: a run over three times its usual p95 is told once, and its end resolves it', async () => {
  const world = createWorld();
  const job = await withUsual(world, 20);
  const run = await world.run(job);
  await world.advance(MINUTE - 1);
  expect(alerts(world, 'long-run')).toEqual([]);
  await world.advance(1);
  expect(alerts(world, 'long-run')).toEqual([`long-run:${run?.id} open 1`]);
  await world.act(world.commands.acknowledgeAlert(1, ANA));
  await world.advance(5 * MINUTE);
  expect(alerts(world, 'long-run')).toEqual([`long-run:${run?.id} acknowledged 1`]);
  await world.finish(run, { code: 1 });
  expect(alerts(world, 'long-run')).toEqual([`long-run:${run?.id} resolved 1`]);
});

test('D-104 long-run: a run without a history, and one in its usual time, are not told', async () => {
  const world = createWorld();
  const first = await world.run(world.addJob({ name: 'first', run_timeout_ms: HOUR }));
  await world.advance(10 * MINUTE);
  await world.finish(first);
  const job = await withUsual(world, 20);
  const run = await world.run(job);
  await world.advance(59 * SECOND);
  await world.finish(run);
  expect(alerts(world, 'long-run')).toEqual([]);
});

test('D-104 long-run: it is told once across restarts', async () => {
  const world = createWorld();
  const job = await withUsual(world, 20);
  const run = await world.run(job);
  await world.advance(2 * MINUTE);
  await world.restart();
  await world.advance(2 * MINUTE);
  expect(alerts(world, 'long-run')).toEqual([`long-run:${run?.id} open 1`]);
});

test('D-104 late-start: a start more than a minute late is told, and the next punctual one resolves it', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 10 * MINUTE });
  world.crash();
  world.clock.step(12 * MINUTE);
  await world.start();
  expect(alerts(world, 'late-start')).toEqual([`late-start:${job.id} open 1`]);
  await world.finish(world.runs().at(-1));
  await world.restart();
  await world.advance(8 * MINUTE);
  expect(world.runs()).toHaveLength(2);
  expect(alerts(world, 'late-start')).toEqual([`late-start:${job.id} resolved 1`]);
});

test('D-104 late-start: one alert for each job counts its late starts', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 10 * MINUTE });
  for (const _ of [1, 2]) {
    world.crash();
    world.clock.step(12 * MINUTE);
    await world.start();
    await world.finish(world.runs().at(-1));
  }
  expect(alerts(world, 'late-start')).toEqual([`late-start:${job.id} open 2`]);
});

test('D-104 late-start: who waited for a pool or the limit is not late', async () => {
  const world = createWorld({ maxActiveRuns: 2 });
  const holder = await world.run(world.addJob({ name: 'holder', resource_pool: 'io', run_timeout_ms: HOUR }));
  const waits = { resource_pool: 'io', pool_policy: 'wait', schedule_every_ms: 10 * MINUTE, run_timeout_ms: HOUR };
  world.addJob({ name: 'waits', ...waits });
  await world.advance(15 * MINUTE);
  await world.finish(holder);
  expect(world.runs().at(-1)).toMatchObject({ jobName: 'waits', status: 'running' });
  expect(alerts(world, 'late-start')).toEqual([]);
});

test('D-104 late-start: who waited for an approval is not late', async () => {
  const world = createWorld();
  const asks = { approval_required: true, approval_scope: 'all', schedule_every_ms: 10 * MINUTE };
  world.addJob(asks);
  await world.advance(10 * MINUTE);
  await world.advance(5 * MINUTE);
  await world.act(world.commands.approve(world.approvals()[0]?.id ?? 0, { actor: ANA }));
  expect(world.runs().at(-1)?.status).toBe('running');
  expect(alerts(world, 'late-start')).toEqual([]);
});
