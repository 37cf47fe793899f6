import { expect, test } from 'vitest';
import { ANA } from '../../support/builders.ts';
import { createWorld } from '../../support/world.ts';

const EVERY_MINUTE = { schedule_every_ms: 60_000 };

test('D-01 a dispatch that another engine claimed is left alone', async () => {
  const world = createWorld();
  const job = world.addJob();
  world.commands.runNow(job.id, ANA);
  world.store.db.prepare("UPDATE dispatches SET status = 'claimed'").run();
  await world.advance(5_000);
  expect(world.runs()).toEqual([]);
  expect(world.dispatches()).toMatchObject([{ status: 'claimed' }]);
});

test('D-02 disabling ends what waits, enabling revives none of it, and a disabled job still runs by hand', async () => {
  const world = createWorld();
  const job = world.addJob({ ...EVERY_MINUTE, overlap_policy: 'queue' });
  await world.advance(60_000);
  await world.advance(60_000);
  expect(world.dispatches().map(({ status }) => status)).toEqual(['done', 'pending'].with(0, 'claimed'));
  await world.act(world.commands.disableJob(job.id, ANA));
  expect(world.dispatches().map(({ status }) => status)).toEqual(['claimed', 'cancelled']);
  expect(world.slots(job).at(-1)).toMatchObject({ state: 'skipped', reason: 'disabled' });
  await world.finish(world.runs()[0]);
  await world.act(world.commands.enableJob(job.id, ANA));
  expect(world.statuses()).toEqual(['ok']);
  await world.act(world.commands.disableJob(job.id, ANA));
  await world.run(job);
  expect(world.statuses()).toEqual(['ok', 'running']);
});

test('D-02 a dispatch that was queued by hand survives the switch', async () => {
  const world = createWorld();
  const job = world.addJob({ overlap_policy: 'queue' });
  const run = await world.run(job);
  await world.run(job);
  await world.act(world.commands.disableJob(job.id, ANA));
  await world.finish(run);
  expect(world.statuses()).toEqual(['ok', 'running']);
});

test('D-06 a scheduled fire that finds its pool full goes on to the next one', async () => {
  const world = createWorld();
  const holder = world.addJob({ name: 'holder', resource_pool: 'io' });
  const job = world.addJob({ ...EVERY_MINUTE, resource_pool: 'io' });
  const run = await world.run(holder);
  await world.advance(60_000);
  expect(world.slots(job)).toMatchObject([{ state: 'skipped', reason: 'pool-busy' }]);
  expect(world.why(job)).toEqual(['drop pool-busy']);
  expect(world.store.counters.since(0)).toEqual({ skipped: 1 });
  await world.finish(run);
  await world.advance(60_000);
  expect(world.statuses(job)).toEqual(['running']);
});

test('D-06 one that waits starts the moment a slot frees, and keeps its slot and lateness', async () => {
  const world = createWorld();
  const holder = world.addJob({ name: 'holder', resource_pool: 'io' });
  const job = world.addJob({ ...EVERY_MINUTE, resource_pool: 'io', pool_policy: 'wait' });
  const run = await world.run(holder);
  const slotAt = world.now() + 60_000;
  await world.advance(95_000);
  expect(world.dispatches(job)).toMatchObject([{ status: 'pending', blockedOn: 'pool:io' }]);
  await world.finish(run);
  expect(world.runs(job)).toMatchObject([{ status: 'running', slotAt, dueAt: slotAt }]);
  expect(world.fake.specs.at(-1)?.env).toMatchObject({ OPENCLAW_LATE_MS: '35000' });
});

test('D-06 a chain, manual or retry dispatch waits for the pool whatever the policy says', async () => {
  const world = createWorld();
  const holder = world.addJob({ name: 'holder', resource_pool: 'io' });
  const job = world.addJob({ resource_pool: 'io' });
  const run = await world.run(holder);
  await world.run(job);
  expect(world.why(job)).toEqual(['wait pool-busy']);
  await world.finish(run);
  expect(world.statuses(job)).toEqual(['running']);
});

test('D-06 a pool of three slots holds three', async () => {
  const world = createWorld();
  world.store.write(() => world.store.pools.set('io', 3));
  const jobs = [1, 2, 3, 4].map((n) => world.addJob({ name: `job ${n}`, resource_pool: 'io' }));
  for (const job of jobs) await world.run(job);
  expect(world.statuses()).toEqual(['running', 'running', 'running']);
  await world.finish(world.runs()[1]);
  expect(world.statuses()).toEqual(['running', 'ok', 'running', 'running']);
});

