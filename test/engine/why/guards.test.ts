import { expect, test } from 'vitest';
import { historyOf } from '../../../src/engine/rules/why/history.ts';
import { REASONS } from '../../../src/engine/rules/why/reasons.ts';
import type { Job } from '../../../src/store/nouns/job.ts';
import { ANA, NOON } from '../../support/builders.ts';
import { recordOf, whyNow } from '../../support/why.ts';
import { createWorld, type World } from '../../support/world.ts';

const MINUTE = 60_000;
const EVERY_MINUTE = { schedule_cron: '* * * * *' };

type Refusal = {
  guard: string;
  /** Makes the guard object, and gives back the job that it objected to. */
  bring(world: World): Promise<Job>;
  reason: string;
  says: RegExp;
  remedy: RegExp;
};

const running = async (world: World, fields = {}): Promise<Job> => {
  const job = world.addJob({ ...EVERY_MINUTE, ...fields });
  await world.advance(MINUTE);
  await world.advance(MINUTE);
  return job;
};

/** Another job that holds the pool, and one that wants it. */
const inPool = async (world: World, fields = {}): Promise<Job> => {
  const holder = world.addJob({ name: 'holder', resource_pool: 'io' });
  await world.run(holder);
  const job = world.addJob({ ...EVERY_MINUTE, resource_pool: 'io', ...fields });
  await world.advance(MINUTE);
  return job;
};

const asking = async (world: World, fields = {}): Promise<Job> => {
  const job = world.addJob({ ...EVERY_MINUTE, approval_required: true, approval_scope: 'all', ...fields });
  await world.advance(MINUTE);
  return job;
};

const REFUSALS: readonly Refusal[] = [
  {
    guard: 'D-02 off while it waited',
    async bring(world) {
      const job = await inPool(world, { pool_policy: 'wait' });
      await world.act(world.commands.disableJob(job.id, ANA));
      return job;
    },
    reason: 'disabled',
    says: /backup is off; it never ran/,
    remedy: /jobs enable backup/,
  },
  {
    guard: 'D-05 an approval',
    bring: (world) => asking(world),
    reason: 'approval-asked',
    says: /waits for approval 1, asked 1?\w+ ago|waits for approval 1, asked now/,
    remedy: /approvals approve 1 or approvals reject 1/,
  },
  {
    guard: 'D-06 pool full, fire skipped',
    bring: (world) => inPool(world),
    reason: 'pool-busy',
    says: /did not run at 12:01: pool io full: run 1 holder holds it/,
    remedy: /pools set io SLOTS .*pool_policy wait/,
  },
  {
    guard: 'D-06 pool full, waits',
    bring: (world) => inPool(world, { pool_policy: 'wait' }),
    reason: 'pool-busy',
    says: /waits for a slot of pool io, since 12:01 \(0ms\); run 1 of holder holds it since 12:00 \(1m\)/,
    remedy: /pools set io SLOTS/,
  },
  {
    guard: 'D-08 overlap queue',
    bring: (world) => running(world, { overlap_policy: 'queue' }),
    reason: 'overlap-waiting',
    says: /waits for the end of its earlier run, since 12:02 \(0ms\); run 1 of backup holds it since 12:01/,
    remedy: /runs cancel 1/,
  },
  {
    guard: 'D-11 the occasion had its run',
    async bring(world) {
      const job = world.addJob(EVERY_MINUTE);
      const claimed = { runId: 1, expiresAt: NOON + 60 * MINUTE };
      world.store.ledger.claim(`slot:${job.id}:${NOON + MINUTE}`, claimed, NOON);
      await world.advance(MINUTE);
      return job;
    },
    reason: 'duplicate',
    says: /did not run at 12:01: this occasion was run already/,
    remedy: /jobs run backup runs it now/,
  },
  {
    guard: 'D-12 no gateway',
    async bring(world) {
      const job = world.addJob({ session_target: 'isolated', payload_message: 'hello', agent_id: 'main' });
      await world.run(job);
      return job;
    },
    reason: 'gateway-down',
    says: /waits: the gateway is not connected; it looks again at 12:01 \(in 1m\)/,
    remedy: /start the gateway/,
  },
  {
    guard: 'D-13 the limit',
    async bring(world) {
      await world.run(world.addJob({ name: 'other' }));
      const job = world.addJob();
      await world.run(job);
      return job;
    },
    reason: 'limit',
    says: /waits for one of the runs at once \(max_active_runs\), since 12:00 \(0ms\); run 1 of other holds it/,
    remedy: /max_active_runs/,
  },
  {
    guard: 'a pause',
    async bring(world) {
      const job = world.addJob({ ...EVERY_MINUTE });
      await world.act(world.commands.pause([{ scope: 'job', key: job.id }], { actor: ANA, note: 'disks' }));
      await world.advance(MINUTE);
      return job;
    },
    reason: 'paused',
    says: /does not start by itself: the job is paused by ana: disks; it never ran/,
    remedy: /resume backup ends the pause/,
  },
];

