import { mkdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ANA } from '../support/builders.ts';
import { createWorld } from '../support/world.ts';

test('D-90 a run whose process still lives is taken back: output goes on and its exit is recorded', async () => {
  const world = createWorld();
  const job = world.addJob();
  await world.run(job);
  world.fake.print(1, { out: 'before\n' });
  await world.restart();
  expect(world.statuses()).toEqual(['running']);
  await world.finish(1, { code: 3, out: 'after\n' });
  expect(world.runs()).toMatchObject([{ status: 'error', exitCode: 3, summary: 'after' }]);
  expect(world.store.runs.output(1)?.stdout).toBe('before\nafter\n');
  expect(world.fake.specs).toHaveLength(1);
});

test('D-90 an adopted run keeps its time limit from its real start', async () => {
  const world = createWorld();
  const job = world.addJob({ run_timeout_ms: 60_000 });
  await world.run(job);
  world.crash();
  world.clock.freeze(50_000);
  await world.start();
  await world.advance(9_000);
  expect(world.statuses()).toEqual(['running']);
  await world.advance(1_000);
  expect(world.statuses()).toEqual(['timeout']);
});

test('D-90 an adopted run took as long as it ran, under both engines; behind a clock that was set back nobody knows', async () => {
  const world = createWorld();
  const job = world.addJob({ overlap_policy: 'allow' });
  await world.run(job);
  world.crash();
  world.clock.freeze(50_000);
  await world.start();
  await world.advance(9_000);
  await world.finish(1);
  expect(world.runs()).toMatchObject([{ status: 'ok', durationMs: 59_000 }]);
  await world.run(job);
  world.crash();
  world.clock.step(-3_600_000);
  await world.start();
  await world.finish(2);
  expect(world.runs()[1]).toMatchObject({ status: 'ok' });
  expect(world.runs()[1]?.durationMs).toBeUndefined();
});

test('D-90 an adopted run can be cancelled', async () => {
  const world = createWorld();
  const job = world.addJob();
  await world.run(job);
  await world.restart();
  await world.act(world.commands.cancelRun(1, ANA));
  expect(world.statuses()).toEqual(['cancelled']);
});

test('D-91 a run whose process ended meanwhile is settled from the exit status it left', async () => {
  const world = createWorld();
  const job = world.addJob({ max_retries: 1, retry_delay_s: 1 });
  await world.run(job);
  world.crash();
  world.fake.finish(1, { code: 7, out: 'left behind\n' });
  await world.start();
  expect(world.runs()).toMatchObject([{ status: 'error', exitCode: 7, summary: 'left behind' }]);
  await world.advance(1_000);
  expect(world.statuses()).toEqual(['error', 'running']);
});

test('D-91 a run that ends between the look for its exit status and the look for its process keeps that status', async () => {
  const world = createWorld();
  await world.run(world.addJob());
  world.crash();
  const { openPort } = world.fake;
  world.fake.openPort = () => {
    const port = openPort();
    const isAlive: typeof port.isAlive = (identity) => {
      if (world.fake.running().length > 0) world.fake.finish(1, { code: 7 });
      return port.isAlive(identity);
    };
    return { ...port, isAlive };
  };
  await world.start();
  expect(world.runs()).toMatchObject([{ status: 'error', exitCode: 7 }]);
});

test('D-92 a run that left no status is crashed, its key released, and at-most-once is not replayed', async () => {
  const world = createWorld();
  const job = world.addJob();
  await world.run(job);
  world.crash();
  world.fake.reboot();
  await world.start();
  await world.advance(5_000);
  expect(world.statuses()).toEqual(['crashed']);
  expect(world.dispatches()).toMatchObject([{ status: 'cancelled' }]);
  expect(world.store.db.prepare('SELECT state FROM ledger').all()).toEqual([{ state: 'released' }]);
  expect(world.job(job)).toMatchObject({ lastStatus: 'crashed', consecutiveErrors: 0, last10: 'c' });
  expect(world.alerts()).toMatchObject([{ kind: 'crashed', severity: 'crit', key: `crashed:${job.id}` }]);
});