test('D-07 while a run is active, skip cancels a dispatch and a fire goes on to the next', async () => {
  const world = createWorld();
  const job = world.addJob(EVERY_MINUTE);
  const run = await world.run(job);
  await world.run(job);
  expect(world.dispatches().at(-1)).toMatchObject({ cause: 'manual', status: 'cancelled' });
  await world.advance(60_000);
  expect(world.slots(job)).toMatchObject([{ state: 'skipped', reason: 'overlap-skip', count: 1 }]);
  await world.advance(120_000);
  expect(world.slots(job)).toMatchObject([{ state: 'skipped', reason: 'overlap-skip', count: 3 }]);
  await world.finish(run);
  await world.advance(60_000);
  expect(world.statuses()).toEqual(['ok', 'running']);
});

test('D-08 queue keeps them in line up to its limit, and drops the next with a warning', async () => {
  const world = createWorld();
  const job = world.addJob({ overlap_policy: 'queue', max_queued_dispatches: 2 });
  for (const _ of [1, 2, 3, 4]) await world.run(job);
  expect(world.dispatches().map(({ status }) => status)).toEqual(['claimed', 'pending', 'pending', 'cancelled']);
  expect(world.alerts()).toMatchObject([{ kind: 'dispatch-dropped', severity: 'warn' }]);
  expect(world.why(job).at(-1)).toBe('drop overlap-full');
});

test('D-08 the waiting one starts the moment the active run ends, one at a time and in order', async () => {
  const world = createWorld();
  const job = world.addJob({ overlap_policy: 'queue' });
  for (const _ of [1, 2, 3]) await world.run(job);
  expect(world.statuses()).toEqual(['running']);
  await world.finish(1);
  expect(world.statuses()).toEqual(['ok', 'running']);
  await world.finish(2, { code: 1 });
  expect(world.runs().map(({ dispatchId, status }) => [dispatchId, status])).toEqual([
    [1, 'ok'],
    [2, 'error'],
    [3, 'running'],
  ]);
});

test('D-09 replace stops the active run, TERM first, and then starts', async () => {
  const world = createWorld();
  const job = world.addJob({ overlap_policy: 'replace' });
  await world.run(job);
  await world.run(job);
  expect(world.fake.signals).toMatchObject([{ runId: 1, signal: 'SIGTERM' }]);
  expect(world.statuses()).toEqual(['cancelled', 'running']);
  expect(world.runs()[0]).toMatchObject({ stopReason: 'replace', signal: 'SIGTERM' });
});

test('D-09 one that ignores TERM is killed after its grace, and only the newest of those that wait starts', async () => {
  const world = createWorld();
  const job = world.addJob({ overlap_policy: 'replace', kill_grace_ms: 3_000 });
  world.fake.ignoreTermNext();
  await world.run(job);
  await world.advance(10_000);
  await world.run(job);
  await world.run(job);
  await world.advance(2_900);
  expect(world.statuses()).toEqual(['running']);
  await world.advance(200);
  expect(world.fake.signals.map(({ signal }) => signal)).toEqual(['SIGTERM', 'SIGKILL']);
  expect(world.statuses()).toEqual(['cancelled', 'running']);
  expect(world.runs()[1]?.dispatchId).toBe(3);
  expect(world.dispatches()[1]).toMatchObject({ status: 'cancelled' });
});

test('D-10 allow starts beside the active run', async () => {
  const world = createWorld();
  const job = world.addJob({ overlap_policy: 'allow' });
  await world.run(job);
  await world.run(job);
  expect(world.statuses()).toEqual(['running', 'running']);
});

test('D-11 an occasion whose key is claimed already is not run again, and its slot says so', async () => {
  const world = createWorld();
  const job = world.addJob(EVERY_MINUTE);
  const slotAt = world.now() + 60_000;
  world.store.write(() =>
    world.store.ledger.claim(`slot:${job.id}:${slotAt}`, { runId: 99, expiresAt: slotAt + 1e9 }, world.now()),
  );
  await world.advance(60_000);
  expect(world.runs()).toEqual([]);
  expect(world.dispatches()).toMatchObject([{ status: 'done' }]);
  expect(world.slots(job)).toMatchObject([{ state: 'skipped', reason: 'duplicate' }]);
  expect(world.job(job).nextSlotAt).toBe(slotAt + 60_000);
});

test('D-11 the same request by hand is one occasion', async () => {
  const world = createWorld();
  const job = world.addJob({ overlap_policy: 'allow' });
  const first = await world.act(world.commands.runNow(job.id, ANA, 'twice'));
  const second = await world.act(world.commands.runNow(job.id, ANA, 'twice'));
  expect(second).toEqual(first);
  expect(world.statuses()).toEqual(['running']);
});

