import { expect, test } from 'vitest';
import { EVERYTHING, type PauseTarget } from '../../src/engine/commands.ts';
import type { Job } from '../../src/store/nouns/job.ts';
import { ANA, BEN } from '../support/builders.ts';
import { createWorld, type World } from '../support/world.ts';

const MINUTE_MS = 60_000;
const EVERY_MINUTE = { schedule_every_ms: MINUTE_MS };

const pause = (
  world: World,
  targets: readonly PauseTarget[] = [EVERYTHING],
  how: { until?: number; note?: string } = {},
) => world.act(world.commands.pause(targets, { actor: ANA, ...how }));
const resume = (world: World, targets: readonly PauseTarget[] = [EVERYTHING]) =>
  world.act(world.commands.resume(targets, BEN));
const thisJob = (job: Job): PauseTarget => ({ scope: 'job', key: job.id });

const minutes = async (world: World, count: number): Promise<void> => {
  for (let done = 0; done < count; done += 1) await world.advance(MINUTE_MS);
};

test('fire times in a pause are skipped, in one row for all of them and without a dispatch; then it goes on', async () => {
  const world = createWorld();
  const job = world.addJob(EVERY_MINUTE);
  await pause(world, [EVERYTHING], { note: 'moving house' });
  await minutes(world, 5);
  expect(world.slots(job)).toMatchObject([
    { state: 'skipped', reason: 'paused', count: 5, detail: 'everything is paused by ana: moving house' },
  ]);
  expect(world.dispatches()).toEqual([]);
  expect(world.store.counters.since(0)).toEqual({ skipped: 5 });
  await resume(world);
  await minutes(world, 1);
  expect(world.statuses(job)).toEqual(['running']);
});

test('what runs goes on, and a run by hand goes through', async () => {
  const world = createWorld();
  const job = world.addJob({ overlap_policy: 'allow' });
  const before = await world.run(job);
  await pause(world);
  await world.run(job);
  expect(world.statuses(job)).toEqual(['running', 'running']);
  await world.finish(before);
  expect(world.statuses(job)).toEqual(['ok', 'running']);
});

test('children and retries wait, and start when somebody resumes', async () => {
  const world = createWorld();
  const parent = world.addJob({ name: 'parent' });
  const child = world.addJob({ name: 'child', parent_id: parent.id });
  const flaky = world.addJob({ name: 'flaky', max_retries: 1, retry_delay_s: 10 });
  const runs = [await world.run(parent), await world.run(flaky)] as const;
  await pause(world);
  await world.finish(runs[0]);
  await world.finish(runs[1], { code: 1 });
  await minutes(world, 30);
  expect(world.why(child)).toEqual(['wait paused']);
  expect(world.dispatches(child)).toMatchObject([{ status: 'pending', blockedOn: 'pause:all:' }]);
  expect(world.statuses(flaky)).toEqual(['error']);
  expect(await resume(world)).toMatchObject({ woken: 2, lifted: [{ scope: 'all', pausedBy: ANA }] });
  expect([...world.statuses(child), ...world.statuses(flaky)]).toEqual(['running', 'error', 'running']);
});

test('S-7 an instant in a pause comes only once, so it waits for the end of it', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_at: 'in 60s' });
  await pause(world);
  await minutes(world, 10);
  expect(world.why(job)).toEqual(['wait paused']);
  await resume(world);
  expect(world.runs(job)).toMatchObject([{ status: 'running', slotAt: job.nextSlotAt }]);
});

test('a pause ends by itself at its time, on the second, and lets go what it held', async () => {
  const world = createWorld();
  const parent = world.addJob({ name: 'parent' });
  const child = world.addJob({ name: 'child', parent_id: parent.id });
  const until = world.now() + 10 * MINUTE_MS;
  await pause(world, [EVERYTHING], { until });
  await world.finish(await world.run(parent));
  await world.advance(10 * MINUTE_MS - 1_000);
  expect(world.statuses(child)).toEqual([]);
  await world.advance(1_000);
  expect(world.runs(child)).toMatchObject([{ status: 'running', startedAt: until }]);
  expect(world.store.pauses.list()).toEqual([]);
  expect(world.store.audit.list(1)).toMatchObject([{ action: 'pause.lift', actor: { via: 'timeout' } }]);
});

test('a pause that ended while no engine ran holds nothing at the next start', async () => {
  const world = createWorld();
  const job = world.addJob({ ...EVERY_MINUTE, misfire_policy: 'run_once' });
  await pause(world, [EVERYTHING], { until: world.now() + MINUTE_MS });
  world.crash();
  await world.advance(5 * MINUTE_MS);
  await world.start();
  expect(world.statuses(job)).toEqual(['running']);
  expect(world.store.pauses.list()).toEqual([]);
});

test('a pause survives a restart', async () => {
  const world = createWorld();
  const parent = world.addJob({ name: 'parent' });
  const child = world.addJob({ name: 'child', parent_id: parent.id });
  await pause(world);
  await world.finish(await world.run(parent));
  await world.restart();
  await minutes(world, 1);
  expect(world.statuses(child)).toEqual([]);
  await resume(world);
  expect(world.statuses(child)).toEqual(['running']);
});