test('D-92 at-least-once is replayed once, with the same idempotency key', async () => {
  const world = createWorld();
  const job = world.addJob({ delivery_guarantee: 'at-least-once', delivery_to: '42' });
  await world.run(job);
  world.crash();
  world.fake.reboot();
  await world.start();
  expect(world.runs()).toMatchObject([
    { status: 'crashed', idempotencyKey: 'run:1' },
    { status: 'running', cause: 'retry', replayOf: 1, idempotencyKey: 'run:1', retryCount: 0 },
  ]);
  expect(world.fake.specs.at(-1)?.env).toMatchObject({ OPENCLAW_IDEMPOTENCY_KEY: 'run:1' });
  expect(world.messages()[0]?.body).toContain('it is started once more');
  world.crash();
  world.fake.reboot();
  await world.start();
  await world.advance(5_000);
  expect(world.statuses()).toEqual(['crashed', 'crashed']);
});

test('D-92 an at job that crashed is disabled', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_at: 'in 10s' });
  await world.advance(10_000);
  world.crash();
  world.fake.reboot();
  await world.start();
  expect(world.job(job).enabled).toBe(false);
});

test('D-92 an ok resolves the alert of the crash', async () => {
  const world = createWorld();
  const job = world.addJob();
  await world.run(job);
  world.crash();
  world.fake.reboot();
  await world.start();
  await world.finish(await world.run(job));
  expect(world.alerts()).toMatchObject([{ kind: 'crashed', state: 'resolved' }]);
});

test('a run that was being stopped when the engine died is settled by the reason it was stopped for', async () => {
  const world = createWorld();
  const job = world.addJob({ run_timeout_ms: 10_000 });
  world.fake.ignoreTermNext();
  await world.run(job);
  await world.advance(10_000);
  world.crash();
  world.fake.port.signalGroup(world.fake.identityOf(1).pid, 'SIGKILL');
  await world.start();
  expect(world.runs()).toMatchObject([{ status: 'timeout', stopReason: 'timeout' }]);
});

test('a stop that the old engine began is carried on by the next', async () => {
  const world = createWorld();
  const job = world.addJob({ kill_grace_ms: 5_000 });
  world.fake.ignoreTermNext();
  await world.run(job);
  await world.act(world.commands.cancelRun(1, ANA));
  await world.restart();
  await world.advance(6_000);
  expect(world.statuses()).toEqual(['cancelled']);
});

test('D-93 a claimed dispatch without a run is released', async () => {
  const world = createWorld();
  const job = world.addJob();
  world.commands.runNow(job.id, ANA);
  world.store.db.prepare(`UPDATE dispatches SET status = 'claimed'`).run();
  await world.restart();
  expect(world.statuses()).toEqual(['running']);
});

test('D-94 a missing next fire is repaired, except for what waits for an end', async () => {
  const world = createWorld();
  const cron = world.addJob({ schedule_cron: '*/5 * * * *' });
  const fromEnd = world.addJob({ name: 'from end', schedule_every_ms: 10_000, every_from: 'end' });
  await world.advance(10_000);
  world.store.db.prepare('UPDATE jobs SET next_run_at = NULL, next_slot_at = NULL WHERE id = ?').run(cron.id);
  await world.restart();
  expect(world.job(cron).nextRunAt).toBe(Date.UTC(2026, 10, 23, 12, 5));
  expect(world.job(fromEnd).nextRunAt).toBeUndefined();
});

test('D-95 misfires are handled by policy after a crash', async () => {
  const world = createWorld();
  const skip = world.addJob({ name: 'skip', schedule_every_ms: 60_000, misfire_policy: 'skip' });
  const once = world.addJob({ name: 'once', schedule_every_ms: 60_000 });
  world.crash();
  world.clock.freeze(150_000);
  await world.start();
  expect(world.runs(skip)).toEqual([]);
  expect(world.runs(once)).toHaveLength(1);
});

