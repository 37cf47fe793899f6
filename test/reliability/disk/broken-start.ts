import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { ANA } from '../../support/builders.ts';
import { createHome, ENTRY, type Home, type LiveEngine, until } from '../support/home.ts';
import { createRandom } from '../support/random.ts';
import type { SmallDisk } from './small-disk.ts';

const RUNS = 30;
const FLIPS_MAX = 40;
const PAGE_BYTES = 4_096;
const WORK_MS_MAX = 1_500;

export type BrokenStarts = {
  cases: number;
  /** One line, another status than 0, and the file as it was. */
  refused: number;
  /** The bytes did not matter, or what holds them was not touched yet. */
  worked: number;
  /** Of those that are damaged: `doctor` finds it and says what to do. */
  damaged: number;
  diagnosed: number;
  problems: string[];
};

/** A home that was left in order, with runs in it and nobody's connection open. */
const aLeftHome = async (parent?: string): Promise<Home> => {
  const home = createHome(parent);
  const job = home.addJob({ name: 'printer', payload_message: 'printf "%0*d" 3000 1', overlap_policy: 'allow' });
  for (let run = 0; run < RUNS; run += 1) home.commands.runNow(job.id, ANA);
  const engine = home.startEngine();
  try {
    await until('all runs ended', () => home.dispatches().every(({ endedAt }) => endedAt !== undefined));
  } catch (error) {
    await home.remove();
    throw error;
  }
  engine.child.kill('SIGTERM');
  await engine.ended;
  home.store.close();
  return home;
};

/** A real engine is started on a database of which random bytes are others. */
export const startOnDamage = async (options: { cases: number; seed: number }): Promise<BrokenStarts> => {
  const home = await aLeftHome();
  const random = createRandom(options.seed);
  const kept = `${home.path}.kept`;
  const result: BrokenStarts = { cases: 0, refused: 0, worked: 0, damaged: 0, diagnosed: 0, problems: [] };
  copyFileSync(home.path, kept);
  try {
    for (result.cases = 0; result.cases < options.cases; result.cases += 1) {
      const bytes = readFileSync(kept);
      // The head as often as anything else: what is refused before SQLite has a look counts as well.
      const from = random.chance(0.3) ? 0 : random.whole(bytes.length / PAGE_BYTES) * PAGE_BYTES;
      for (let flips = 1 + random.whole(FLIPS_MAX); flips > 0; flips -= 1) {
        const at = from + random.whole(PAGE_BYTES);
        bytes[at] = (bytes[at] ?? 0) ^ (1 + random.whole(255));
      }
      for (const end of ['', '-wal', '-shm']) rmSync(`${home.path}${end}`, { force: true });
      writeFileSync(home.path, bytes, { mode: 0o600 });
      const doctor = diagnose(home);
      if (doctor.isDamaged) result.damaged += 1;
      if (doctor.isDamaged && doctor.saysWhat) result.diagnosed += 1;
      const engine = home.startEngine();
      if (await beginsToWork(engine)) {
        result.worked += 1;
        engine.child.kill('SIGKILL');
        await engine.ended;
        continue;
      }
      const why = whyNotRefused(engine, readFileSync(home.path).equals(bytes));
      if (why === undefined) result.refused += 1;
      else result.problems.push(`case ${result.cases}: ${why}`);
    }
    return result;
  } finally {
    await home.remove();
  }
};

/** An engine on a disk that can only be read says so in one line, changes nothing, and starts when it can be written. */
export const startOnReadOnly = async (disk: SmallDisk, rounds: number): Promise<BrokenStarts> => {
  const home = await aLeftHome(disk.directory);
  const result: BrokenStarts = { cases: 0, refused: 0, worked: 0, damaged: 0, diagnosed: 0, problems: [] };
  try {
    for (result.cases = 0; result.cases < rounds; result.cases += 1) {
      const bytes = readFileSync(home.path);
      if (!disk.remount('ro')) throw new Error('the disk could not be made read-only');
      const refused = home.startEngine();
      const began = await beginsToWork(refused);
      const doctor = diagnose(home);
      disk.remount('rw');
      const why = began ? 'it began to work' : whyNotRefused(refused, readFileSync(home.path).equals(bytes));
      if (why === undefined) result.refused += 1;
      else result.problems.push(why);
      if (doctor.status !== 0 && /read-only|cannot be (used|written)/.test(doctor.text)) result.diagnosed += 1;
      else result.problems.push(`doctor: ${doctor.text}`);
      const engine = home.startEngine();
      if (await beginsToWork(engine)) result.worked += 1;
      engine.child.kill('SIGTERM');
      await engine.ended;
    }
    return result;
  } finally {
    disk.remount('rw');
    await home.remove();
  }
};

const beginsToWork = async (engine: LiveEngine): Promise<boolean> => {
  const began = (): boolean => engine.events.some(({ event }) => event === 'engine-started');
  await until('an engine starts or ends', () => began() || engine.child.exitCode !== null);
  if (engine.child.exitCode !== null) await engine.ended;
  return began() && (await livesOn(engine));
};

/** What only shows at work must not end it. */
const livesOn = (engine: LiveEngine): Promise<boolean> =>
  Promise.race([
    engine.ended.then(() => false),
    new Promise<boolean>((resolve) => setTimeout(resolve, WORK_MS_MAX, true)),
  ]);

const whyNotRefused = ({ errors, child }: LiveEngine, isUntouched: boolean): string | undefined => {
  const lines = errors.join('').trim().split('\n');
  if (child.exitCode === 0 || child.exitCode === null) return `it ended with ${child.exitCode}: ${lines[0]}`;
  if (lines.length > 2 || /^\s+at /m.test(errors.join('')))
    return `it said ${lines.length} lines: ${lines.join(' | ')}`;
  return isUntouched ? undefined : `the file was changed: ${lines[0]}`;
};

const diagnose = ({ directory }: Home) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [ENTRY, 'doctor', '--home', directory], {
    encoding: 'utf8',
  });
  const text = `${stdout}${stderr}`;
  return {
    text,
    status,
    isDamaged: /damaged|not a database|malformed/.test(text),
    saysWhat: /backup (restore|list|create)|delete/.test(text),
  };
};
