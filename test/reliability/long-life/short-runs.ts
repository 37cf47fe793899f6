import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { ANA } from '../../support/builders.ts';
import { createHome, type Home, until } from '../support/home.ts';
import { handleCount, residentMb, withCommandLine, zombiesOf } from '../support/proc.ts';

const WAITING_MAX = 200;
/** One run in so many leaves a grandchild behind that nobody waits for. */
const ORPHAN_EVERY = 50;
/** What a fast stretch left as garbage is collected once the engine rests; what stays is what it has grown by. */
const REST_LOOK_MS = 1_000;

/** A process namespace of its own, as a container without an init has it. */
const CONTAINER = ['unshare', '--pid', '--fork', '--mount-proc', '--kill-child'];

export type ShortRunsResult = {
  runs: number;
  ok: number;
  aSecond: number;
  zombies: number;
  handlesBefore: number;
  handlesAfter: number;
  mbBefore: number;
  mbAfter: number;
};

export const canContain = (): boolean => spawnSync('unshare', [...CONTAINER.slice(1), 'true']).status === 0;

/** Runs that do nothing, in a row, and what the engine's process has grown by afterwards. */
export const runShortRuns = async (options: {
  runs: number;
  /** Runs before anything is measured. */
  warmUp: number;
  where: 'here' | 'as PID 1';
  /** For how long it rests before its memory is taken. */
  restS: number;
}): Promise<ShortRunsResult> => {
  const home = createHome();
  try {
    const engine = home.startEngine(options.where === 'here' ? {} : { under: CONTAINER });
    await until('an engine starts', () => engine.events.some(({ event }) => event === 'engine-started'));
    const { pid, parents } = placesOf(home);
    await runMany(home, options.warmUp);
    const before = { mb: await residentAtRest(pid, options.restS), handles: handleCount(pid) };
    const startedAt = performance.now();
    await runMany(home, options.runs);
    const tookMs = performance.now() - startedAt;
    const mbAfter = await residentAtRest(pid, options.restS);
    const result = {
      runs: options.runs + options.warmUp,
      ok: home.runs().filter(({ status }) => status === 'ok').length,
      aSecond: (options.runs / tookMs) * 1_000,
      zombies: parents.flatMap(zombiesOf).length,
      handlesBefore: before.handles,
      handlesAfter: handleCount(pid),
      mbBefore: before.mb,
      mbAfter,
    };
    engine.child.kill('SIGTERM');
    return result;
  } finally {
    await home.remove();
  }
};

/** The engine itself, and who stands between it and us: as the first process of a container it has a shell that reaps. */
const placesOf = (home: Home): { pid: number; parents: number[] } => {
  const found = withCommandLine(`--home\0${home.directory}`);
  const parents = found.map(({ parentPid }) => parentPid);
  const engine = found.find(({ pid }) => !parents.includes(pid));
  if (engine === undefined) throw new Error('no engine is there');
  return { pid: engine.pid, parents: found.map(({ pid }) => pid) };
};

const residentAtRest = async (pid: number, looks: number): Promise<number> => {
  let lowest = residentMb(pid);
  for (let look = 0; look < looks; look += 1) {
    await pause(REST_LOOK_MS);
    lowest = Math.min(lowest, residentMb(pid));
  }
  return lowest;
};

const runMany = async (home: Home, count: number): Promise<void> => {
  const fields = { overlap_policy: 'allow', max_queued_dispatches: 10_000 };
  const nothing = home.addJob({ name: 'nothing', payload_message: ':', ...fields });
  const orphan = home.addJob({ name: 'leaves an orphan', payload_message: '( (exec sleep 0.05) & )', ...fields });
  const waiting = home.store.db.prepare(`SELECT count(*) AS count FROM dispatches WHERE ended_at IS NULL`);
  const waitingCount = (): number => (waiting.get() as { count: number }).count;
  for (let asked = 0; asked < count; asked += 1) {
    if (asked % WAITING_MAX === 0) await until('there is room', () => waitingCount() < WAITING_MAX);
    home.commands.runNow((asked % ORPHAN_EVERY === 0 ? orphan : nothing).id, ANA);
  }
  await until('all of them ended', () => waitingCount() === 0);
};
