import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ANA } from '../../support/builders.ts';
import { createWorld, type World } from '../../support/world.ts';
import { addFolder, addRuns, DAY } from './old-data.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

const count = (world: World, table: string, where = '1'): number =>
  (world.store.db.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${where}`).get() as { n: number }).n;
const folders = (world: World): string[] => readdirSync(join(world.directory, 'runs')).sort();
const aPass = (world: World): Promise<void> => world.advance(6 * MINUTE);

test('D-101 the first pass comes a minute after the start, not before', async () => {
  const world = createWorld();
  addRuns(world, world.addJob(), 101, 31 * DAY);
  await world.advance(MINUTE - 1);
  expect(world.runs()).toHaveLength(101);
  await world.advance(1);
  expect(world.runs()).toHaveLength(100);
});

test('D-101 a pass comes every five minutes', async () => {
  const world = createWorld();
  const job = world.addJob();
  await world.advance(MINUTE);
  addRuns(world, job, 101, 31 * DAY);
  await world.advance(5 * MINUTE - 1);
  expect(world.runs()).toHaveLength(101);
  await world.advance(1);
  expect(world.runs()).toHaveLength(100);
});

test('D-101 a pass waits while the engine has work, but not for ever', async () => {
  const world = createWorld();
  addRuns(world, world.addJob(), 101, 31 * DAY);
  // A dispatch whose due time is past and that no batch takes: the engine looks at it again and again.
  const busy = world.addJob({ name: 'busy' });
  await world.advance(MINUTE - 1);
  world.store.db.exec(`
    INSERT INTO approvals (job_id, job_name, dispatch_id, run_id, risk, subject, digest, asked_because, requested_by, asked_at,
      expires_at, on_timeout)
    VALUES ('${busy.id}', 'busy', 0, 0, 'normal', '{}', '', 'all', '{}', 0, ${world.now() + 1}, 'reject')`);
  await world.advance(1);
  await world.advance(3 * SECOND);
  expect(world.runs()).toHaveLength(100);
});

test('D-101 runs go with their output and their folders; younger ones and the newest 100 stay', async () => {
  const world = createWorld();
  const [busy, calm] = [world.addJob({ name: 'busy' }), world.addJob({ name: 'calm' })];
  const old = addRuns(world, busy, 150, 31 * DAY);
  const young = addRuns(world, busy, 80, 29 * DAY);
  const few = addRuns(world, calm, 5, 300 * DAY);
  for (const id of [old[0], old[149], young[0], few[0]]) addFolder(world, id ?? 0, 31 * DAY);
  world.store.db.prepare(`UPDATE run_output SET offloaded_to = 'there' WHERE run_id = ?`).run(old[0] ?? 0);
  await aPass(world);
  expect(world.runs(busy).map(({ id }) => id)).toEqual([...old.slice(130), ...young]);
  expect(world.runs(calm)).toHaveLength(5);
  expect(count(world, 'run_output')).toBe(105);
  expect(folders(world)).toEqual([old[149], young[0], few[0]].map(String).sort());
});

test('D-101 a folder that a death left without its run goes, unless it is young or not ours', async () => {
  const world = createWorld();
  addFolder(world, 4_711, 31 * DAY);
  addFolder(world, 4_712, DAY);
  addFolder(world, 'notes', 31 * DAY);
  await aPass(world);
  expect(folders(world)).toEqual(['4712', 'notes']);
});

test('D-101 what an open alert, a waiting dispatch or an active run still names stays', async () => {
  const world = createWorld({ maxActiveRuns: 1 });
  const job = world.addJob({ overlap_policy: 'queue' });
  const [alerted, retried, replayed, other] = addRuns(world, job, 4, 31 * DAY);
  addRuns(world, job, 100, 31 * DAY);
  const { store } = world;
  const alert = { kind: 'failing', key: 'k', severity: 'warn', title: '', detail: '', jobId: job.id } as const;
  store.alerts.raise({ ...alert, runId: alerted ?? 0 }, world.now());
  await world.run(job);
  const dispatch = { jobId: job.id, cause: 'retry', retryCount: 1, requestedBy: ANA, dueAt: world.now() } as const;
  store.dispatches.add({ ...dispatch, occasionKey: 'a', retryOf: retried ?? 0 }, 0, world.now());
  store.db.prepare(`UPDATE runs SET replay_of = ? WHERE status = 'running'`).run(replayed ?? 0);
  await world.advance(2 * MINUTE);
  const left = new Set(world.runs().map(({ id }) => id));
  expect([alerted, retried, replayed, other].map((id) => left.has(id ?? 0))).toEqual([true, true, true, false]);
});

test('D-101 ended dispatches, decisions, keys, messages, alerts, counters and slots go after 30 days', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 10 * MINUTE, delivery_mode: 'announce-always', delivery_to: 'ops' });
  for (const code of [0, 1]) {
    await world.advance(10 * MINUTE);
    await world.finish(world.runs().at(-1), { code, out: 'x' });
  }
  await world.act(world.commands.disableJob(job.id, ANA));
  const { db } = world.store;
  db.exec(`UPDATE outbox SET status = 'sent', sent_at = created_at`);
  world.store.alerts.raise({ kind: 'clock', key: 'c', severity: 'warn', title: '', detail: '' }, world.now());
  world.store.alerts.resolve('c', world.now());
  const tables = ['dispatches', 'decisions', 'ledger', 'outbox', 'alerts', 'counters', 'slots'];
  expect(tables.map((table) => count(world, table) > 0)).toEqual(tables.map(() => true));
  world.clock.step(31 * DAY);
  await aPass(world);
  // The newest slot tells that its time was served, and the step of the clock is an alert of its own.
  expect(tables.map((table) => [table, count(world, table, table === 'alerts' ? `key = 'c'` : '1')])).toEqual([
    ['dispatches', 0],
    ['decisions', 0],
    ['ledger', 0],
    ['outbox', 0],
    ['alerts', 0],
    ['counters', 0],
    ['slots', 1],
  ]);
  expect(world.runs(job)).toHaveLength(2);
});

test('D-101 a disabled one-shot that ran goes after 24 h, one that did not run never', async () => {
  const world = createWorld();
  const at = (seconds: number) => ({ schedule_at: new Date(world.now() + seconds * SECOND).toISOString() });
  const ran = world.addJob({ name: 'ran', ...at(10) });
  const tried = world.addJob({ name: 'tried by hand', ...at(40 * 86_400), enabled: false });
  const never = world.addJob({ name: 'never', ...at(10), enabled: false });
  await world.finish(await world.run(tried));
  await world.advance(10 * SECOND);
  await world.finish(world.runs(ran).at(-1));
  expect(world.job(ran).enabled).toBe(false);
  world.clock.step(DAY - 7 * MINUTE);
  await aPass(world);
  expect(world.job(ran).deletedAt).toBeUndefined();
  await aPass(world);
  expect(world.job(ran).deletedAt).toBeDefined();
  world.clock.step(2 * DAY);
  await aPass(world);
  expect([tried, never].map((job) => world.job(job).deletedAt)).toEqual([undefined, undefined]);
});

test('D-101 a one-shot stays while an open alert names it', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_at: new Date(world.now() + SECOND).toISOString() });
  await world.advance(SECOND);
  await world.finish(world.runs().at(-1));
  const alert = { kind: 'crashed', key: 'k', severity: 'crit', title: '', detail: '', jobId: job.id } as const;
  world.store.alerts.raise(alert, world.now());
  world.clock.step(2 * DAY);
  await aPass(world);
  expect(world.job(job).deletedAt).toBeUndefined();
  world.store.alerts.resolve('k', world.now());
  await aPass(world);
  expect(world.job(job).deletedAt).toBeDefined();
});

test('D-101 a job past ttl_hours is deleted as a person would delete it, but not under an active run', async () => {
  const world = createWorld();
  const job = world.addJob({ ttl_hours: 1, schedule_every_ms: 30 * MINUTE, run_timeout_ms: 4 * HOUR });
  await world.advance(30 * MINUTE);
  expect(world.statuses()).toEqual(['running']);
  world.clock.step(30 * MINUTE);
  await aPass(world);
  expect(world.job(job).deletedAt).toBeUndefined();
  await world.finish(1);
  await aPass(world);
  expect(world.job(job)).toMatchObject({ deletedAt: expect.any(Number) });
  await world.advance(30 * MINUTE);
  expect(world.runs()).toHaveLength(1);
  const entry = world.store.audit.list(1)[0];
  expect(entry).toMatchObject({ action: 'job.delete', actor: { kind: 'engine' }, subjectId: job.id });
  expect(entry?.detail).toEqual({ because: 'older than 1 h (ttl_hours)' });
});

test('D-72 the row of a deleted job goes with its last run, and not while an alert or a child names it', async () => {
  const world = createWorld();
  const job = world.addJob();
  const child = world.addJob({ name: 'child', parent_id: job.id, trigger_on: 'success' });
  await world.finish(await world.run(job));
  await world.act(world.commands.deleteJob(job.id, ANA));
  const isThere = () => world.store.jobs.get(job.id) !== undefined;
  await aPass(world);
  expect(isThere()).toBe(true);
  world.clock.step(31 * DAY);
  await aPass(world);
  expect([isThere(), world.runs(job).length]).toEqual([true, 0]);
  await world.act(world.commands.deleteJob(child.id, ANA));
  await aPass(world);
  await aPass(world);
  expect([isThere(), count(world, 'jobs')]).toEqual([false, 0]);
});

test('D-101 the audit goes after 400 days and can still be checked from its anchor', async () => {
  const world = createWorld();
  world.addJob({ name: 'one' });
  world.addJob({ name: 'two' });
  world.clock.step(401 * DAY);
  world.addJob({ name: 'three' });
  await aPass(world);
  const { audit } = world.store.upkeep();
  expect(world.store.audit.list(10).map(({ action }) => action)).toEqual(['audit.anchor', 'job.add']);
  expect(audit.check(audit.start(), 100)).toMatchObject({ kind: 'intact', checked: 2 });
  await aPass(world);
  expect(count(world, 'audit')).toBe(2);
});

test('D-101 a pass that another process keeps from writing goes on when it can', async () => {
  const world = createWorld();
  addRuns(world, world.addJob(), 101, 31 * DAY);
  const other = world.open('command');
  await world.advance(MINUTE - 1);
  other.db.exec('BEGIN IMMEDIATE');
  await world.advance(500);
  expect(world.runs()).toHaveLength(101);
  other.db.exec('COMMIT');
  await world.advance(2 * SECOND);
  expect(world.runs()).toHaveLength(100);
});

test('D-101 an engine that was replaced or stops removes nothing more', async () => {
  const world = createWorld();
  addRuns(world, world.addJob(), 101, 31 * DAY);
  await world.advance(MINUTE - 1);
  world.store.db.exec('UPDATE lease SET fence = fence + 1');
  await aPass(world);
  expect(world.runs()).toHaveLength(101);
  expect(world.events.some(({ kind }) => kind === 'lease-lost')).toBe(true);
});

test('D-101 a removal that fails is told as an error, and the next pass tries again', async () => {
  const world = createWorld();
  const job = world.addJob();
  addRuns(world, job, 101, 31 * DAY);
  world.store.db.exec(`CREATE TRIGGER no BEFORE DELETE ON runs BEGIN SELECT raise(ABORT, 'not today'); END`);
  addFolder(world, world.runs()[0]?.id ?? 0, 31 * DAY);
  await world.advance(MINUTE);
  expect(world.events.filter(({ kind }) => kind === 'engine-error')).toEqual([
    { kind: 'engine-error', error: 'housekeeping: not today' },
  ]);
  expect(existsSync(join(world.directory, 'runs', '1'))).toBe(true);
  world.store.db.exec('DROP TRIGGER no');
  await aPass(world);
  expect(world.runs()).toHaveLength(100);
  expect(existsSync(join(world.directory, 'runs', '1'))).toBe(false);
});
