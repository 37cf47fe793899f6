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

test('D-22 of a command that failed the last line on stderr is kept as its summary', async () => {
  const world = createWorld();
  await world.run(world.addJob());
  await world.finish(1, { code: 127, out: 'begun\n', err: 'line 3\nnode: not found\n' });
  expect(world.runs()).toMatchObject([{ error: 'Shell exited with code 127', summary: 'node: not found' }]);
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
  expect(world.messages()[0]?.body).toBe('⚠ backup failed: Shell exited with code 3\nno retry left\ndisk full');
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
    [3, '⚠ backup failed: Shell exited with code 1\nno retry left'],
  ]);
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
