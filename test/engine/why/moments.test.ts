import { expect, test } from 'vitest';
import { momentReads } from '../../../src/store/lookups/moment-reads.ts';
import { ANA, NOON } from '../../support/builders.ts';
import { whyAt } from '../../support/why.ts';
import { createWorld } from '../../support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('S-4 a fire time that ran says which run, how late and how it ended', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_cron: '2 * * * *' });
  await world.advance(3 * MINUTE);
  expect(whyAt(world, job, '12:02')).toMatchObject({
    code: 'running',
    runId: 1,
    text: 'backup ran for 12:02: run 1 started on time; it runs still',
  });
  await world.finish(1, { code: 3 });
  expect(whyAt(world, job, '2026-11-23T12:02:00Z')).toMatchObject({
    code: 'ran',
    runId: 1,
    text: 'backup ran for 12:02: run 1 started on time; it ended error at 12:03 after 1m, Shell exited with code 3',
  });
});

test('D-07 S-4 a fire time that was skipped says why, and what was under way', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_cron: '* * * * *', run_timeout_ms: 3_600_000 });
  await world.advance(5 * MINUTE);
  expect(whyAt(world, job, '12:03')).toMatchObject({
    code: 'skipped',
    reason: 'overlap-skip',
    remedy: expect.stringContaining('overlap_policy'),
    text: 'backup did not run at 12:03: skipped, one of 4 from 12:02 to 12:05: run 1 is still running; run 1 was under way, since 12:01',
  });
});

test('S-5 a fire time that no engine saw is missed, with the policy that decided', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_cron: '0 * * * *', misfire_policy: 'skip' });
  world.crash();
  await world.clock.advance(3 * HOUR + MINUTE);
  await world.start();
  expect(whyAt(world, job, '14:00')).toMatchObject({
    code: 'missed',
    reason: 'misfire-skip',
    text: 'backup did not run at 14:00: missed, one of 3 from 13:00 to 15:00: no engine was running',
  });
});

test('a moment that is no fire time names the ones around it, with their traces', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_cron: '1 * * * *' });
  await world.advance(3 * MINUTE);
  await world.finish(1);
  expect(whyAt(world, job, '12:02')).toEqual({
    code: 'not-scheduled',
    text: 'no 2026-11-23 12:02 UTC in the schedule of backup (1 * * * *); the fire time before is 12:01, which ran: run 1 ok; the one after is 13:01; run 1 was under way, since 12:01 until 12:03',
    beforeAt: NOON + MINUTE,
    afterAt: NOON + 61 * MINUTE,
  });
});

test('S-2 a time that the clocks skip says where the job ran instead', async () => {
  const startAt = Date.parse('2026-03-29T00:59:00Z');
  const world = createWorld({ startAt });
  const job = world.addJob({ schedule_cron: '30 2 * * *', schedule_tz: 'Europe/Berlin' });
  const strict = world.addJob({
    name: 'strict',
    schedule_cron: '30 2 * * *',
    schedule_tz: 'Europe/Berlin',
    dst: 'skip',
  });
  const stars = world.addJob({ name: 'stars', schedule_cron: '30 * * * *', schedule_tz: 'Europe/Berlin' });
  await world.advance(2 * MINUTE);
  await world.finish(world.runs(job)[0]);
  expect(whyAt(world, job, '2026-03-29 02:30')).toMatchObject({
    code: 'gap-shifted',
    reason: 'dst-gap',
    text: expect.stringMatching(
      /the clocks of Europe\/Berlin go from 02:00 to 03:00 and skip 2026-03-29 02:30; it is shifted to .*03:00 Europe\/Berlin.*, which ran: run \d+ ok/,
    ),
  });
  for (const other of [strict, stars]) {
    expect(whyAt(world, other, '2026-03-29 02:30')).toMatchObject({ code: 'dst-gap', reason: 'dst-gap' });
  }
});

test('S-2 a time that the clocks show twice says that the first pass counts', async () => {
  const world = createWorld({ startAt: Date.parse('2026-10-25T00:29:00Z') });
  const job = world.addJob({ schedule_cron: '30 2 * * *', schedule_tz: 'Europe/Berlin' });
  await world.advance(2 * MINUTE);
  expect(whyAt(world, job, '2026-10-25 02:30')).toMatchObject({ runId: 1 });
  expect(whyAt(world, job, '2026-10-25T01:30:00Z')).toMatchObject({
    code: 'repeated-hour',
    text: expect.stringContaining('it fires in the first pass only'),
  });
});

test('S-11 an excluded day is told with its entry, before it comes and after', async () => {
  const world = createWorld({ startAt: Date.parse('2026-11-24T08:59:00Z') });
  const job = world.addJob({ schedule_cron: '0 9 * * *', exclude: ['TUE'] });
  expect(whyAt(world, job, '09:00')).toMatchObject({
    code: 'will-be-skipped',
    reason: 'window',
    text: 'backup will be skipped at 2026-11-24 09:00 UTC: exclude has TUE',
  });
  await world.advance(2 * MINUTE);
  expect(whyAt(world, job, '09:00')).toMatchObject({
    code: 'skipped',
    reason: 'window',
    text: 'backup did not run at 09:00: skipped: exclude has TUE',
  });
});

