import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GatewayState } from '../../../src/engine/ports/gateway.ts';
import { agentReads } from '../../../src/store/lookups/agent-reads.ts';
import { ANA } from '../../support/builders.ts';
import { createWorld, type World } from '../../support/world.ts';
import { violations } from '../invariants.ts';
import { agentJob, TOLD } from './agent-job.ts';

/** The same moves every time; another number tries others. */
const SEED = 4_112;
const LIMIT = 6;
const SECOND = 1_000;

type Move =
  | { kind: 'run' | 'disable' | 'enable' | 'cancel-job'; job: number }
  | { kind: 'cancel-run' | 'kill-run'; pick: number }
  | { kind: 'advance'; seconds: number }
  | { kind: 'become'; state: GatewayState }
  | { kind: 'hang'; call: 'startTurn' | 'turnFate' | 'abortTurn' | 'wake'; how: 'taken' | 'lost' }
  | { kind: 'fail'; call: 'startTurn' | 'turnFate' | 'abortTurn' | 'wake' }
  | { kind: 'refuse'; how: 'draining' | 'unavailable' | 'rejected' }
  | { kind: 'restart-gateway' | 'cut' | 'crash' };

const job = fc.nat(8);
const call = fc.constantFrom('startTurn' as const, 'turnFate' as const, 'abortTurn' as const, 'wake' as const);
const aMove = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('run' as const), job }) },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('advance' as const), seconds: fc.constantFrom(0, 1, 4, 12, 40) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('become' as const),
      state: fc.constantFrom<GatewayState>('ok', 'ok', 'ok', 'down', 'draining', 'model-sick'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('cancel-run' as const, 'kill-run' as const), pick: fc.nat(20) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('disable' as const, 'enable' as const), job }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel-job' as const), job }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('hang' as const), call, how: fc.constantFrom('taken', 'lost') }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fail' as const), call }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('refuse' as const),
      how: fc.constantFrom('draining' as const, 'unavailable' as const, 'rejected' as const),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('restart-gateway' as const, 'cut' as const, 'crash' as const) }),
  },
) as fc.Arbitrary<Move>;

const LIMITS = { run_timeout_ms: 60_000, payload_timeout_seconds: 20, kill_grace_ms: 2_000 };
const JOBS = [
  agentJob('[[say:ok]]', { name: 'quick', schedule_every_ms: 10 * SECOND }),
  agentJob('[[drip:5:3000]]', { name: 'drips', ...LIMITS, schedule_every_ms: 13 * SECOND, overlap_policy: 'queue' }),
  agentJob('[[hang]]', { name: 'hangs', ...LIMITS, overlap_policy: 'replace', max_retries: 1, retry_delay_s: 3 }),
  agentJob('[[sleep:8000]]', { name: 'shared', ...LIMITS, preferred_session_key: 'daily', overlap_policy: 'allow' }),
  agentJob('[[sleep:9000]]', { name: 'again', ...LIMITS, ...TOLD, delivery_guarantee: 'at-least-once' }),
  agentJob('[[say:TASK_FAILED]]', { name: 'fails', ...LIMITS, ...TOLD, max_retries: 2, retry_delay_s: 2 }),
  agentJob('[[sleep:2000]]', { name: 'pooled', ...LIMITS, resource_pool: 'io', overlap_policy: 'queue' }),
  { name: 'event', session_target: 'main', payload_message: 'look', schedule_every_ms: 17 * SECOND },
];

const buildWorld = (): { world: World; ids: string[] } => {
  const world = createWorld({ maxActiveRuns: LIMIT, gateway: 'ok' });
  const ids = JOBS.map((fields) => world.addJob(fields).id);
  ids.push(world.addJob(agentJob('[[say:child]]', { name: 'child', parent_id: ids[6], resource_pool: 'io' })).id);
  return { world, ids };
};

