import { expect, test } from 'vitest';
import { ANA } from '../../support/builders.ts';
import { createWorld } from '../../support/world.ts';

const ledger = (world: ReturnType<typeof createWorld>) =>
  world.store.db.prepare('SELECT key, state, run_id AS runId FROM ledger ORDER BY run_id').all();

test('D-60 the end of a run is one transaction: run, output, key, dispatch and job', async () => {
  const world = createWorld();
  const job = world.addJob();
  await world.run(job);
  await world.advance(1_500);
  await world.finish(1, { out: 'one\ntwo\n', err: 'hm\n' });
  expect(world.runs()).toMatchObject([
    { status: 'ok', exitCode: 0, durationMs: 1_500, summary: 'two', outBytes: 8, errBytes: 3 },
  ]);
  expect(world.store.runs.output(1)).toMatchObject({ stdout: 'one\ntwo\n', stderr: 'hm\n', stdoutCut: false });
  expect(world.dispatches()).toMatchObject([{ status: 'done', endedAt: world.now() }]);
  expect(world.job(job)).toMatchObject({ lastStatus: 'ok', lastRunAt: world.now(), last10: 'k', okDurations: [1_500] });
  expect(world.store.counters.since(0)).toEqual({ ok: 1 });
});

test('D-22 output longer than the store limit is cut at a character and stays in files', async () => {
  const world = createWorld();
  const job = world.addJob({ output_store_limit_bytes: 10, output_offload_threshold_bytes: 10 });
  await world.run(job);
  await world.finish(1, { out: `${'ä'.repeat(20)}\n` });
  const output = world.store.runs.output(1);
  expect(output).toMatchObject({ stdoutCut: true, offloadedTo: `${world.directory}/runs/1` });
  expect(output?.stdout).not.toContain('\uFFFD');
  expect(world.runs()).toMatchObject([{ outBytes: 41 }]);
});

test('D-61 the key is kept after ok and released after a failure', async () => {
  const world = createWorld();
  const job = world.addJob();
  await world.run(job);
  await world.finish(1);
  await world.run(job);
  await world.finish(2, { code: 1 });
  expect(ledger(world)).toMatchObject([
    { state: 'claimed', runId: 1 },
    { state: 'released', runId: 2 },
  ]);
});

test('D-63 D-23 announce tells of failures only, under a line that names the job', async () => {
  const world = createWorld();
  const job = world.addJob({ delivery_to: '42' });
  await world.run(job);
  await world.finish(1, { out: 'fine\n' });
  expect(world.messages()).toEqual([]);
  await world.run(job);
  await world.finish(2, { code: 3, err: 'disk full\n' });
  expect(world.messages()).toMatchObject([{ kind: 'result', runId: 2, target: '42', key: 'result:2' }]);
  expect(world.messages()[0]?.body).toBe('⚠ backup failed: Shell exited with code 3\ndisk full');
});

test('D-23 D-27 announce-always tells of both, and an ok without output sends nothing', async () => {
  const world = createWorld();
  const job = world.addJob({ delivery_to: '42', delivery_mode: 'announce-always' });
  await world.run(job);
  await world.finish(1, { out: 'fine\n' });
  await world.run(job);
  await world.finish(2);
  await world.run(job);
  await world.finish(3, { code: 1 });
  expect(world.messages().map(({ runId, body }) => [runId, body])).toEqual([
    [1, 'fine'],
    [3, '⚠ backup failed: Shell exited with code 1'],
  ]);
});

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

test('D-65 errors in a row are counted, an ok ends the counting, and a cancel counts for nothing', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 1_000 });
  const counts: number[] = [];
  for (const how of ['error', 'error', 'cancel', 'ok'] as const) {
    await world.until(() => world.clock.now() >= (world.job(job).nextRunAt ?? 0) || world.advance(1_000));
    await world.advance(300_000);
    const run = world.runs(job).at(-1);
    if (how === 'cancel') await world.act(world.commands.cancelRun(run?.id ?? 0, ANA));
    else await world.finish(run, { code: how === 'ok' ? 0 : 1 });
    counts.push(world.job(job).consecutiveErrors);
  }
  expect(counts).toEqual([1, 2, 2, 0]);
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

test('D-67 an at job ends disabled, or deleted with delete_after_run', async () => {
  const world = createWorld();
  const kept = world.addJob({ schedule_at: 'in 10s' });
  const gone = world.addJob({ schedule_at: 'in 10s', name: 'gone', delete_after_run: true });
  await world.advance(10_000);
  await world.finish(1);
  await world.finish(2, { code: 1 });
  expect(world.job(kept)).toMatchObject({ enabled: false, disabledBecause: 'it ran once' });
  expect(world.job(gone).deletedAt).toBe(world.now());
});

test('D-67 an at job keeps its retries', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_at: 'in 10s', max_retries: 1, retry_delay_s: 5 });
  await world.advance(10_000);
  await world.finish(1, { code: 1 });
  expect(world.job(job).enabled).toBe(true);
  await world.advance(5_000);
  await world.finish(2);
  expect(world.job(job).enabled).toBe(false);
});

test('D-67 a cron job with delete_after_run goes after its first ok', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_cron: '* * * * *', delete_after_run: true });
  await world.advance(60_000);
  await world.finish(1, { code: 1 });
  expect(world.job(job).deletedAt).toBeUndefined();
  await world.advance(120_000);
  await world.finish(2);
  expect(world.job(job).deletedAt).toBe(world.now());
});