test('before a job was made, while it was off, and when it had another schedule', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_cron: '*/5 * * * *' });
  expect(whyAt(world, job, '2026-11-22 02:00')).toEqual({
    code: 'not-created',
    text: 'backup did not exist at 2026-11-22 02:00 UTC: it was made at 12:00',
  });
  await world.act(world.commands.disableJob(job.id, ANA));
  await world.advance(7 * MINUTE);
  expect(whyAt(world, job, '12:05')).toMatchObject({
    code: 'off',
    reason: 'disabled',
    text: 'backup was off at 2026-11-23 12:05 UTC, since 12:00',
  });
  await world.act(world.commands.enableJob(job.id, ANA));
  expect(whyAt(world, job, '12:05').text).toBe(
    'backup was off at 2026-11-23 12:05 UTC, since 12:00 by ana; it is on again',
  );
  await world.advance(2 * MINUTE);
  world.update(job, { schedule_cron: '5 4 * * *' });
  expect(whyAt(world, world.job(job), '12:08').text).toContain(
    '(*/5 * * * *, its schedule then, since 12:00 by ana; now it is 5 4 * * *)',
  );
});

test('D-66 a fire time that a back-off swallows says so while it lasts and afterwards', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 10_000 });
  await world.advance(10_000);
  await world.finish(1, { code: 1 });
  expect(whyAt(world, job, '12:00:30')).toMatchObject({ code: 'backing-off', reason: 'backing-off' });
  await world.advance(15_000);
  expect(whyAt(world, job, '12:00:20')).toMatchObject({
    code: 'backing-off',
    text: 'backup did not run at 12:00:20: it backs off after 1 failure in a row, until 12:00:40',
    remedy: expect.stringContaining('jobs run backup'),
  });
  await world.advance(60_000);
  expect(whyAt(world, job, '12:00:20')).toMatchObject({ code: 'skipped', reason: 'backing-off' });
});

test('D-69 a child at a moment: its parent had not run, had not ended, or ended otherwise', async () => {
  const world = createWorld();
  const parent = world.addJob({ name: 'build' });
  const child = world.addJob({ parent_id: parent.id, trigger_on: 'failure' });
  await world.advance(MINUTE);
  expect(whyAt(world, child, '12:00')).toMatchObject({
    code: 'after-parent',
    text: expect.stringContaining('it runs after build (failure after the last retry), which had not run before'),
  });
  const run = await world.run(parent);
  await world.advance(3 * MINUTE);
  expect(whyAt(world, child, '12:02').text).toContain('run 1 of build had not ended (it runs still)');
  await world.finish(run);
  await world.advance(3 * MINUTE);
  expect(whyAt(world, child, '12:06')).toMatchObject({
    code: 'after-parent',
    reason: 'trigger-not-met',
    text: expect.stringContaining('run 1 of build ended ok, this job waits for failure after the last retry'),
  });
});

test('a run by hand is found at its moment', async () => {
  const world = createWorld();
  const job = world.addJob();
  await world.advance(MINUTE);
  await world.finish(await world.run(job));
  expect(whyAt(world, job, '12:01')).toMatchObject({
    code: 'ran',
    runId: 1,
    text: 'backup started at 12:01: run 1, by hand, ana; it ended ok at 12:01 after 0ms',
  });
  expect(whyAt(world, job, '12:00')).toMatchObject({ code: 'by-hand' });
});

test('D-101 a fire time whose record was removed is not called missing', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_cron: '* * * * *' });
  await world.advance(3 * MINUTE);
  world.store.db.prepare(`DELETE FROM slots WHERE slot_at < ?`).run(NOON + 2 * MINUTE);
  world.store.db.prepare(`UPDATE runs SET created_at = created_at - 1000000000`).run();
  expect(whyAt(world, job, '12:01')).toMatchObject({
    code: 'record-removed',
    text: expect.stringContaining(
      'the record of its fire times begins at 12:02; what is older was removed (retention)',
    ),
  });
});

test('a moment that has not come: it fires, does not, or nobody has looked yet', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_cron: '0 * * * *' });
  expect(whyAt(world, job, '13:00')).toEqual({ code: 'will-fire', text: 'backup fires at 13:00' });
  expect(whyAt(world, job, '13:01')).toMatchObject({ code: 'will-not-fire', beforeAt: NOON + HOUR });
  world.crash();
  await world.clock.advance(90 * MINUTE);
  const seen = { ...world, store: world.open('command') } as typeof world;
  expect(whyAt(seen, job, '13:00', { engine: 'none' })).toMatchObject({ code: 'not-looked-at', reason: 'no-engine' });
  await world.start();
});

test('however many runs there are, a moment is found by halving', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 1_000, overlap_policy: 'allow' });
  for (let second = 0; second < 40; second += 1) {
    await world.advance(1_000);
    await world.finish(second + 1);
  }
  const read = momentReads(world.store.db);
  for (const second of [1, 2, 17, 39, 40]) {
    const from = NOON + second * 1_000;
    expect(read(job.id, { from, until: from + 1_000 }).started.map(({ id }) => id)).toEqual([second]);
  }
  expect(read(job.id, { from: NOON, until: NOON + 1_000 }).started).toEqual([]);
});