test.each(REFUSALS.map((refusal) => [refusal.guard, refusal] as const))(
  '%s: why names the reason, what it is about, and what changes it',
  async (_guard, { bring, reason, says, remedy }) => {
    const world = createWorld({ maxActiveRuns: reason === 'limit' ? 1 : 8 });
    const job = await bring(world);
    const { answer, also, next } = whyNow(world, job);
    const said = [answer, ...also].find((one) => one.reason === reason);
    expect(said).toMatchObject({ reason, text: expect.stringMatching(says) });
    expect(said?.remedy ?? next.remedy).toMatch(remedy);
  },
);

test('D-03 D-04 what was refused while a question was open stands in the record with its reason', async () => {
  const world = createWorld();
  const job = await asking(world, { max_pending_approvals: 1 });
  await world.run(job);
  const { decisions, slots } = recordOf(world, job);
  expect(historyOf(decisions, slots, 10)).toMatchObject([
    { what: 'not run', reason: 'approval-backlog', detail: '1 approval of this job waits already', count: 1 },
    { what: 'asked', reason: 'approval-asked', detail: 'approval 1' },
  ]);
});

test('D-08 a line that is full is told with what was dropped, and how to allow more', async () => {
  const world = createWorld();
  const job = world.addJob({ overlap_policy: 'queue', max_queued_dispatches: 1 });
  for (const _ of [1, 2, 3]) await world.run(job);
  const { decisions, slots } = recordOf(world, job);
  expect(historyOf(decisions, slots, 10)[0]).toMatchObject({ what: 'not run', reason: 'overlap-full' });
  expect(REASONS['overlap-full'].remedy('backup', '')).toContain('max_queued_dispatches');
});

test('D-09 one that replaces a run says which while that run is being stopped', async () => {
  const world = createWorld();
  const job = await running(world, { overlap_policy: 'replace' });
  const { decisions, slots } = recordOf(world, job);
  expect(historyOf(decisions, slots, 10).map(({ what, detail }) => [what, detail])).toEqual([
    ['started', 'run 2'],
    ['waits', 'replaces run 1, which is being stopped'],
    ['started', 'run 1'],
  ]);
});

test('D-12 two that wait for the same reason both say so, though they share a row of the record', async () => {
  const world = createWorld();
  const job = world.addJob({ session_target: 'isolated', payload_message: 'hello', agent_id: 'main' });
  await world.run(job);
  await world.run(job);
  const { answer, also } = whyNow(world, job);
  expect([answer, ...also].map(({ reason }) => reason)).toEqual(['gateway-down', 'gateway-down']);
});

test('D-05 where the risk is high the command to approve takes the name', async () => {
  const world = createWorld();
  const job = await asking(world, { name: 'wipe it', approval_risk: 'high' });
  const { answer } = whyNow(world, job);
  expect(answer.text).toContain('waits for approval 1 of high risk');
  expect(answer.remedy).toBe("approvals approve 1 --confirm 'wipe it' or approvals reject 1");
});

test('D-10 with overlap allow there is nothing to explain but the runs', async () => {
  const world = createWorld();
  const job = await running(world, { overlap_policy: 'allow' });
  const { answer, also } = whyNow(world, job);
  expect([answer, ...also].map(({ code }) => code)).toEqual(['running', 'running']);
});

