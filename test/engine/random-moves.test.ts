import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVERYTHING, type PauseTarget } from '../../src/engine/commands/pause-commands.ts';
import { ANA, BEN, type JobWords } from '../support/builders.ts';
import { createWorld, type World } from '../support/world.ts';
import { violations } from './invariants.ts';

/** The same moves every time; another number tries others. */
const SEED = 3_112;
const LIMIT = 5;
const SECOND = 1_000;

type Move =
  | { kind: 'run' | 'disable' | 'enable' | 'delete' | 'cancel-job'; job: number }
  | { kind: 'edit'; job: number; pool: string | null; overlap: string }
  | { kind: 'finish'; pick: number; code: number }
  | { kind: 'cancel-run' | 'approve' | 'reject' | 'rerun' | 'vanish'; pick: number }
  | { kind: 'advance' | 'step' | 'sleep'; seconds: number }
  | { kind: 'pause' | 'resume'; target: number; seconds: number | undefined }
  | { kind: 'pool'; pool: string; slots: number }
  | { kind: 'rewrite'; job: number; fields: JobWords }
  | { kind: 'crash' };

const job = fc.nat(9);
const pick = fc.nat(20);
const aMove = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('run' as const), job }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('finish' as const), pick, code: fc.constantFrom(0, 0, 1) }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('advance' as const), seconds: fc.constantFrom(0, 1, 5, 12, 31) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('approve' as const, 'reject' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cancel-run' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('disable' as const, 'enable' as const), job }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('edit' as const),
      job,
      pool: fc.constantFrom('io', 'net', null),
      overlap: fc.constantFrom('skip', 'queue', 'replace'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('delete' as const, 'cancel-job' as const), job }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('rerun' as const, 'vanish' as const), pick }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('step' as const, 'sleep' as const),
      seconds: fc.constantFrom(-30, -3, 3, 90),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('pause' as const, 'resume' as const),
      target: fc.nat(3),
      seconds: fc.constantFrom(undefined, 4, 20),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('pool' as const),
      pool: fc.constantFrom('io', 'net'),
      slots: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('rewrite' as const),
      job,
      fields: fc.constantFrom<JobWords>(
        { payload_message: 'other.sh' },
        { max_queued_dispatches: 1 },
        { priority: 50 },
        { approval_required: true, approval_scope: 'all', approval_timeout_s: 15 },
        { approval_required: false },
        { max_retries: 1, retry_delay_s: 2 },
        { delivery_guarantee: 'at-least-once' },
      ),
    }),
  },
) satisfies fc.Arbitrary<Move>;

const JOBS = [
  { name: 'plain', schedule_every_ms: 10 * SECOND },
  { name: 'line', schedule_every_ms: 7 * SECOND, overlap_policy: 'queue', max_queued_dispatches: 3 },
  { name: 'newest', schedule_every_ms: 11 * SECOND, overlap_policy: 'replace', resource_pool: 'io' },
  { name: 'patient', schedule_every_ms: 5 * SECOND, resource_pool: 'io', pool_policy: 'wait', overlap_policy: 'queue' },
  {
    name: 'retries',
    delivery_to: '42',
    max_retries: 2,
    retry_delay_s: 3,
    retry_factor: 1,
    resource_pool: 'net',
    priority: 3,
  },
  {
    name: 'asks',
    delivery_to: '42',
    approval_required: true,
    approval_scope: 'all',
    approval_timeout_s: 20,
    resource_pool: 'net',
  },
  { name: 'from end', schedule_every_ms: 6 * SECOND, every_from: 'end', resource_pool: 'io', overlap_policy: 'queue' },
  {
    name: 'agent',
    session_target: 'isolated',
    payload_message: '[[sleep:4000]]',
    schedule_every_ms: 9 * SECOND,
    overlap_policy: 'queue',
  },
  {
    name: 'agents',
    session_target: 'isolated',
    payload_message: '[[sleep:7000]]',
    preferred_session_key: 'daily',
    overlap_policy: 'allow',
    resource_pool: 'net',
  },
];

const buildWorld = (): { world: World; ids: string[] } => {
  const world = createWorld({ maxActiveRuns: LIMIT, gateway: 'ok' });
  world.store.write(() => world.store.pools.set('net', 2));
  const ids = JOBS.map((fields) => world.addJob(fields).id);
  ids.push(world.addJob({ name: 'child', parent_id: ids[0], resource_pool: 'io', overlap_policy: 'queue' }).id);
  return { world, ids };
};

const BY_ANA = { actor: ANA, machineZone: 'UTC' };

const targetOf = (ids: readonly string[], which: number): PauseTarget => {
  if (which === 0) return EVERYTHING;
  return which === 1 ? { scope: 'pool', key: 'io' } : { scope: 'job', key: ids[which] ?? '' };
};

