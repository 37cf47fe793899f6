import { describe, expect, test, vi } from 'vitest';
import { createCommands } from '../../../src/engine/commands.ts';
import { occasionKey } from '../../../src/engine/rules/occasion.ts';
import type { Job } from '../../../src/store/nouns/job.ts';
import { ANA } from '../../support/builders.ts';
import { createWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;
const ASKS = { approval_required: true, approval_scope: 'all', approval_timeout_s: 60 };

/** As a half-written disk, or a hand in the database, would leave it. */
const makeUnreadable = (world: World, job: Job): void =>
  void world.store.db.prepare(`UPDATE jobs SET definition = '{"name":"bad"}' WHERE id = ?`).run(job.id);

describe('D-73 one job that nobody can read stops nothing but itself', () => {
  test('when its approval lapses', async () => {
    const world = createWorld();
    const bad = world.addJob({ name: 'bad', ...ASKS });
    const good = world.addJob({ name: 'good', schedule_every_ms: MINUTE });
    await world.run(bad);
    makeUnreadable(world, bad);
    await world.advance(2 * MINUTE);
    expect(world.statuses(good)).toEqual(['running']);
    expect(world.alerts().map(({ kind }) => kind)).toContain('engine-error');
  });

  test('when an engine starts', async () => {
    const world = createWorld();
    const bad = world.addJob({ name: 'bad', schedule_every_ms: MINUTE });
    const good = world.addJob({ name: 'good' });
    await world.run(bad);
    await world.run(good);
    world.store.db.prepare('UPDATE jobs SET next_run_at = NULL, next_slot_at = NULL').run();
    makeUnreadable(world, bad);
    await world.restart();
    await world.finish(2);
    expect(world.statuses(good)).toEqual(['ok']);
  });
});

describe('D-73 D-100 a run whose job nobody can read', () => {
  const FULL = { maxActiveRuns: 1 };

  test('gives its place back when its process is gone', async () => {
    const world = createWorld(FULL);
    const bad = world.addJob({ name: 'bad', resource_pool: 'io' });
    const run = await world.run(bad);
    const good = world.addJob({ name: 'good' });
    await world.run(good);
    makeUnreadable(world, bad);
    world.crash();
    world.fake.vanish(run?.id ?? 0);
    await world.start();
    await world.settle();
    expect(world.statuses()).toEqual(['crashed', 'running']);
    expect(world.runs()[0]?.error).toMatch(/^its job cannot be read: /);
    expect(world.dispatches()[0]?.status).toBe('cancelled');
  });

  test('keeps it while its process lives, and gives it back when that has ended', async () => {
    const world = createWorld(FULL);
    const bad = world.addJob({ name: 'bad' });
    const run = await world.run(bad);
    const good = world.addJob({ name: 'good', run_timeout_ms: 60 * MINUTE });
    await world.run(good);
    makeUnreadable(world, bad);
    await world.restart();
    await world.advance(10 * MINUTE);
    expect(world.statuses()).toEqual(['running']);
    world.fake.finish(run?.id ?? 0);
    await world.advance(6 * MINUTE);
    expect(world.statuses()).toEqual(['crashed', 'running']);
  });

  test('one that was never started never will be', async () => {
    const world = createWorld({ gateway: 'ok' });
    const turn = { session_target: 'isolated', payload_message: '[[hang]]', preferred_session_key: 'daily' };
    await world.run(world.addJob({ name: 'opens it', ...turn }));
    const second = world.addJob({ name: 'second', ...turn });
    await world.run(second);
    expect(world.statuses(second)).toEqual(['pending']);
    makeUnreadable(world, second);
    await world.restart();
    expect(world.statuses()).toEqual(['running', 'crashed']);
    expect(world.gateway.turns).toHaveLength(1);
  });
});

describe('S-4 a fire time whose occasion was taken has its trace, and the schedule goes on', () => {
  const FROM_END = { schedule_every_ms: MINUTE, every_from: 'end' };

  test.each([{ schedule_every_ms: MINUTE }, FROM_END])('D-11 taken before: %j', async (schedule) => {
    const world = createWorld();
    const job = world.addJob(schedule);
    const key = occasionKey.slot(job.id, world.now() + MINUTE);
    world.store.write(() => world.store.ledger.claim(key, { runId: 99, expiresAt: 9e15 }, world.now()));
    await world.advance(MINUTE);
    expect(world.slots(job)).toMatchObject([{ state: 'skipped', reason: 'duplicate' }]);
    expect(world.job(job).nextRunAt).toBe(world.now() + MINUTE);
  });

  test.each([{ schedule_every_ms: MINUTE }, FROM_END])('D-15 taken between look and claim: %j', async (schedule) => {
    const world = createWorld();
    const job = world.addJob(schedule);
    world.store.db.exec(`CREATE TEMP TRIGGER lose AFTER INSERT ON runs BEGIN
      INSERT INTO ledger (key, state, run_id, claimed_at, expires_at)
      SELECT occasion_key, 'claimed', 99, 0, 9e15 FROM dispatches WHERE id = new.dispatch_id; END`);
    await world.advance(MINUTE);
    expect(world.runs()).toMatchObject([{ status: 'skipped' }]);
    expect(world.slots(job)).toMatchObject([{ state: 'skipped', reason: 'duplicate' }]);
    expect(world.why(job)).toEqual(['drop duplicate']);
    expect(world.job(job).nextRunAt).toBe(world.now() + MINUTE);
  });
});

test('D-84 an approval that was given and is closed by switching the job off ends no run twice', async () => {
  const world = createWorld({ maxActiveRuns: 1 });
  await world.run(world.addJob({ name: 'busy' }));
  const job = world.addJob({ ...ASKS });
  await world.run(job);
  await world.act(world.commands.approve(1, { actor: ANA }));
  await world.act(world.commands.disableJob(job.id, ANA));
  expect(world.approvals()).toMatchObject([{ status: 'cancelled' }]);
  expect(world.dispatches(job)).toMatchObject([{ status: 'cancelled' }]);
  expect(world.statuses(job)).toEqual(['approved']);
  expect(world.store.counters.since(0)).toEqual({});
});

test.each(['disableJob', 'deleteJob'] as const)(
  'D-69 D-02 a child that %s takes away while its condition is looked at is not queued',
  async (how) => {
    const world = createWorld();
    const parent = world.addJob();
    const child = world.addJob({ name: 'child', parent_id: parent.id, trigger_delay_s: 3_600 });
    await world.run(parent);
    const read = world.store.jobs.children;
    vi.spyOn(world.store.jobs, 'children').mockImplementationOnce((id) => {
      // Somebody else is quicker than the settlement.
      queueMicrotask(() => world.commands[how](child.id, ANA));
      return read(id);
    });
    world.fake.finish(1);
    await world.until(() => world.runs(parent)[0]?.status === 'ok');
    expect(world.job(child).enabled && world.job(child).deletedAt === undefined).toBe(false);
    expect(world.dispatches(child)).toEqual([]);
  },
);

test('D-72 what waits of a deleted job has its end at once, also without an engine', async () => {
  const world = createWorld();
  await world.run(world.addJob({ name: 'holder', resource_pool: 'io' }));
  const job = world.addJob({ resource_pool: 'io', pool_policy: 'wait', schedule_every_ms: MINUTE });
  await world.advance(MINUTE);
  const waits = world.dispatches(job)[0]?.id ?? 0;
  world.crash();
  const store = world.open('command');
  const ids = { jobId: () => 'x', requestId: () => 'x', holderId: () => 'x' };
  createCommands(store, { clock: world.clock, ids, maxActiveRuns: 8 }).deleteJob(job.id, ANA);
  expect(store.dispatches.get(waits)).toMatchObject({ status: 'cancelled' });
  expect(store.slots.at(job.id, world.now())).toMatchObject({ state: 'skipped', reason: 'deleted' });
});

describe('S-9 a clock that is set back by an hour makes nobody wait for an hour', () => {
  test('D-08 who stands in line starts the moment the run before ends', async () => {
    const world = createWorld();
    const job = world.addJob({ overlap_policy: 'queue' });
    await world.run(job);
    await world.run(job);
    world.clock.step(-60 * MINUTE);
    await world.advance(1_000);
    await world.finish(1);
    expect(world.statuses()).toEqual(['ok', 'running']);
  });

  test('D-13 who waits keeps its place before those that come later', async () => {
    const world = createWorld({ maxActiveRuns: 1 });
    const [busy, first, second] = ['busy', 'first', 'second'].map((name) => world.addJob({ name }));
    if (busy === undefined || first === undefined || second === undefined) throw new Error('three jobs');
    await world.run(busy);
    await world.run(first);
    world.clock.step(-60 * MINUTE);
    await world.advance(1_000);
    await world.run(second);
    await world.finish(1);
    expect(world.statuses(first)).toEqual(['running']);
  });

  test('D-64 a retry keeps its delay', async () => {
    const world = createWorld();
    const job = world.addJob({ max_retries: 1, retry_delay_s: 30 });
    await world.run(job);
    await world.finish(1, { code: 1 });
    await world.advance(10_000);
    world.clock.step(-60 * MINUTE);
    await world.advance(19_000);
    expect(world.statuses()).toEqual(['error']);
    await world.advance(2_000);
    expect(world.statuses()).toEqual(['error', 'running']);
  });
});

test('D-05 the retry of a chain run asks like the chain, when its job began to ask meanwhile', async () => {
  const world = createWorld();
  const parent = world.addJob({ name: 'parent' });
  const child = world.addJob({ name: 'child', parent_id: parent.id, max_retries: 1, retry_delay_s: 30 });
  await world.finish(await world.run(parent));
  await world.until(() => world.fake.running().includes(2));
  world.update(child, { approval_required: true });
  await world.finish(2, { code: 1 });
  await world.advance(30_000);
  expect(world.statuses(child)).toEqual(['error', 'awaiting_approval']);
});

test('D-86 an approval that is no longer needed, because the job asks no more, holds up nothing', async () => {
  const world = createWorld({ maxActiveRuns: 1 });
  await world.run(world.addJob({ name: 'busy' }));
  const job = world.addJob(ASKS);
  await world.run(job);
  await world.act(world.commands.approve(1, { actor: ANA }));
  world.update(job, { approval_required: false });
  await world.finish(1);
  expect(world.statuses(job)).toEqual(['approved', 'running']);
});

test('D-80 what was approved survives a run of its job, and starts when that has ended', async () => {
  const world = createWorld();
  const parent = world.addJob({ name: 'parent' });
  const job = world.addJob({ name: 'deploy', parent_id: parent.id, approval_required: true });
  await world.finish(await world.run(parent));
  await world.until(() => world.approvals().length === 1);
  const byHand = await world.run(job);
  await world.act(world.commands.approve(1, { actor: ANA }));
  expect(world.approvals()).toMatchObject([{ status: 'approved' }]);
  await world.finish(byHand);
  expect(world.statuses(job)).toEqual(['approved', 'ok', 'running']);
  expect(world.approvals()).toMatchObject([{ status: 'dispatched' }]);
});

test('D-80 an approval whose dispatch somebody took out of the queue is closed, and says why', async () => {
  const world = createWorld({ maxActiveRuns: 1 });
  await world.run(world.addJob({ name: 'busy' }));
  const job = world.addJob(ASKS);
  await world.run(job);
  await world.act(world.commands.approve(1, { actor: ANA }));
  await world.act(world.commands.cancelDispatch(world.dispatches(job)[0]?.id ?? 0, ANA));
  expect(world.approvals()).toMatchObject([{ status: 'cancelled', note: 'cancelled by ana' }]);
});

test('D-61 the key of an ok holds a hash of what came of it: the same for the same, another for another', async () => {
  const world = createWorld();
  const job = world.addJob();
  for (const out of ['one\n', 'one\n', 'two\n']) await world.finish(await world.run(job), { out });
  await world.finish(await world.run(job), { code: 1, out: 'one\n' });
  const hashes = world.store.db.prepare('SELECT result_hash AS hash FROM ledger ORDER BY run_id').pluck().all();
  expect(hashes).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), hashes[0], expect.any(String), null]);
  expect(hashes[2]).not.toBe(hashes[0]);
});
