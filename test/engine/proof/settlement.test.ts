import { expect, test } from 'vitest';
import { finalizeDispatch } from '../../../src/engine/dispatch/finalize-dispatch.ts';
import { LeaseLost } from '../../../src/engine/lease.ts';
import { settle } from '../../../src/engine/rules/settle.ts';
import { beginStretch } from '../../../src/engine/stretch.ts';
import { tick } from '../../../src/engine/tick.ts';
import { ANA, aDispatch, aJob, aRun, NOON, printed } from '../../support/builders.ts';
import { createWorld } from '../../support/world.ts';

test('D-60 an end that comes a second time changes nothing', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 60_000 });
  await world.advance(60_000);
  const [run] = world.runs();
  await world.finish(run);
  const [dispatch] = world.dispatches();
  if (run === undefined || dispatch === undefined) throw new Error('nothing ran');
  const settlement = settle({
    job: world.job(job),
    run,
    dispatch,
    outcome: { kind: 'error', error: 'late', exitCode: 1, evidence: printed('other\n') },
    now: world.now(),
    children: [],
    pendingOf: () => 0,
    spread: 0,
  });
  const again = world.store.write(() =>
    finalizeDispatch(world.store, { job: world.job(job), dispatch, run }, settlement, world.now()),
  );
  expect(again).toBe(false);
  expect(world.dispatches()).toMatchObject([{ status: 'done' }]);
  expect(world.job(job)).toMatchObject({ lastStatus: 'ok', consecutiveErrors: 0, last10: 'k' });
  expect(world.store.ledger.isClaimed(dispatch.occasionKey, world.now())).toBe(true);
  expect(world.store.counters.since(0)).toEqual({ ok: 1 });
});

test('D-64 D-65 an attempt that will be retried writes last_run_at and nothing else on its job', async () => {
  const world = createWorld();
  const job = world.addJob({ max_retries: 1, retry_delay_s: 30 });
  const before = world.job(job);
  await world.run(job);
  await world.advance(5_000);
  await world.finish(1, { code: 1 });
  expect(world.job(job)).toEqual({ ...before, lastRunAt: world.now() });
});

test('D-70 a run whose job moved to another pool gives back the one it held', async () => {
  const world = createWorld();
  const moved = world.addJob({ name: 'moved', resource_pool: 'io' });
  const waits = world.addJob({ name: 'waits', resource_pool: 'io' });
  await world.run(moved);
  await world.run(waits);
  world.update(moved, { resource_pool: 'net' });
  await world.settle();
  expect(world.statuses(waits)).toEqual([]);
  await world.finish(1);
  expect(world.statuses(waits)).toEqual(['running']);
});

test('D-69 an error of a watchdog triggers no child', () => {
  const child = aJob({ parent_id: 'j1', trigger_on: 'complete' }, { id: 'child' });
  const settlement = settle({
    job: aJob({ job_type: 'watchdog', watchdog_check_cmd: 'check.sh' }),
    run: aRun(),
    dispatch: aDispatch(),
    outcome: { kind: 'error', error: 'cannot start: no such shell' },
    now: NOON,
    children: [child],
    pendingOf: () => 0,
    spread: 0,
  });
  expect(settlement.children).toEqual([]);
});

test('a batch of an engine that was replaced writes nothing', async () => {
  const world = createWorld();
  const job = world.addJob();
  world.crash();
  const store = world.open();
  store.write(() => store.db.prepare("UPDATE lease SET holder_id = 'the new one', fence = fence + 1").run());
  store.dispatches.add(
    { jobId: job.id, cause: 'manual', occasionKey: 'manual:x', dueAt: world.now(), retryCount: 0, requestedBy: ANA },
    0,
    world.now(),
  );
  const replaced = { holderId: 'the one of before', fence: 1 };
  const surroundings = { maxActiveRuns: 8, gatewayReady: false };
  const catchingUp = { unseen: { before: 0, because: '' }, spread: { lastAt: 0 } };
  const facts = {
    ...replaced,
    ...surroundings,
    catchingUp,
    endings: [],
    started: [],
    admits: true,
    stretch: beginStretch(world.clock),
  };
  expect(() => tick(store, facts, world.now())).toThrow(LeaseLost);
  expect(store.runs.active()).toEqual([]);
  expect(store.dispatches.byOccasion('manual:x')).toMatchObject({ status: 'pending' });
});

test('D-73 what a dispatch wrote before it threw is rolled back, and nothing else of its batch', async () => {
  const world = createWorld();
  const bad = world.addJob({ name: 'bad', schedule_every_ms: 60_000 });
  const good = world.addJob({ name: 'good', schedule_every_ms: 60_000 });
  // The run's row is written by then.
  world.store.db.exec(`CREATE TEMP TRIGGER break BEFORE INSERT ON decisions WHEN new.verdict = 'start' AND new.job_id = '${bad.id}'
    BEGIN SELECT RAISE(ABORT, 'out of luck'); END`);
  await world.advance(60_000);
  expect(world.runs(bad)).toEqual([]);
  expect(world.statuses(good)).toEqual(['running']);
  expect(world.slots(bad)).toMatchObject([{ state: 'due' }]);
  expect(world.store.ledger.isClaimed(world.dispatches(bad)[0]?.occasionKey ?? '', world.now())).toBe(false);
});

test('D-64 no retry of a job that was switched off at the last moment', async () => {
  const world = createWorld();
  const job = world.addJob({ max_retries: 3 });
  world.addJob({ name: 'child', parent_id: job.id, trigger_on: 'attempt_failure' });
  await world.run(job);
  world.fake.finish(1, { code: 1 });
  // The end was seen, and its settlement is still to come.
  await Promise.resolve();
  world.commands.disableJob(job.id, ANA);
  await world.until(() => world.runs(job)[0]?.finishedAt !== undefined);
  expect(world.dispatches(job)).toMatchObject([{ status: 'cancelled' }]);
});

test('the first reason to stop a run stands', async () => {
  const world = createWorld();
  const job = world.addJob({ overlap_policy: 'replace', kill_grace_ms: 60_000 });
  world.fake.ignoreTermNext();
  await world.run(job);
  await world.act(world.commands.cancelRun(1, ANA));
  await world.run(job);
  expect(world.runs()[0]).toMatchObject({ stopReason: 'cancel', stopRequestedBy: ANA });
});

test.each([
  ['timeout', {}, ['timeout']],
  ['crashed', {}, ['crashed']],
  ['error', { max_retries: 1, retry_delay_s: 1 }, ['error', 'error']],
] as const)('D-75 each run that ends %s is told once, the last one too', async (how, fields, ends) => {
  const world = createWorld();
  const job = world.addJob({ delivery_to: '42', run_timeout_ms: 60_000, ...fields });
  await world.run(job);
  for (const [index] of ends.entries()) {
    const runId = index + 1;
    if (how === 'timeout') await world.advance(60_000);
    else if (how === 'crashed') world.fake.vanish(runId);
    else await world.finish(runId, { code: 1 });
    await world.advance(3_000);
  }
  await world.restart();
  expect(world.statuses(job)).toEqual(ends);
  expect(world.messages().map(({ kind, runId }) => [kind, runId])).toEqual(
    ends.map((_, index) => ['result', index + 1]),
  );
});