/** Commands may be refused (the job is gone, the approval decided): that is an answer as well. */
const make = async ({ world, ids }: { world: World; ids: string[] }, move: Move): Promise<void> => {
  const { commands } = world;
  switch (move.kind) {
    case 'run':
      commands.runNow(ids[move.job] ?? '', ANA);
      break;
    case 'disable':
      commands.disableJob(ids[move.job] ?? '', ANA);
      break;
    case 'enable':
      commands.enableJob(ids[move.job] ?? '', ANA);
      break;
    case 'delete':
      commands.deleteJob(ids[move.job] ?? '', ANA);
      break;
    case 'cancel-job':
      commands.cancelJob(ids[move.job] ?? '', ANA, { cascade: true });
      break;
    case 'edit':
      commands.updateJob(ids[move.job] ?? '', { resource_pool: move.pool, overlap_policy: move.overlap }, BY_ANA);
      break;
    case 'finish': {
      const running = world.fake.running();
      const runId = running[move.pick % Math.max(1, running.length)];
      if (runId !== undefined) world.fake.finish(runId, { code: move.code });
      break;
    }
    case 'cancel-run': {
      const running = world.fake.running();
      commands.cancelRun(running[move.pick % Math.max(1, running.length)] ?? 0, ANA);
      break;
    }
    // Two people at once: whoever is second is told, and nothing happens twice.
    case 'approve':
      commands.approve(move.pick, { actor: ANA });
      commands.reject(move.pick, { actor: BEN });
      break;
    case 'reject':
      commands.reject(move.pick, { actor: ANA });
      commands.approve(move.pick, { actor: BEN });
      break;
    case 'rerun':
      commands.rerunRun(move.pick, BEN);
      break;
    case 'pause':
      commands.pause([targetOf(ids, move.target)], {
        actor: ANA,
        ...(move.seconds === undefined ? {} : { until: world.now() + move.seconds * SECOND }),
      });
      break;
    case 'resume':
      commands.resume([targetOf(ids, move.target)], ANA);
      break;
    case 'pool':
      commands.setPool(move.pool, move.slots, ANA);
      break;
    case 'rewrite':
      commands.updateJob(ids[move.job] ?? '', move.fields, BY_ANA);
      break;
    case 'step':
      world.clock.step(move.seconds * SECOND);
      await world.advance(SECOND);
      break;
    case 'sleep':
      world.clock.sleep(Math.abs(move.seconds) * SECOND);
      await world.advance(SECOND);
      break;
    case 'vanish': {
      const running = world.fake.running();
      const runId = running[move.pick % Math.max(1, running.length)];
      if (runId !== undefined) world.fake.vanish(runId);
      await world.advance(3 * SECOND);
      break;
    }
    case 'advance':
      await world.advance(move.seconds * SECOND);
      break;
    case 'crash':
      await world.restart();
      break;
  }
  // Reading outputs for a chain takes real time.
  await world.until(() => world.engine.activeRuns() === world.fake.running().length + activeTurns(world));
};

test('whatever is done in whatever order: no place is exceeded or left stuck, nothing is lost and nothing runs twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aMove, { minLength: 15, maxLength: 45 }), async (moves) => {
      const built = buildWorld();
      try {
        for (const [index, move] of moves.entries()) {
          await make(built, move);
          expect(violations(built.world, LIMIT), `after move ${index}: ${JSON.stringify(move)}`).toEqual([]);
        }
        await settleAll(built.world);
        expect(violations(built.world, LIMIT), 'at the end').toEqual([]);
        expect(leftOver(built.world)).toEqual([]);
      } finally {
        built.world.close();
      }
    }),
    { seed: SEED, numRuns: 30, endOnFailure: true },
  );
}, 120_000);

/** Turns end by the clock alone, and have no process. */
const activeTurns = (world: World): number => world.store.runs.countActiveTurns();

/** Switches everything off and lets what runs and waits come to its end by itself. */
const settleAll = async (world: World): Promise<void> => {
  for (const { id } of world.jobs()) world.commands.disableJob(id, ANA);
  for (const pause of world.store.pauses.list()) world.commands.resume([pause], ANA);
  for (let round = 0; round < 200 && leftOver(world).length > 0; round += 1) {
    await world.settle();
    const [runId] = world.fake.running();
    if (runId === undefined) await world.advance(10 * SECOND);
    else await world.finish(runId);
  }
};

/** every dispatch that was accepted has its end on record. */
const leftOver = (world: World): string[] =>
  world
    .dispatches()
    .filter(({ status }) => status !== 'done' && status !== 'cancelled')
    .map(({ id, status, cause, blockedOn }) => `dispatch ${id} (${cause}) is ${status}, ${blockedOn ?? 'due'}`);