const make = async ({ world, ids }: { world: World; ids: string[] }, move: Move): Promise<void> => {
  const { commands, gateway } = world;
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
    case 'cancel-job':
      commands.cancelJob(ids[move.job] ?? '', ANA, { cascade: true });
      break;
    case 'cancel-run':
      commands.cancelRun(activeRun(world, move.pick), ANA);
      break;
    case 'kill-run':
      commands.killRun(activeRun(world, move.pick), ANA);
      break;
    case 'advance':
      await world.advance(move.seconds * SECOND);
      break;
    case 'become':
      gateway.become(move.state);
      break;
    case 'hang':
      gateway.hangNext(move.call, move.how);
      break;
    case 'fail':
      gateway.failNext(move.call, 'the socket was closed');
      break;
    case 'refuse':
      gateway.refuseNext({ kind: move.how, reason: 'as the test wants' });
      break;
    case 'restart-gateway':
      gateway.restart();
      break;
    case 'cut':
      gateway.cutConnection();
      break;
    case 'crash':
      await world.restart();
      break;
  }
  await world.settle();
};

const activeRun = (world: World, pick: number): number => {
  const active = world.runs().filter(({ finishedAt }) => finishedAt === undefined);
  return active[pick % Math.max(1, active.length)]?.id ?? 0;
};

/** What must hold between engine and gateway beside the rest. */
const strays = (world: World): string[] => {
  const runs = new Map(world.runs().map((run) => [run.id, run]));
  const active = (id: number): boolean => runs.get(id)?.finishedAt === undefined;
  const left = world.gateway
    .underWay()
    .filter((key) => !world.gateway.aborts.includes(key))
    .filter((key) => ![...runs.values()].some((run) => key === `${run.jobId}:${run.idempotencyKey}` && active(run.id)))
    .map((key) => `turn ${key} goes on, and nobody wants it`);
  const busy = agentReads(world.store.db)
    .busyAgents()
    .filter(({ runId }) => !active(runId))
    .map(({ agentId, runId }) => `agent ${agentId} is busy with run ${runId}, which is over`);
  const crowd = world.gateway.most() > 4 + LIMIT ? [`${world.gateway.most()} turns at once`] : [];
  return [...left, ...busy, ...crowd, ...sentTwice(world)];
};

/** A turn is started again only after a crash, and only where its job asks for that. */
const sentTwice = (world: World): string[] => {
  const seen = new Set<string>();
  const again = world.runs().filter(({ replayOf }) => replayOf !== undefined);
  return world.gateway.turns.flatMap(({ idempotencyKey }) => {
    const isReplay = again.some((run) => idempotencyKey === `${run.jobId}:${run.idempotencyKey}`);
    const twice = seen.has(idempotencyKey) && !isReplay;
    seen.add(idempotencyKey);
    return twice ? [`${idempotencyKey} was sent twice`] : [];
  });
};

test('whatever engine and gateway do to each other: nothing is lost, nothing runs twice, nobody stays busy', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aMove, { minLength: 15, maxLength: 45 }), async (moves) => {
      const built = buildWorld();
      try {
        for (const [index, move] of moves.entries()) {
          await make(built, move);
          const found = [...violations(built.world, LIMIT), ...strays(built.world)];
          expect(found, `after move ${index}: ${JSON.stringify(move)}`).toEqual([]);
        }
        await settleAll(built.world);
        expect([...violations(built.world, LIMIT), ...strays(built.world)], 'at the end').toEqual([]);
        expect(leftOver(built.world)).toEqual([]);
        expect(built.world.gateway.underWay()).toEqual([]);
        expect(agentReads(built.world.store.db).busyAgents()).toEqual([]);
      } finally {
        built.world.close();
      }
    }),
    { seed: SEED, numRuns: 30, endOnFailure: true },
  );
});

/** Switches everything off, lets the gateway be there, and waits. */
const settleAll = async (world: World): Promise<void> => {
  world.gateway.become('ok');
  for (const { id } of world.jobs()) world.commands.disableJob(id, ANA);
  for (let round = 0; round < 60 && leftOver(world).length > 0; round += 1) await world.advance(20 * SECOND);
  // What nobody could abort is ended by the gateway's own limit.
  await world.advance(70 * SECOND);
};

const leftOver = (world: World): string[] =>
  world
    .dispatches()
    .filter(({ status }) => status !== 'done' && status !== 'cancelled')
    .map(({ id, status, cause, blockedOn }) => `dispatch ${id} (${cause}) is ${status}, ${blockedOn ?? 'due'}`);
