import { ANA } from '../support/builders.ts';
import { createInvariants, digestOf } from './invariants.ts';
import { makeMove } from './make-move.ts';
import type { Move } from './moves.ts';
import { createWorld, type World } from './world.ts';

export type Counts = { moves: number; runs: number; starts: number; events: Record<string, number>; virtualMs: number };
export type Verdict =
  | { kind: 'held'; digest: string; counts: Counts }
  /** `at` is the move after which it showed, counted from 0; the number of moves when it showed at the end. */
  | { kind: 'violated'; at: number; violations: string[] };

const ROUNDS_MAX = 250;
const FRAMES_MAX = 8;

/** Makes the moves one after the other in a world of its own, and looks after each whether everything holds. */
export async function runMoves(
  moves: readonly Move[],
  folder: string,
  files: 'keep' | 'remove' = 'remove',
): Promise<Verdict> {
  let at = -1;
  const thrown: string[] = [];
  const onRejection = (error: unknown): void => {
    if ((error as Error | null)?.name !== 'Killed') thrown.push(`nobody caught: ${describe(error)}`);
  };
  process.on('unhandledRejection', onRejection);
  const world = await createWorld(folder);
  const startedAt = world.clock.monotonic();
  try {
    const invariants = createInvariants(world);
    const look = (depth?: 'whole'): string[] => [...thrown.splice(0), ...invariants.look(depth)];
    for (const [index, move] of moves.entries()) {
      at = index;
      await makeMove(world, move);
      const violations = look();
      if (violations.length > 0) return { kind: 'violated', at, violations };
    }
    at = moves.length;
    await settleAll(world);
    const violations = [...look('whole'), ...leftOver(world)];
    if (violations.length > 0) return { kind: 'violated', at, violations };
    return { kind: 'held', digest: digestOf(world), counts: countsOf(world, moves.length, startedAt) };
  } catch (error) {
    return { kind: 'violated', at, violations: [`thrown: ${describe(error)}`] };
  } finally {
    world.close(files);
    process.off('unhandledRejection', onRejection);
  }
}

/** The message, and where in the product it was. */
const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const frames = [...(error.stack ?? '').matchAll(/\/(src\/[\w/.-]+:\d+)/g)].map(([, where]) => where);
  return `${error.message} (${frames.slice(0, FRAMES_MAX).join(' < ')})`;
};

/** Everything is switched off and all faults are over: what runs and waits has to come to its end. */
async function settleAll(world: World): Promise<void> {
  const { commands, machine, gateway, fake } = world;
  machine.arm(undefined);
  machine.post.become('ok');
  await world.thaw();
  world.buryFormer();
  await world.advance(20_000);
  gateway.become('ok');
  for (const id of world.jobs()) commands.disableJob(id, ANA);
  for (const pause of world.store.pauses.list()) commands.resume([pause], ANA);
  for (let round = 0; round < ROUNDS_MAX && leftOver(world).length > 0; round += 1) {
    for (const runId of fake.running()) fake.finish(runId);
    await world.advance(round % 4 === 0 ? 20_000 : 1_000);
  }
}

/** R-1: every dispatch that was accepted has its end on record, and nothing goes on. */
function leftOver({ store: { db }, fake }: World): string[] {
  type Row = { id: number; status: string; cause: string; blocked_on: string | null; due_at: number };
  const open = db.prepare<[], Row>(`SELECT * FROM dispatches WHERE status NOT IN ('done', 'cancelled')`).all();
  const runs = db.prepare<[], { id: number; status: string }>(`SELECT * FROM runs WHERE finished_at IS NULL`).all();
  return [
    ...open.map(
      (one) => `dispatch ${one.id} (${one.cause}) stays ${one.status}, ${one.blocked_on ?? `due ${one.due_at}`}`,
    ),
    ...runs.map(({ id, status }) => `run ${id} stays ${status}`),
    ...fake.running().map((runId) => `the process of run ${runId} goes on`),
  ];
}

function countsOf(world: World, moves: number, startedAt: number): Counts {
  const { n } = world.store.db.prepare('SELECT count(*) AS n FROM runs').get() as { n: number };
  return {
    moves,
    runs: n,
    starts: world.fake.specs.length,
    events: Object.fromEntries(world.watchers.events),
    virtualMs: world.clock.monotonic() - startedAt,
  };
}