test('D-96 a crash inside a settlement repeats nothing', async () => {
  const world = createWorld();
  const job = world.addJob({ delivery_to: '42', delivery_mode: 'announce-always', schedule_every_ms: 60_000 });
  const child = world.addJob({ name: 'child', parent_id: job.id });
  await world.run(job);
  // The transaction dies just before its commit, and the engine with it.
  world.store.db.exec(
    `CREATE TEMP TRIGGER die BEFORE INSERT ON counters BEGIN SELECT RAISE(ROLLBACK, 'power cut'); END`,
  );
  world.fake.finish(1, { out: 'done\n' });
  await world.settle();
  expect(world.statuses()).toEqual(['running']);
  for (const _ of [1, 2]) await world.restart();
  await world.until(() => world.runs(child).length === 1);
  expect(world.statuses()).toEqual(['ok', 'running']);
  expect(world.messages()).toHaveLength(1);
  expect(world.store.counters.since(0)).toEqual({ ok: 1 });
});

test('waiting dispatches survive a crash, whatever they waited for', async () => {
  const world = createWorld({ maxActiveRuns: 2 });
  const queue = world.addJob({ name: 'queue', overlap_policy: 'queue' });
  const pool = world.addJob({ name: 'pool', resource_pool: 'io' });
  const pooled = world.addJob({ name: 'pooled', resource_pool: 'io' });
  const last = world.addJob({ name: 'last' });
  for (const job of [queue, queue, pool, pooled, last]) await world.run(job);
  await world.restart();
  while (world.fake.running().length > 0) await world.finish(world.fake.running()[0]);
  expect(world.statuses()).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
});

test('what waited for a limit or a pool that is larger now is looked at by the next engine', async () => {
  const world = createWorld({ maxActiveRuns: 2 });
  const names = ['one', 'two', 'three'];
  const [one, two, three] = names.map((name) => world.addJob({ name, resource_pool: name === 'three' ? 'net' : 'io' }));
  for (const job of [one, two, three]) if (job !== undefined) await world.run(job);
  const last = world.addJob({ name: 'last' });
  await world.run(last);
  expect(world.statuses()).toEqual(['running', 'running']);
  world.store.write(() => world.store.pools.set('io', 2));
  world.crash();
  await world.start({ maxActiveRuns: 8 });
  expect(world.statuses()).toEqual(['running', 'running', 'running', 'running']);
});

test('new runs get ids above every folder that is left, so that no old output is taken for theirs', async () => {
  const world = createWorld();
  mkdirSync(`${world.directory}/runs/41`, { recursive: true });
  await world.restart();
  const job = world.addJob();
  expect(await world.run(job)).toMatchObject({ id: 42 });
});

test('S-1 @reboot runs once for each start of the machine, not of the engine', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_cron: '@reboot' });
  await world.restart();
  expect(world.runs(job)).toEqual([]);
  world.clock.freeze(7_200_000);
  await world.restart();
  expect(world.statuses(job)).toEqual(['running']);
  await world.finish(1);
  await world.restart();
  expect(world.statuses(job)).toEqual(['ok']);
});

describe('A-3 a start token that is half written', () => {
  const half = async () => {
    const world = createWorld();
    const run = await world.run(world.addJob());
    const complete = world.fake.halveToken(run?.id ?? 0);
    world.crash();
    const { db } = world.open('command');
    db.exec(`UPDATE runs SET status = 'pending', started_at = NULL, pid = NULL, pid_start = NULL, boot_id = NULL`);
    await world.start();
    expect(world.statuses()).toEqual(['pending']);
    return { world, complete, db };
  };

  test('is waited for, and then its run is taken back', async () => {
    const { world, complete } = await half();
    complete();
    await world.advance(250);
    expect(world.statuses()).toEqual(['running']);
  });

  test('R-5 who waits for it and has lost the lease writes nothing', async () => {
    const { world, complete, db } = await half();
    db.exec(`UPDATE lease SET fence = fence + 1, holder_id = 'another'`);
    complete();
    await world.advance(250);
    expect(world.statuses()).toEqual(['pending']);
  });
});
