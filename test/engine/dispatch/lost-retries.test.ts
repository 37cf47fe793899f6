import { expect, test } from 'vitest';
import type { Approval } from '../../../src/store/nouns/approval.ts';
import { ANA } from '../../support/builders.ts';
import { createWorld, type World } from '../../support/world.ts';

/** A job whose run failed and whose retry is due in 10 s. */
async function failedOnce(world: World, fields: Record<string, unknown> = {}) {
  const job = world.addJob({ max_retries: 1, retry_delay_s: 10, ...fields });
  await world.finish(await world.run(job), { code: 1 });
  return job;
}

test('D-07 D-64 a retry that overlap skip drops makes the attempt before it the final failure', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 20_000, max_retries: 1, retry_delay_s: 10 });
  const onFailure = world.addJob({ name: 'on failure', parent_id: job.id, trigger_on: 'failure' });
  const onSuccess = world.addJob({ name: 'on success', parent_id: job.id });
  await world.advance(20_000);
  await world.finish(1, { code: 1 });
  expect(world.runs(onFailure)).toEqual([]);
  await world.run(job);
  await world.advance(10_000);
  expect(world.dispatches(job)).toMatchObject([{ status: 'done' }, { cause: 'retry', status: 'cancelled' }, {}]);
  expect(world.job(job)).toMatchObject({ consecutiveErrors: 1, lastStatus: 'error', last10: 'e' });
  expect(world.job(job).backingOffUntil).toBe(world.now() + 30_000);
  expect(world.runs(onFailure)).toMatchObject([{ triggeredByRun: 1 }]);
  expect(world.why(onSuccess)).toEqual(['drop trigger-not-met']);
  expect(world.alerts()).toMatchObject([{ kind: 'dispatch-dropped', count: 1 }]);
});

test('D-64 D-67 an at job whose retry is dropped is over', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_at: 'in 60s', max_retries: 1, retry_delay_s: 10 });
  await world.advance(60_000);
  await world.finish(1, { code: 1 });
  await world.run(job);
  await world.advance(10_000);
  expect(world.job(job)).toMatchObject({ enabled: false, disabledBecause: 'it ran once', lastStatus: 'error' });
});

test('D-64 D-69 a child whose condition stands in the output follows the retry that never came', async () => {
  const world = createWorld();
  const job = world.addJob({ max_retries: 1, retry_delay_s: 10 });
  const child = (name: string, condition: string) =>
    world.addJob({ name, parent_id: job.id, trigger_on: 'failure', trigger_condition: condition });
  const follows = [child('text', 'contains:disk full'), child('pattern', 'regex:full\\s*$')];
  const stays = child('other', 'contains:network');
  await world.run(job);
  await world.finish(1, { code: 1, out: 'disk full\n' });
  await world.until(() => world.dispatches(job).length === 2);
  await world.act(world.commands.cancelDispatch(2, ANA));
  expect(follows.map((one) => world.runs(one).length)).toEqual([1, 1]);
  expect(world.why(stays)).toEqual(['drop condition-not-met']);
});

test('D-64 D-69 a condition that only a part of the output is there for is neither met nor unmet', async () => {
  const world = createWorld();
  const job = world.addJob({ max_retries: 1, retry_delay_s: 10, output_store_limit_bytes: 1_024 });
  const child = world.addJob({
    name: 'child',
    parent_id: job.id,
    trigger_on: 'failure',
    trigger_condition: 'contains:needle',
  });
  await world.run(job);
  await world.finish(1, { code: 1, out: `${'hay\n'.repeat(1_000)}needle\n${'hay\n'.repeat(1_000)}` });
  await world.until(() => world.dispatches(job).length === 2);
  await world.act(world.commands.cancelDispatch(2, ANA));
  expect(world.why(child)).toEqual(['drop condition-failed']);
});

test('D-64 attempt_failure children follow each attempt once, also the one whose retry was dropped', async () => {
  const world = createWorld();
  const job = world.addJob({ max_retries: 1, retry_delay_s: 10 });
  const child = world.addJob({ name: 'child', parent_id: job.id, trigger_on: 'attempt_failure' });
  await world.run(job);
  await world.finish(1, { code: 1 });
  await world.finish(world.runs(child)[0]);
  await world.act(world.commands.cancelDispatch(2, ANA));
  expect(world.runs(child)).toHaveLength(1);
});

test('D-64 D-81 a retry that asks again and is rejected is the end of the attempt before it', async () => {
  const world = createWorld();
  const job = world.addJob({
    max_retries: 1,
    retry_delay_s: 10,
    approval_required: true,
    approval_scope: 'all',
    schedule_every_ms: 3_600_000,
  });
  await world.advance(3_600_000);
  const first = world.approvals()[0] as Approval;
  await world.act(world.commands.approve(first.id, { actor: ANA }));
  await world.finish(world.runs(job).at(-1), { code: 1 });
  world.update(job, { payload_message: 'other.sh' });
  await world.advance(10_000);
  const second = world.approvals().at(-1) as Approval;
  expect(second.status).toBe('pending');
  await world.act(world.commands.reject(second.id, { actor: ANA }));
  expect(world.job(job)).toMatchObject({ consecutiveErrors: 1, lastStatus: 'error', last10: 'e' });
});

test('D-02 D-64 switching a job off while its retry waits leaves the failure on record, and starts nothing', async () => {
  const world = createWorld();
  const job = await failedOnce(world);
  const child = world.addJob({ name: 'child', parent_id: job.id, trigger_on: 'failure' });
  await world.act(world.commands.disableJob(job.id, ANA));
  expect(world.job(job)).toMatchObject({ lastStatus: 'error', last10: 'e' });
  expect(world.runs(child)).toEqual([]);
});