test('D-12 a job that needs the gateway waits a minute at a time, once, while shell work goes on', async () => {
  const world = createWorld();
  const agent = world.addJob({ session_target: 'isolated', payload_message: 'report', name: 'agent' });
  const shell = world.addJob();
  world.commands.runNow(agent.id, ANA);
  await world.run(shell);
  await world.advance(59_000);
  expect(world.statuses()).toEqual(['running']);
  expect(world.dispatches(agent)).toMatchObject([{ status: 'pending', dueAt: world.now() + 1_000 }]);
  expect(world.store.decisions.list(agent.id, 10)).toMatchObject([{ reason: 'gateway-down', count: 1 }]);
});

test('D-13 as many runs at once as the limit allows, the rest wait by priority and none is lost', async () => {
  const world = createWorld({ maxActiveRuns: 2 });
  const jobs = [0, 0, 0, 5, -5].map((priority, index) => world.addJob({ name: `job ${index}`, priority }));
  for (const job of jobs) world.commands.runNow(job.id, ANA);
  await world.settle();
  const startOrder = () => world.fake.specs.map(({ env }) => env.OPENCLAW_JOB_NAME);
  expect(startOrder()).toEqual(['job 3', 'job 0']);
  for (const runId of [1, 2, 3, 4, 5]) {
    expect(world.fake.running().length).toBeLessThanOrEqual(2);
    await world.finish(runId);
  }
  expect(startOrder()).toEqual(['job 3', 'job 0', 'job 1', 'job 2', 'job 4']);
  expect(world.statuses()).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
});

test('D-13 a point of priority is worth a minute of waiting, so that nothing starves', async () => {
  const world = createWorld({ maxActiveRuns: 1 });
  const busy = world.addJob({ name: 'busy' });
  const patient = world.addJob({ name: 'patient', priority: 0 });
  const urgent = world.addJob({ name: 'urgent', priority: 2 });
  await world.run(busy);
  await world.run(patient);
  await world.advance(180_000);
  await world.run(urgent);
  await world.finish(1);
  expect(world.fake.specs.at(-1)?.env.OPENCLAW_JOB_NAME).toBe('patient');
});

test('D-13 a slow job delays no other', async () => {
  const world = createWorld({ maxActiveRuns: 4 });
  const slow = world.addJob({ name: 'slow', run_timeout_ms: 3_600_000 });
  const quick = world.addJob({ name: 'quick', schedule_every_ms: 10_000 });
  await world.run(slow);
  for (const run of [2, 3, 4, 5]) {
    await world.advance(10_000);
    expect(world.runs(quick).at(-1)).toMatchObject({ id: run, status: 'running', startedAt: world.now() });
    await world.finish(run);
  }
});

test('D-14 a key lives seven days, and one day for a job that is deleted after its run', async () => {
  const world = createWorld();
  const job = world.addJob();
  const once = world.addJob({ name: 'once', delete_after_run: true });
  await world.run(job);
  await world.run(once);
  const lives = world.store.db.prepare('SELECT expires_at - claimed_at AS ms FROM ledger ORDER BY run_id').all();
  expect(lives).toEqual([{ ms: 7 * 86_400_000 }, { ms: 86_400_000 }]);
});

test('D-15 a key lost between check and claim ends the run skipped', async () => {
  const world = createWorld();
  const job = world.addJob();
  // Somebody else's claim arrives between our look and ours.
  world.store.db.exec(`CREATE TEMP TRIGGER lose AFTER INSERT ON runs BEGIN
    INSERT INTO ledger (key, state, run_id, claimed_at, expires_at)
    SELECT occasion_key, 'claimed', 99, 0, 9e15 FROM dispatches WHERE id = new.dispatch_id; END`);
  await world.run(job);
  expect(world.runs()).toMatchObject([{ status: 'skipped' }]);
  expect(world.dispatches()).toMatchObject([{ status: 'done' }]);
  expect(world.fake.specs).toEqual([]);
});

test('D-16 a retry carries its run and the count, a chain run carries its parent run', async () => {
  const world = createWorld();
  const parent = world.addJob({ max_retries: 1, retry_delay_s: 1 });
  const child = world.addJob({ name: 'child', parent_id: parent.id });
  await world.run(parent);
  await world.finish(1, { code: 1 });
  await world.advance(1_000);
  expect(world.runs(parent)[1]).toMatchObject({ cause: 'retry', retryOf: 1, retryCount: 1, causeRoot: 'run:1' });
  await world.finish(2);
  await world.until(() => world.runs(child).length === 1);
  expect(world.runs(child)).toMatchObject([{ cause: 'chain', triggeredByRun: 2, causeRoot: 'run:1' }]);
});