test('D-07 a skipped overlap is told while the run goes on and after it', async () => {
  const world = createWorld();
  const job = await running(world);
  expect(whyNow(world, job).answer).toMatchObject({
    code: 'running',
    text: expect.stringContaining('run 1, by its schedule'),
  });
  expect(world.why(job)).toEqual(['start', 'drop overlap-skip']);
  await world.finish(1);
  expect(whyNow(world, job).answer).toMatchObject({
    code: 'not-run',
    reason: 'overlap-skip',
    text: 'backup did not run at 12:02: run 1 was still running (since 12:01, ended 12:02)',
    brief: '12:02 skipped: run 1 was still running (since 12:01, ended 12:02)',
    remedy: 'overlap_policy queue, allow or replace lets such a fire run',
  });
});

test('D-07 of a run of hours that was in the way the times are told to the minute', async () => {
  const world = createWorld();
  const job = await running(world, { run_timeout_ms: 36_000_000, schedule_cron: '1 * * * *' });
  await world.advance(2 * 3_600_000 + 17_000);
  await world.finish(1);
  expect(whyNow(world, job).answer.brief).toBe(
    '14:01 skipped, 2 times in a row: run 1 was still running (since 12:01, ended 14:02)',
  );
});

test('D-05 D-06 a place in line is counted by rank over all that wait for the same pool', async () => {
  const world = createWorld();
  const waits = { resource_pool: 'io', overlap_policy: 'queue' };
  await world.run(world.addJob({ name: 'holder', resource_pool: 'io' }));
  const jobs = ['a', 'b', 'c'].map((name) => world.addJob({ name, ...waits }));
  const urgent = world.addJob({ name: 'urgent', priority: 10, ...waits });
  for (const job of [...jobs, urgent]) {
    await world.run(job);
    await world.advance(1_000);
  }
  const placeOf = (job: Job | undefined): string | undefined =>
    job === undefined ? undefined : /, (\d\w\w of \d)/.exec(whyNow(world, job).answer.text)?.[1];
  expect([urgent, ...jobs].map(placeOf)).toEqual(['1st of 4', '2nd of 4', '3rd of 4', '4th of 4']);
});

test('D-06 how long the holder usually takes says when its slot is free', async () => {
  const world = createWorld();
  const holder = world.addJob({ name: 'holder', resource_pool: 'io' });
  for (const id of [1, 2, 3]) {
    await world.run(holder);
    await world.advance(5 * MINUTE - 1_000);
    await world.finish(id);
  }
  await world.run(holder);
  const job = world.addJob({ resource_pool: 'io' });
  await world.run(job);
  const end = new Date(world.now() + 5 * MINUTE - 1_000).toISOString().slice(11, 19);
  expect(whyNow(world, job).answer.text).toContain(`usually 4m59s, so until about ${end}`);
  await world.advance(5 * MINUTE - 500);
  expect(whyNow(world, job).answer.text).toContain('longer than its usual 4m59s');
});

test('D-64 a retry says which of how many, when, and how its wait comes about', async () => {
  const world = createWorld();
  const job = world.addJob({ max_retries: 3 });
  await world.finish(await world.run(job), { code: 7 });
  expect(whyNow(world, job).answer).toEqual({
    code: 'retry',
    reason: 'retry-pending',
    text: 'backup is tried again at 12:00:30 (in 30s): retry 1 of 3 after run 1 ended error, Shell exited with code 7 (30s × 2^0, at most 1h)',
    remedy: 'jobs run backup does not wait for it',
  });
});

test('no engine is told with what waits, and how to start one', async () => {
  const world = createWorld();
  const job = world.addJob(EVERY_MINUTE);
  world.crash();
  await world.clock.advance(90_000);
  const other = world.open('command');
  const seen = { ...world, store: other } as World;
  expect(whyNow(seen, job, { engine: 'none' }).answer).toEqual({
    code: 'never-ran',
    reason: 'no-engine',
    text: 'backup never ran: it is due since 12:01 and no engine runs on this database',
    remedy: 'openclaw-tui starts one with the console, openclaw-tui --no-ui without',
  });
  await world.start();
});