test('a job, a pool and a tag are paused alone', async () => {
  const world = createWorld();
  const one = world.addJob({ ...EVERY_MINUTE, name: 'one' });
  const pooled = world.addJob({ ...EVERY_MINUTE, name: 'pooled', resource_pool: 'io' });
  const tagged = world.addJob({ ...EVERY_MINUTE, name: 'tagged', tags: ['night'] });
  const free = world.addJob({ ...EVERY_MINUTE, name: 'free' });
  await pause(world, [thisJob(one), { scope: 'pool', key: 'io' }, { scope: 'tag', key: 'night' }]);
  await minutes(world, 1);
  expect([one, pooled, tagged, free].map((job) => world.slots(job)[0]?.reason ?? 'ran')).toEqual([
    ...['paused', 'paused', 'paused'],
    'ran',
  ]);
});

test('lifting one of two pauses leaves what both cover waiting for the other', async () => {
  const world = createWorld();
  const parent = world.addJob({ name: 'parent' });
  const child = world.addJob({ name: 'child', parent_id: parent.id, tags: ['night'] });
  await pause(world, [EVERYTHING, { scope: 'tag', key: 'night' }]);
  await world.finish(await world.run(parent));
  await resume(world);
  expect(world.dispatches(child)).toMatchObject([{ status: 'pending', blockedOn: 'pause:tag:night' }]);
  await resume(world, [{ scope: 'tag', key: 'night' }]);
  expect(world.statuses(child)).toEqual(['running']);
});

test('a job that loses the paused tag by an edit is let go', async () => {
  const world = createWorld();
  const parent = world.addJob({ name: 'parent' });
  const child = world.addJob({ name: 'child', parent_id: parent.id, tags: ['night'] });
  await pause(world, [{ scope: 'tag', key: 'night' }]);
  await world.finish(await world.run(parent));
  expect(world.statuses(child)).toEqual([]);
  world.update(child, { tags: null });
  await world.settle();
  expect(world.statuses(child)).toEqual(['running']);
});

test('nobody is asked in a pause; the question comes after it', async () => {
  const world = createWorld();
  const parent = world.addJob({ name: 'parent' });
  const child = world.addJob({ name: 'child', parent_id: parent.id, approval_required: true });
  await pause(world);
  await world.finish(await world.run(parent));
  expect(world.approvals()).toEqual([]);
  await resume(world);
  expect(world.approvals()).toMatchObject([{ status: 'pending', jobId: child.id }]);
});

test('what is approved in a pause starts when it ends, without a second question', async () => {
  const world = createWorld();
  const parent = world.addJob({ name: 'parent' });
  const child = world.addJob({ name: 'child', parent_id: parent.id, approval_required: true });
  await world.finish(await world.run(parent));
  await pause(world);
  await world.act(world.commands.approve(world.approvals()[0]?.id ?? 0, { actor: BEN }));
  expect(world.statuses(child)).toEqual(['approved']);
  await resume(world);
  expect(world.statuses(child)).toEqual(['approved', 'running']);
  expect(world.approvals()).toHaveLength(1);
});

test('D-06 one that was woken for a pool slot and is paused lets the next one have it', async () => {
  const world = createWorld();
  const holder = world.addJob({ name: 'holder', resource_pool: 'io' });
  const parent = world.addJob({ name: 'parent' });
  const first = world.addJob({ name: 'first', parent_id: parent.id, resource_pool: 'io', priority: 5 });
  const second = world.addJob({ name: 'second', parent_id: parent.id, resource_pool: 'io' });
  const held = await world.run(holder);
  await world.finish(await world.run(parent));
  await pause(world, [thisJob(first)]);
  await world.finish(held);
  expect([world.why(first).at(-1), world.statuses(second)]).toEqual(['wait paused', ['running']]);
});

test('a deleted job takes its pause with it', async () => {
  const world = createWorld();
  const job = world.addJob();
  await pause(world, [thisJob(job)]);
  await world.act(world.commands.deleteJob(job.id, ANA));
  expect(world.store.pauses.list()).toEqual([]);
});

test('pausing again changes note and end; resuming what is not paused is told, and changes nothing', async () => {
  const world = createWorld();
  const job = world.addJob({ name: 'backup' });
  await pause(world, [EVERYTHING], { note: 'one' });
  const until = world.now() + MINUTE_MS;
  await pause(world, [EVERYTHING], { note: 'two', until });
  expect(world.store.pauses.list()).toMatchObject([{ scope: 'all', note: 'two', until }]);
  expect(world.commands.resume([EVERYTHING, thisJob(job)], ANA)).toMatchObject({
    kind: 'conflict',
    message: 'not resumed: there is no pause of backup',
  });
  expect(world.store.pauses.list()).toHaveLength(1);
});

test('an end in the past, a note that is too long and a job that is not there are refused', () => {
  const world = createWorld();
  const ask = (target: PauseTarget, how: { until?: number; note?: string }) =>
    world.commands.pause([EVERYTHING, target], { actor: ANA, ...how });
  expect(ask(EVERYTHING, { until: world.now() })).toMatchObject({ kind: 'refused', code: 'until-past' });
  expect(ask(EVERYTHING, { note: 'x'.repeat(1_025) })).toMatchObject({ kind: 'refused', code: 'note-too-long' });
  expect(ask({ scope: 'job', key: 'nobody' }, {})).toMatchObject({ kind: 'not-found' });
  expect(world.store.pauses.list()).toEqual([]);
});
