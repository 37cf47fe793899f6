import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { FailpointName } from '../../../src/engine/failpoint.ts';
import { openStore } from '../../../src/store/store.ts';
import { isBusy } from '../../../src/store/store-error.ts';
import { ANA } from '../../support/builders.ts';
import { createHome, type Home, until } from '../support/home.ts';
import { readLedger, witnessed } from '../support/ledger.ts';
import { isStopped, isThere, killPid } from '../support/proc.ts';
import { createRandom, type Random } from '../support/random.ts';
import { addWriteTable, readWrites, type Writes } from './write-watch.ts';

const RIVAL = fileURLToPath(new URL('rival.ts', import.meta.url));
const POINTS: readonly FailpointName[] = ['committed', 'before-spawn', 'spawned'];
const AT_A_POINT_SHARE = 0.5;
const ASK_AGAIN_AFTER_MS = 500;
const WAKE_AFTER_MAX_MS = 60;
/** A take-over comes much sooner, unless somebody holds the lock. */
const LOCKED_AFTER_MS = 1_500;
const ERRORS_MAX = 20;

export type RoundsResult = {
  seed: number;
  rounds: number;
  /** How often the holder was stopped where. */
  stopped: Record<Stopped, number>;
  starts: number;
  writes: Writes;
  neverStarted: number;
  problems: string[];
  tookMs: number;
};

/** `locked`: in the middle of a commit, with the database locked, so that nobody could take over. */
type Stopped = FailpointName | 'anywhere' | 'locked';
type Rival = { child: ChildProcess; errors: string[] };

/** The holder is stopped, replaced and woken up late, again and again; the runs themselves say whether one ran twice. */
export const runRounds = async (options: { rounds: number; seed: number; note?(text: string): void }) => {
  const startedAt = performance.now();
  const home = createHome();
  const random = createRandom(options.seed);
  const ledger = join(home.directory, 'ledger');
  const job = home.addJob({
    name: 'witness',
    payload_message: witnessed(ledger, 'sleep 0.03'),
    overlap_policy: 'allow',
    max_queued_dispatches: 10_000,
  });
  addWriteTable(home.store);
  const rivals = [startRival(home), startRival(home)];
  const stopped: RoundsResult['stopped'] = { committed: 0, 'before-spawn': 0, spawned: 0, anywhere: 0, locked: 0 };
  try {
    await until('somebody rules', () => holderOf(home, rivals) !== undefined);
    for (let round = 1; round <= options.rounds; round += 1) {
      const where = await stopHolder(home, rivals, { random, ask: () => home.commands.runNow(job.id, ANA) });
      stopped[where] += 1;
      if (round % 50 === 0)
        options.note?.(`${round} rounds, ${readWrites(home.store).fenced.length} kinds of fenced writes`);
    }
    const open = (): number => home.runs().filter(({ finishedAt }) => finishedAt === undefined).length;
    const waiting = (): number => home.dispatches().filter(({ status }) => status !== 'done').length;
    await until('everything that was asked for is done', () => open() + waiting() === 0);
    const { starts, torn } = readLedger(ledger);
    return {
      seed: options.seed,
      rounds: options.rounds,
      stopped,
      starts: starts.length,
      writes: readWrites(home.store),
      neverStarted: home.runs().filter(({ error }) => error === 'never started').length,
      problems: [
        ...(torn === 0 ? [] : [`${torn} torn lines`]),
        ...doubles(home, starts),
        ...unrun(home, starts),
        ...rivals.flatMap(({ errors }) => errors),
      ],
      tookMs: performance.now() - startedAt,
    } satisfies RoundsResult;
  } finally {
    for (const { child } of rivals) child.kill('SIGKILL');
    await home.remove();
  }
};

const startRival = (home: Home): Rival => {
  const child = spawn(process.execPath, [RIVAL, home.directory], { stdio: ['pipe', 'ignore', 'pipe'] });
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (errors.length < ERRORS_MAX) errors.push(text);
  });
  return { child, errors };
};

const holderOf = (home: Home, rivals: readonly Rival[]): Rival | undefined => {
  const pid = home.store.lease.current()?.pid;
  return rivals.find(({ child }) => child.pid === pid && child.exitCode === null);
};

/** One round; answers at which point the holder stopped itself, if it did. */
const stopHolder = async (
  home: Home,
  rivals: readonly Rival[],
  { random, ask }: { random: Random; ask(): void },
): Promise<Stopped> => {
  await until('a rival rules', () => holderOf(home, rivals) !== undefined);
  const holder = holderOf(home, rivals);
  const pid = holder?.child.pid ?? 0;
  const fence = home.store.lease.current()?.fence ?? 0;
  const point = random.chance(AT_A_POINT_SHARE) ? random.pick(POINTS) : undefined;
  if (point !== undefined) holder?.child.stdin?.write(`${point}\n`);
  // The line has to be read before there is anything to start.
  await pause(point === undefined ? 0 : 5);
  for (let count = 1 + random.whole(3); count > 0; count -= 1) ask();
  if (point === undefined) {
    await pause(random.whole(40));
    killPid(pid, 'SIGSTOP');
  }
  let askedAt = performance.now();
  await until('the holder stands still, or was replaced before', () => {
    // On a busy machine it may have read the line only after it had started everything.
    if (point !== undefined && performance.now() - askedAt > ASK_AGAIN_AFTER_MS) {
      ask();
      askedAt = performance.now();
    }
    return isStopped(pid) || !isThere(pid) || home.store.lease.current()?.fence !== fence;
  });
  const since = performance.now();
  let locked = false;
  await until('the other one rules', () => {
    // It may have stopped itself as well, at the point of a round in which it started nothing.
    for (const { child } of rivals) if (child !== holder?.child) child.kill('SIGCONT');
    // Stopped in the middle of a commit, it keeps everybody out until it goes on, and is still the holder then.
    locked ||= performance.now() - since > LOCKED_AFTER_MS && isLocked(home);
    return locked || (home.store.lease.current()?.fence ?? 0) > fence;
  });
  await pause(random.whole(WAKE_AFTER_MAX_MS));
  const stoppedItself = point !== undefined && isStopped(pid);
  killPid(pid, 'SIGCONT');
  if (locked) return 'locked';
  return stoppedItself ? point : 'anywhere';
};

const isLocked = (home: Home): boolean => {
  const probe = openStore({ path: home.path, role: 'engine' });
  try {
    probe.writeQuietly(() => {});
    return false;
  } catch (error) {
    if (!isBusy(error)) throw error;
    return true;
  } finally {
    probe.close();
  }
};

const doubles = (home: Home, starts: readonly { runId: number }[]): string[] => {
  const dispatchOf = new Map(home.runs().map(({ id, dispatchId }) => [id, dispatchId]));
  const seen = new Map<number, number>();
  return starts.flatMap(({ runId }) => {
    const dispatch = dispatchOf.get(runId) ?? 0;
    const before = seen.get(dispatch);
    seen.set(dispatch, runId);
    return before === undefined ? [] : [`dispatch ${dispatch} started as run ${before} and as run ${runId}`];
  });
};

const unrun = (home: Home, starts: readonly { runId: number }[]): string[] => {
  const started = new Set(starts.map(({ runId }) => runId));
  const ran = new Set(
    home
      .runs()
      .filter(({ id, status }) => status === 'ok' && started.has(id))
      .map(({ dispatchId }) => dispatchId),
  );
  return home.dispatches().flatMap(({ id }) => (ran.has(id) ? [] : [`dispatch ${id} did not end ok`]));
};