test('D-68 the dispatch is done after ok, and cancelled after a final error', async () => {
  const world = createWorld();
  const job = world.addJob();
  for (const code of [0, 1]) await world.finish(await world.run(job), { code });
  expect(world.dispatches().map(({ status }) => status)).toEqual(['done', 'cancelled']);
});

test('D-70 the waiting overlap starts although the attempt before it will be retried', async () => {
  const world = createWorld();
  const job = world.addJob({ overlap_policy: 'queue', max_retries: 1, retry_delay_s: 60 });
  await world.run(job);
  await world.run(job);
  await world.finish(1, { code: 1 });
  expect(world.runs()).toMatchObject([{ status: 'error' }, { status: 'running', cause: 'manual' }]);
});

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

test('D-73 an exception in one dispatch rolls back that one alone, and is given up after three releases', async () => {
  const world = createWorld();
  const bad = world.addJob({ name: 'bad', schedule_at: 'in 10s' });
  const good = world.addJob({ name: 'good' });
  world.store.db.exec(`CREATE TEMP TRIGGER break BEFORE INSERT ON runs WHEN new.job_name = 'bad'
    BEGIN SELECT RAISE(ABORT, 'out of luck'); END`);
  await world.advance(10_000);
  await world.run(good);
  expect(world.statuses(good)).toEqual(['running']);
  expect(world.dispatches(bad)).toMatchObject([{ status: 'pending', errorCount: 1, dueAt: world.now() + 60_000 }]);
  expect(world.alerts()).toMatchObject([{ kind: 'engine-error', severity: 'crit', count: 1 }]);
  await world.advance(120_000);
  expect(world.dispatches(bad)).toMatchObject([{ status: 'pending', errorCount: 3 }]);
  await world.advance(60_000);
  expect(world.dispatches(bad)).toMatchObject([{ status: 'cancelled' }]);
  expect(world.slots(bad)).toMatchObject([{ state: 'skipped', reason: 'engine-error' }]);
  expect(world.alerts()).toMatchObject([{ kind: 'engine-error', count: 4 }]);
});

test('D-73 a job whose stored definition nobody can read stops nothing but itself', async () => {
  const world = createWorld();
  const bad = world.addJob({ name: 'bad', schedule_every_ms: 60_000 });
  const good = world.addJob({ name: 'good', schedule_every_ms: 60_000 });
  world.commands.runNow(bad.id, ANA);
  world.store.db.prepare(`UPDATE jobs SET definition = '{"name":"bad"}' WHERE id = ?`).run(bad.id);
  await world.advance(60_000);
  expect(world.statuses(good)).toEqual(['running']);
  expect(world.alerts().map(({ kind }) => kind)).toContain('engine-error');
});

test('D-73 a settlement that throws still gives the run its end, and passes its places on', async () => {
  const world = createWorld({ maxActiveRuns: 1 });
  const bad = world.addJob({ name: 'bad', resource_pool: 'io' });
  const next = world.addJob({ name: 'next', resource_pool: 'io' });
  await world.run(bad);
  await world.run(next);
  world.store.db.exec(`CREATE TEMP TRIGGER break BEFORE INSERT ON run_output WHEN new.run_id = 1
    BEGIN SELECT RAISE(ABORT, 'out of luck'); END`);
  await world.finish(1);
  expect(world.runs()).toMatchObject([
    { status: 'error', error: 'settlement failed: out of luck' },
    { status: 'running' },
  ]);
  expect(world.alerts()).toMatchObject([{ kind: 'engine-error' }]);
});

test('D-74 a run whose job was deleted still gets its end, and nothing follows', async () => {
  const world = createWorld();
  const job = world.addJob({ max_retries: 3, schedule_every_ms: 60_000 });
  const child = world.addJob({ name: 'child', parent_id: job.id, trigger_on: 'complete' });
  world.fake.ignoreTermNext();
  await world.run(job);
  await world.act(world.commands.deleteJob(job.id, ANA));
  await world.advance(10_000);
  expect(world.statuses()).toEqual(['cancelled']);
  expect(world.dispatches(child)).toEqual([]);
  expect(world.job(job).nextRunAt).toBeUndefined();
});

test('D-104 three final failures in a row raise one alert that counts on, and an ok resolves it', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 1_000 });
  const failures = [1, 2, 3, 4];
  for (const _ of failures) {
    await world.advance((world.job(job).nextRunAt ?? 0) - world.now());
    await world.finish(world.runs().at(-1), { code: 1 });
  }
  expect(world.alerts()).toMatchObject([
    { kind: 'failing', severity: 'crit', count: 2, state: 'open', title: 'backup failed 4× in a row' },
  ]);
  await world.finish(await world.run(job));
  expect(world.alerts()).toMatchObject([{ kind: 'failing', state: 'resolved' }]);
});

test('D-104 an alert is acknowledged once, counts on, and can be opened again', async () => {
  const world = createWorld();
  const job = world.addJob({ overlap_policy: 'queue', max_queued_dispatches: 1 });
  for (const _ of [1, 2, 3]) await world.run(job);
  await world.act(world.commands.acknowledgeAlert(1, ANA));
  expect(world.commands.acknowledgeAlert(1, ANA)).toMatchObject({ kind: 'conflict' });
  await world.run(job);
  expect(world.alerts()).toMatchObject([{ state: 'acknowledged', count: 2 }]);
  await world.act(world.commands.reopenAlert(1, ANA));
  expect(world.alerts()).toMatchObject([{ state: 'open' }]);
  expect(world.store.audit.list(3).map(({ action }) => action)).toEqual([
    'alert.reopened',
    'job.run',
    'alert.acknowledged',
  ]);
});
