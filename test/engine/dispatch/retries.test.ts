import { expect, test } from 'vitest';
import { ANA } from '../../support/builders.ts';
import { createWorld } from '../../support/world.ts';

test('D-64 a failed run is tried again after its back-off, and errors count only at the final end', async () => {
  const world = createWorld();
  const job = world.addJob({ max_retries: 2, retry_delay_s: 10, retry_factor: 3, delivery_to: '42' });
  await world.run(job);
  await world.finish(1, { code: 1 });
  expect(world.dispatches()).toMatchObject([
    { status: 'done' },
    { cause: 'retry', status: 'pending', dueAt: world.now() + 10_000, retryOf: 1, retryCount: 1 },
  ]);
  expect(world.job(job)).toMatchObject({ consecutiveErrors: 0, last10: '', lastRunAt: world.now() });
  await world.advance(10_000);
  await world.finish(2, { code: 1 });
  await world.advance(29_999);
  expect(world.statuses()).toEqual(['error', 'error']);
  await world.advance(1);
  await world.finish(3, { code: 1 });
  expect(world.dispatches().map(({ status }) => status)).toEqual(['done', 'done', 'cancelled']);
  expect(world.job(job)).toMatchObject({ lastStatus: 'error', last10: 'e' });
  expect(world.messages().map(({ body }) => body.split('\n')[1])).toEqual([
    'will retry 1 of 2 in 10 s',
    'will retry 2 of 2 in 30 s',
    'no retry left',
  ]);
});

test('D-64 a success after a retry counts as one ok', async () => {
  const world = createWorld();
  const job = world.addJob({ max_retries: 1, retry_delay_s: 1 });
  await world.run(job);
  await world.finish(1, { code: 1 });
  await world.advance(1_000);
  await world.finish(2);
  expect(world.job(job)).toMatchObject({ consecutiveErrors: 0, last10: 'k' });
});

test('D-64 a retry with a new idempotency key, so that the old failure is not handed back', async () => {
  const world = createWorld();
  const job = world.addJob({ max_retries: 1, retry_delay_s: 1 });
  await world.run(job);
  await world.finish(1, { code: 1 });
  await world.advance(1_000);
  expect(world.runs().map(({ idempotencyKey }) => idempotencyKey)).toEqual(['run:1', 'run:2']);
});

test('D-64 no retry for a disabled job, an exit code outside the list, or a full queue, which is warned', async () => {
  const world = createWorld();
  const listed = world.addJob({ name: 'listed', max_retries: 1, retry_on_exit_codes: [75] });
  await world.run(listed);
  await world.finish(1, { code: 1 });
  expect(world.dispatches(listed)).toMatchObject([{ status: 'cancelled' }]);
  const off = world.addJob({ name: 'off', max_retries: 1 });
  await world.run(off);
  await world.act(world.commands.disableJob(off.id, ANA));
  await world.finish(2, { code: 1 });
  expect(world.dispatches(off)).toHaveLength(1);
  const full = world.addJob({ name: 'full', max_retries: 1, overlap_policy: 'queue', max_queued_dispatches: 1 });
  await world.run(full);
  await world.run(full);
  await world.finish(3, { code: 1 });
  expect(world.dispatches(full)).toHaveLength(2);
  expect(world.job(full)).toMatchObject({ lastStatus: 'error' });
  expect(world.alerts()).toMatchObject([{ kind: 'dispatch-dropped', key: `dropped:${full.id}` }]);
});

test('D-66 after errors the next fire waits 30 s, 1 min, 5 min, 15 min, 1 h, and each slot it swallows has its trace', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 10_000, run_timeout_ms: 3_600_000 });
  const waits: number[] = [];
  for (const _ of [1, 2, 3]) {
    await world.advance((world.job(job).nextRunAt ?? 0) - world.now());
    await world.finish(world.runs(job).at(-1), { code: 1 });
    waits.push((world.job(job).nextRunAt ?? 0) - world.now());
  }
  expect(waits).toEqual([30_000, 60_000, 300_000]);
  await world.advance(300_000);
  expect(world.slots(job).map(({ state, reason, count }) => [state, reason, count])).toEqual([
    ['ran', undefined, 1],
    ['skipped', 'backing-off', 2],
    ['ran', undefined, 1],
    ['skipped', 'backing-off', 5],
    ['ran', undefined, 1],
    ['skipped', 'backing-off', 29],
    ['ran', undefined, 1],
  ]);
});

test('D-66 a run by hand that succeeds ends the back-off, and what it swallowed until then has its trace', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 10_000 });
  await world.advance(10_000);
  await world.finish(1, { code: 1 });
  await world.advance(20_000);
  await world.finish(await world.run(job));
  expect(world.job(job)).toMatchObject({ consecutiveErrors: 0, nextRunAt: world.now() + 10_000 });
  expect(world.job(job).backingOffUntil).toBeUndefined();
  expect(world.slots(job)).toMatchObject([{ state: 'ran' }, { state: 'skipped', reason: 'backing-off', count: 2 }]);
});

test('D-66 an edit ends the back-off', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 10_000 });
  await world.advance(10_000);
  await world.finish(1, { code: 1 });
  world.update(job, { payload_message: 'better.sh' });
  expect(world.job(job).nextRunAt).toBe(world.now() + 10_000);
});

test('D-66 a run by hand that fails moves neither schedule nor back-off', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 10_000 });
  await world.finish(await world.run(job), { code: 1 });
  expect(world.job(job)).toMatchObject({ consecutiveErrors: 0, nextRunAt: world.now() + 10_000 });
});

test('D-66 S-6 an interval from the end waits for the back-off and no longer', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 10_000, every_from: 'end' });
  await world.advance(10_000);
  await world.finish(1, { code: 1 });
  expect(world.job(job).nextRunAt).toBe(world.now() + 30_000);
  await world.advance(30_000);
  expect(world.statuses()).toEqual(['error', 'running']);
});

test('D-70 the waiting overlap starts although the attempt before it will be retried', async () => {
  const world = createWorld();
  const job = world.addJob({ overlap_policy: 'queue', max_retries: 1, retry_delay_s: 60 });
  await world.run(job);
  await world.run(job);
  await world.finish(1, { code: 1 });
  expect(world.runs()).toMatchObject([{ status: 'error' }, { status: 'running', cause: 'manual' }]);
});

test('D-64 D-21 lists of exit codes compare the raw code, also where it stands for a signal', async () => {
  const world = createWorld();
  const listed = world.addJob({ max_retries: 1, retry_on_exit_codes: [143], success_exit_codes: [0, 130] });
  await world.finish(await world.run(listed), { code: 143 });
  expect(world.runs(listed)[0]).toMatchObject({ status: 'error', exitCode: 143, signal: 'SIGTERM' });
  await world.advance(30_000);
  await world.finish(world.runs(listed)[1], { code: 130 });
  expect(world.statuses(listed)).toEqual(['error', 'ok']);
  const other = world.addJob({ name: 'other', max_retries: 1, retry_on_exit_codes: [15] });
  await world.finish(await world.run(other), { code: 143 });
  await world.advance(30_000);
  expect(world.statuses(other)).toEqual(['error']);
});
