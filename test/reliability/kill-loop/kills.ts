import { setTimeout as pause } from 'node:timers/promises';
import { type Home, type LiveEngine, until } from '../support/home.ts';
import { isThere, killPid, variableOf } from '../support/proc.ts';
import type { Random } from '../support/random.ts';

const MOVE_EVERY_MS = 35;
const LIFE_MAX_MS = 550;
/** A third of the engines is killed before it can have said that it runs: while it loads, opens, recovers. */
const IN_START_SHARE = 0.33;
const START_MAX_MS = 320;
const WITH_RUNS_SHARE = 0.15;
const BY_LAUNCHER_SHARE = 0.04;
const LONG_GAP_SHARE = 0.03;
const LONG_GAP_MS = 2_200;

export type KillCounts = {
  kills: number;
  inStart: number;
  launchers: number;
  withRuns: number;
  /** Runs that were killed together with their engine, as by a power cut: only these may be `crashed`. */
  cutRuns: Set<number>;
  adoptedRuns: number;
  troubles: string[];
};

/** Starts an engine, lets things happen, and kills it at an instant that nobody chose. */
export const createKiller = (home: Home, random: Random, move: () => void, oldNode: string | undefined) => {
  const counts: KillCounts = {
    kills: 0,
    inStart: 0,
    launchers: 0,
    withRuns: 0,
    cutRuns: new Set(),
    adoptedRuns: 0,
    troubles: [],
  };

  const live = async (forMs: number): Promise<void> => {
    const end = performance.now() + forMs;
    while (performance.now() < end) {
      await pause(Math.min(MOVE_EVERY_MS, Math.max(0, end - performance.now())));
      if (random.chance(0.4)) move();
    }
  };
  const hasStarted = ({ events, child }: LiveEngine): boolean =>
    events.some(({ event }) => event === 'engine-started') || child.exitCode !== null;

  const killRuns = (): void => {
    counts.withRuns += 1;
    for (const { pid } of home.processes()) {
      const runId = Number(variableOf(pid, 'OPENCLAW_RUN_ID') ?? 0);
      if (runId > 0) counts.cutRuns.add(runId);
      killPid(pid);
    }
  };
  const killLauncher = async ({ child }: LiveEngine): Promise<void> => {
    counts.launchers += 1;
    const enginePid = home.store.lease.current()?.pid ?? 0;
    child.kill('SIGKILL');
    await pause(random.whole(120));
    if (enginePid !== child.pid && !isThere(enginePid)) counts.troubles.push('an engine went with its launcher');
    for (const { pid } of home.engines()) killPid(pid);
    await until('no engine is left', () => home.engines().length === 0);
  };
  const noteEnd = (engine: LiveEngine): void => {
    if (engine.child.exitCode === null) return;
    counts.troubles.push(`an engine ended by itself with ${engine.child.exitCode}: ${engine.errors.join(' ').trim()}`);
  };

  return {
    counts,
    async cycle(): Promise<void> {
      const byLauncher = oldNode !== undefined && random.chance(BY_LAUNCHER_SHARE);
      const engine = home.startEngine(byLauncher ? { node: oldNode } : {});
      if (!byLauncher && random.chance(IN_START_SHARE)) {
        counts.inStart += 1;
        await live(random.fraction() * START_MAX_MS);
      } else {
        await until('an engine starts', () => hasStarted(engine));
        counts.adoptedRuns += Number(engine.events.find(({ event }) => event === 'engine-started')?.recovered ?? 0);
        await live(random.fraction() * LIFE_MAX_MS);
      }
      noteEnd(engine);
      counts.kills += 1;
      if (byLauncher) await killLauncher(engine);
      else engine.child.kill('SIGKILL');
      if (random.chance(WITH_RUNS_SHARE)) killRuns();
      if (random.chance(LONG_GAP_SHARE)) await live(LONG_GAP_MS);
    },
  };
};
