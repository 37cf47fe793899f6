import { expect, test } from 'vitest';
import { NOON } from '../../support/builders.ts';
import { whyNow } from '../../support/why.ts';
import { createWorld } from '../../support/world.ts';

const MINUTE = 60_000;

test('D-69 a child says what has to happen, and what its parent is doing', async () => {
  const world = createWorld();
  const parent = world.addJob({ name: 'build', schedule_cron: '0 13 * * *' });
  const child = world.addJob({
    parent_id: parent.id,
    trigger_on: 'failure',
    trigger_condition: 'contains:disk',
    trigger_delay_s: 90,
  });
  expect(whyNow(world, child).next).toEqual({
    code: 'after-parent',
    text: '1m30s after build ends with failure after the last retry and its output meets contains:disk; build has never run, and fires at 13:00 (in 1h)',
    remedy: 'jobs run build starts its parent now',
  });
  const run = await world.run(parent);
  expect(whyNow(world, child).next.text).toContain('build runs now (run 1)');
  await world.finish(run);
  expect(whyNow(world, child).answer).toMatchObject({
    code: 'not-run',
    reason: 'trigger-not-met',
    text: 'backup did not run at 12:00: run 1 of build ended ok, this job waits for failure after the last retry',
  });
});

test.each([
  [{}, 'by-hand', 'only by hand: it has no schedule'],
  [
    { schedule_cron: '0 2 * * *', schedule_tz: 'Europe/Berlin' },
    'fires',
    '2026-11-24 02:00 Europe/Berlin (2026-11-24 01:00 UTC), in 13h, by 0 2 * * *',
  ],
  [{ schedule_cron: '@reboot' }, 'at-boot', 'when the machine starts'],
  [{ enabled: false }, 'when-enabled', 'nothing by itself while it is off, since 12:00'],
  [
    { schedule_cron: '0 2 * * *', exclude: ['TUE'] },
    'fires',
    '2026-11-24 02:00, in 14h, by 0 2 * * *; exclude has TUE, so it will be skipped, the first that runs is 2026-11-25 02:00',
  ],
])('what comes next of %o', (fields, code, text) => {
  const world = createWorld();
  expect(whyNow(world, world.addJob(fields)).next).toMatchObject({ code, text });
});

test('D-67 an instant that came is told to be over, an interval from the end waits for the end', async () => {
  const world = createWorld();
  const once = world.addJob({ name: 'once', schedule_at: new Date(NOON + MINUTE).toISOString() });
  const again = world.addJob({ name: 'again', schedule_every_ms: MINUTE, every_from: 'end' });
  await world.advance(MINUTE);
  expect(whyNow(world, again).next).toMatchObject({ code: 'after-run', text: '1m after run 2 has ended' });
  await world.finish(1);
  expect(whyNow(world, once)).toMatchObject({
    answer: { code: 'off', text: expect.stringContaining('once is off: it ran once; it ran last') },
    next: {
      code: 'never-again',
      text: 'nothing: it was to run once, and it did',
      remedy: 'jobs run once runs it again',
    },
  });
});

test('D-67 an instant that passed without a run is over, and enabling the job would not bring it back', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_at: 'in 60s' });
  await world.run(job);
  await world.advance(MINUTE);
  expect(whyNow(world, job).next).toEqual({
    code: 'never-again',
    reason: 'disabled',
    text: 'nothing (its time passed without a run: overlap-skip, run 1 is still running)',
    remedy: 'jobs run backup runs it, another schedule_at gives it a new time',
  });
  world.update(job, { schedule_at: '2026-11-23T15:00:00Z' });
  expect(whyNow(world, job).next).toMatchObject({ code: 'when-enabled' });
});

test('D-66 after failures the next fire says until when it is held back, and how to end that', async () => {
  const world = createWorld();
  const job = world.addJob({ schedule_every_ms: 10_000 });
  await world.advance(10_000);
  await world.finish(1, { code: 1 });
  expect(whyNow(world, job).next).toMatchObject({
    code: 'fires',
    reason: 'backing-off',
    text: expect.stringContaining('; it backs off until 12:00:40 after 1 failure in a row'),
    remedy: 'jobs run backup, an edit or a success ends the back-off',
  });
});
