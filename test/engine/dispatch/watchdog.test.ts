import { expect, test } from 'vitest';
import { ANA, type JobWords, NOON } from '../../support/builders.ts';
import { createWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;

const addWatchdog = (world: World, fields: JobWords = {}) =>
  world.addJob({
    name: 'watch build',
    job_type: 'watchdog',
    watchdog_check_cmd: 'check-build',
    watchdog_target_label: 'nightly build',
    watchdog_alert_target: '42',
    ...fields,
  });

/** Of the watchdog; that its messages wait for the gateway is another one. */
const alertsOf = (world: World) => world.alerts().filter(({ kind }) => kind !== 'delivery-failed');

const check = async (world: World, job: { id: string }, how: { code?: number; out?: string; err?: string } = {}) => {
  const run = await world.run(world.job(job.id));
  await world.finish(run, how);
  return world.runs(job.id).at(-1);
};

test('D-30 a watchdog runs its check, sixty seconds at most, and is ok whenever the check gave a verdict', async () => {
  const world = createWorld();
  const job = addWatchdog(world);
  await world.run(job);
  expect(world.fake.specs[0]?.command).toBe('check-build');
  await world.advance(MINUTE);
  expect(world.fake.signals).toMatchObject([{ signal: 'SIGTERM' }]);
  expect(world.runs()).toMatchObject([{ status: 'ok', summary: 'the check did not end by itself' }]);
  expect(await check(world, job)).toMatchObject({ status: 'ok', summary: 'still running' });
  expect(await check(world, job, { code: 1 })).toMatchObject({ status: 'ok', exitCode: 1 });
});

test('D-31 exit 2 is a check that failed for now: noted, and no alert', async () => {
  const world = createWorld();
  const job = addWatchdog(world, { watchdog_timeout_min: 1 });
  await world.advance(10 * MINUTE);
  expect(await check(world, job, { code: 2, err: 'network' })).toMatchObject({
    status: 'ok',
    summary: 'the check failed for now (exit 2)',
  });
  expect(alertsOf(world)).toEqual([]);
});

test('D-32 a finished target clears the alert, says so, and the watchdog deletes itself', async () => {
  const world = createWorld();
  const job = addWatchdog(world);
  await check(world, job, { code: 1 });
  await check(world, job, { out: 'build 812 done' });
  expect(alertsOf(world)).toMatchObject([{ kind: 'watchdog', state: 'resolved' }]);
  expect(world.messages().at(-1)).toMatchObject({ kind: 'watchdog', title: 'nightly build finished', target: '42' });
  expect(world.job(job).deletedAt).toBe(world.now());
});

test('D-32 without self-destruct it stays, and a failed target is said to be one', async () => {
  const world = createWorld();
  const job = addWatchdog(world, { watchdog_self_destruct: false });
  await check(world, job, { out: '{"status":"error"}' });
  expect(world.messages()).toMatchObject([{ title: 'nightly build finished as failed (error)' }]);
  expect(world.job(job).deletedAt).toBeUndefined();
});

test('D-33 a stuck target raises one alert that counts, with label, times, reason, command and output', async () => {
  const world = createWorld();
  const job = addWatchdog(world, { watchdog_timeout_min: 90, watchdog_started_at: '2026-11-23T10:00:00Z' });
  await check(world, job, { err: 'e'.repeat(600), out: '' });
  expect(alertsOf(world)).toMatchObject([
    {
      kind: 'watchdog',
      severity: 'crit',
      count: 1,
      title: 'nightly build appears stuck: not finished after 120 minutes',
    },
  ]);
  const [message] = world.messages();
  expect(message?.title).toBe('nightly build appears stuck');
  expect(message?.body).toContain('dispatched 2026-11-23T10:00:00.000Z');
  expect(message?.body).toContain('elapsed 120 min, threshold 90 min');
  expect(message?.body).toContain('check: check-build');
  expect(message?.body).toContain(`stderr: ${'e'.repeat(500)}`);
  expect(message?.body).not.toContain('e'.repeat(501));
});

test('D-33 repeats count on the alert and are sent again only after 1, 5, 15 and 60 minutes', async () => {
  const world = createWorld();
  const job = addWatchdog(world, { schedule_every_ms: MINUTE });
  const sentAt: number[] = [];
  for (let minute = 1; minute <= 100; minute += 1) {
    await world.advance(MINUTE);
    const before = world.messages().length;
    for (const runId of world.fake.running()) await world.finish(runId, { code: 1 });
    if (world.messages().length > before) sentAt.push(minute);
  }
  expect(sentAt).toEqual([1, 2, 7, 22, 82]);
  expect(alertsOf(world)).toMatchObject([{ kind: 'watchdog', count: 100 }]);
  expect(world.job(job)).toMatchObject({ consecutiveErrors: 0 });
});

test('D-33 an acknowledged alert counts on in silence', async () => {
  const world = createWorld();
  const job = addWatchdog(world);
  await check(world, job, { code: 1 });
  await world.act(world.commands.acknowledgeAlert(1, ANA));
  await world.advance(2 * MINUTE);
  await check(world, job, { code: 1 });
  expect(world.messages()).toHaveLength(1);
  expect(alertsOf(world)).toMatchObject([{ state: 'acknowledged', count: 2 }]);
});

test.each([126, 127])('D-34 exit %i raises the alert that the check is broken, at once', async (code) => {
  const world = createWorld();
  const job = addWatchdog(world);
  await check(world, job, { code });
  expect(alertsOf(world)).toMatchObject([{ kind: 'check-broken', severity: 'warn' }]);
});

test('D-34 three unusable checks in a row are a broken check, and a usable one resolves it', async () => {
  const world = createWorld();
  const job = addWatchdog(world);
  for (const code of [3, 3]) await check(world, job, { code });
  expect(alertsOf(world)).toEqual([]);
  await check(world, job);
  for (const code of [3, 4]) await check(world, job, { code });
  expect(alertsOf(world)).toEqual([]);
  expect(await check(world, job, { code: 5 })).toMatchObject({ status: 'ok' });
  expect(alertsOf(world)).toMatchObject([{ kind: 'check-broken', state: 'open' }]);
  await check(world, job);
  expect(alertsOf(world)).toMatchObject([{ kind: 'check-broken', state: 'resolved' }]);
});

test('D-35 a watchdog without a check command is refused, and one that lost it ends in error', async () => {
  const world = createWorld();
  expect(() => addWatchdog(world, { watchdog_check_cmd: undefined })).toThrow('watchdog_check_cmd');
  const job = addWatchdog(world);
  world.store.db.exec(`UPDATE jobs SET definition = json_remove(definition, '$.watchdog_check_cmd')`);
  await world.run(world.job(job));
  expect(world.runs()).toMatchObject([{ status: 'error', error: 'cannot start: watchdog_check_cmd is missing' }]);
});

test('D-30 watchdogs fire no children, whatever their end', async () => {
  const world = createWorld();
  const job = addWatchdog(world);
  const child = world.addJob({ name: 'child', parent_id: job.id, trigger_on: 'complete' });
  await check(world, job);
  world.fake.refuseNext('no room');
  await world.run(job);
  expect(world.statuses(job)).toEqual(['ok', 'error']);
  expect(world.dispatches(child)).toEqual([]);
});

test('D-30 the key of a check is kept', async () => {
  const world = createWorld();
  const job = addWatchdog(world);
  await check(world, job, { code: 1 });
  expect(world.store.db.prepare('SELECT state FROM ledger').all()).toEqual([{ state: 'claimed' }]);
  expect(world.job(job).createdAt).toBe(NOON);
});
