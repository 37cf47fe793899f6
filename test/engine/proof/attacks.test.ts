import { describe, expect, test } from 'vitest';
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
    world.fake.finish(1);
    // The end was seen, and the children were read; its settlement is still to come.
    await Promise.resolve();
    world.commands[how](child.id, ANA);
    await world.until(() => world.runs(parent)[0]?.status === 'ok');
    expect(world.dispatches(child).filter(({ status }) => status === 'pending')).toEqual([]);
  },
);

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
