// The ledgers of the runs are on another disk: a witness that the full one could silence would be none.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Job } from '../../../src/store/nouns/job.ts';
import { ANA } from '../../support/builders.ts';
import { doubledStarts, lostDispatches, untrueEnds } from '../kill-loop/audit.ts';
import { createHome, type Home, type LiveEngine, until } from '../support/home.ts';
import { readLedger, witnessed } from '../support/ledger.ts';
import type { SmallDisk } from './small-disk.ts';

const LOAD_MS = 1_500;
const HELD_MS = 4_000;
const RUN_EVERY_MS = 100;
/** One engine in so many is killed on the full disk, and the next one has to begin there. */
const KILL_EVERY = 3;
const NOTICE = /the disk is full/;

export type FullDisk = {
  rounds: number;
  killed: number;
  /** Rounds in which the engine said so while the disk was full. */
  told: number;
  /** Rounds after which everything went on without anybody's help. */
  recovered: number;
  alerts: number;
  accepted: number;
  /** What was asked for on a full disk and refused in one line. */
  refused: number;
  runs: number;
  startedFull: number;
  /** Runs that failed because the disk was full and not by themselves. */
  failedByDisk: number;
  problems: string[];
};

/** A real engine under load, whose disk is full again and again. */
export const fillUp = async (
  disk: SmallDisk,
  options: { rounds: number; note?(text: string): void },
): Promise<FullDisk> => {
  const home = createHome(disk.directory);
  const ledgers = mkdtempSync(join(tmpdir(), 'openclaw-ledgers-'));
  const ledger = join(ledgers, 'ledger');
  const result = empty();
  const dispatchIds: number[] = [];
  const jobs = addJobs(home, ledger);
  let engine = await start(home).catch(async (error: unknown) => {
    await home.remove();
    throw error;
  });

  /** A disk that is full may refuse it, as long as it says so. */
  const ask = (): void => {
    try {
      const asked = home.commands.runNow(jobs.asked.id, ANA);
      if (asked.kind === 'done') dispatchIds.push(asked.value.dispatchId);
      else if (isOneLineOfDisk(asked)) result.refused += 1;
      else result.problems.push(`a command: ${asked.code}: ${asked.message}`);
    } catch (error) {
      result.problems.push(`a command: ${error}`);
    }
  };
  const load = async (ms: number): Promise<void> => {
    const endsAt = performance.now() + ms;
    while (performance.now() < endsAt) {
      ask();
      await pause(RUN_EVERY_MS);
    }
  };
  try {
    for (let round = 1; round <= options.rounds; round += 1) {
      result.rounds = round;
      await load(LOAD_MS);
      const before = saidOf(engine).length;
      disk.fill();
      await load(HELD_MS);
      const noticed = saidOf(engine).length > before;
      const startsThen = readLedger(ledger).starts.length;
      await load(HELD_MS / 2);
      result.startedFull += readLedger(ledger).starts.length - startsThen;
      if (noticed) result.told += 1;
      if (round % KILL_EVERY === 0) {
        engine.child.kill('SIGKILL');
        await engine.ended;
        result.killed += 1;
        const early = await startOrEnd(home);
        disk.free();
        engine = early ?? (await start(home));
      } else disk.free();
      if (engine.child.exitCode !== null) result.problems.push(`round ${round}: the engine ended`);
      const okBefore = okCount(home);
      await load(LOAD_MS);
      await until(`round ${round}: runs end ok again`, () => okCount(home) > okBefore + 3);
      result.recovered += 1;
      options.note?.(`round ${round}: ${home.runs().length} runs, ${result.refused} refused`);
    }
    home.commands.disableJob(jobs.beat.id, ANA);
    await until('all of it ends', () => home.dispatches().every(({ endedAt }) => endedAt !== undefined));
    engine.child.kill('SIGTERM');
    const code = await engine.ended;
    if (code !== 0) result.problems.push(`the engine ended with ${code}: ${engine.errors.join(' ')}`);
    judge(home, ledger, dispatchIds, result);
    return result;
  } catch (error) {
    result.problems.push(`${error}; ${saidOf(engine).slice(-3).join(' | ')}; ${engine.errors.slice(-3).join(' | ')}`);
    return result;
  } finally {
    disk.free();
    await home.remove();
    rmSync(ledgers, { recursive: true, force: true });
  }
};

const empty = (): FullDisk => ({
  rounds: 0,
  killed: 0,
  told: 0,
  recovered: 0,
  alerts: 0,
  accepted: 0,
  refused: 0,
  runs: 0,
  startedFull: 0,
  failedByDisk: 0,
  problems: [],
});

type Jobs = { beat: Job; asked: Job };

const addJobs = (home: Home, ledger: string): Jobs => ({
  beat: home.addJob({ name: 'beat', schedule_every_ms: 1_000, payload_message: witnessed(ledger, 'echo beat') }),
  asked: home.addJob({
    name: 'asked',
    overlap_policy: 'allow',
    max_queued_dispatches: 10_000,
    payload_message: witnessed(ledger, 'printf "%0*d\\n" 2000 1; sleep 0.2', '$((OPENCLAW_RUN_ID % 7 == 0))'),
  }),
});

const start = async (home: Home): Promise<LiveEngine> => {
  const engine = home.startEngine({ words: ['--max-runs', '20'] });
  await until('an engine starts', () => hasStarted(engine) || engine.child.exitCode !== null);
  if (!hasStarted(engine)) throw new Error(`no engine: ${engine.errors.join(' ')}`);
  return engine;
};

/** On a disk that is full it may refuse to begin, in one line; whoever keeps it running tries again. */
const startOrEnd = async (home: Home): Promise<LiveEngine | undefined> => {
  const engine = home.startEngine({ words: ['--max-runs', '20'] });
  await until('an engine starts or ends', () => hasStarted(engine) || engine.child.exitCode !== null);
  return hasStarted(engine) ? engine : undefined;
};

const hasStarted = ({ events }: LiveEngine): boolean => events.some(({ event }) => event === 'engine-started');

const saidOf = ({ events }: LiveEngine): string[] =>
  events
    .filter(({ event }) => event === 'engine-error')
    .map((event) => JSON.stringify(event))
    .filter((text) => NOTICE.test(text));

const isOneLineOfDisk = ({ code, message }: { code: string; message: string }): boolean =>
  /^(disk-full|database-)/.test(code) && !message.includes('\n');

const okCount = (home: Home): number =>
  home.rows(`SELECT count(*) AS n FROM runs WHERE status = 'ok'`, (row) => (row as { n: number }).n)[0] ?? 0;

const judge = (home: Home, ledger: string, dispatchIds: number[], result: FullDisk): void => {
  const runs = home.runs();
  const read = readLedger(ledger);
  const isByDisk = (error = ''): boolean => /no space left|ENOSPC/i.test(error);
  const byDisk = new Set(runs.filter(({ error }) => isByDisk(error)).map(({ id }) => id));
  result.runs = runs.length;
  result.accepted = dispatchIds.length;
  result.failedByDisk = byDisk.size;
  result.alerts = home.rows(`SELECT id FROM alerts WHERE kind = 'disk'`, Number).length;
  result.problems.push(
    ...lostDispatches(home, { accepted: { dispatchIds } }, runs, home.dispatches()),
    ...doubledStarts(read, runs),
    ...untrueEnds(read, runs, byDisk),
  );
  const sound = home.store.db.pragma('integrity_check', { simple: true });
  if (sound !== 'ok') result.problems.push(`the database is damaged: ${sound}`);
};
