// Keys while the engine in the same process has ten thousand jobs to start.
import { join } from 'node:path';
import { openStore } from '../src/store/store.ts';
import { report } from './report.ts';
import { addJob, after, type BenchConsole, benchHome, multiplyJob, openBenchConsole } from './ui-console.ts';
import { reportKeys, reportLoop, timeKeys } from './ui-keys-timed.ts';

const BENCH = 'ui-busy';
const JOBS = 10_000;
const DAY_MS = 86_400_000;
const KEYS = 80;
const PROBED_KEYS = 40;
const DUE_IN_MS = 1_000;
const LOOK_EVERY_MS = 50;
const WORKING_MAX_MS = 30_000;

await measure(false);
await measure(true);

/** Each with a home of its own, in which all jobs have yet to come due. */
async function measure(probed: boolean): Promise<void> {
  const home = benchHome();
  const database = join(home.path, 'openclaw-tui.db');
  try {
    addJob(home.path);
    multiplyJob(home.path, JOBS, Date.now() + DAY_MS);
    const console_ = openBenchConsole(home.path, { words: ['--screen', 'jobs', '--grace', '0'], probed });
    await console_.drawn;
    // Only now: what comes due before the engine is there has been missed, and is not run.
    makeDue(database, Date.now() + DUE_IN_MS);
    await working(database);
    if (probed) await pressProbed(console_);
    else await press(console_, database);
    console_.end();
    await console_.ended;
  } finally {
    home.remove();
  }
}

async function press(console_: BenchConsole, database: string): Promise<void> {
  const before = { runs: runCount(database), at: performance.now() };
  const timed = await timeKeys(console_, ['j', 'k'], KEYS);
  const runs = runCount(database) - before.runs;
  reportKeys(BENCH, `while ${JOBS.toLocaleString('en')} jobs are due`, timed);
  report({
    bench: BENCH,
    what: 'runs that were begun meanwhile',
    value: `${((runs * 1_000) / (performance.now() - before.at)).toFixed(0)}/s`,
    spread: `${runs.toLocaleString('en')} runs`,
  });
}

async function pressProbed(console_: BenchConsole): Promise<void> {
  await console_.probe();
  await timeKeys(console_, ['j', 'k'], PROBED_KEYS);
  reportLoop(BENCH, 'while they are started', await console_.probe());
}

function makeDue(database: string, dueAt: number): void {
  const store = openStore({ path: database, role: 'command' });
  store.db.prepare('UPDATE jobs SET next_slot_at = @dueAt, next_run_at = @dueAt').run({ dueAt });
  store.close();
}

async function working(database: string): Promise<void> {
  const endsAt = performance.now() + WORKING_MAX_MS;
  while (runCount(database) === 0 && performance.now() < endsAt) await after(LOOK_EVERY_MS);
}

function runCount(database: string): number {
  const store = openStore({ path: database, role: 'command' });
  const [found] = store.db.prepare<[], { n: number }>('SELECT count(*) AS n FROM runs').all();
  store.close();
  return found?.n ?? 0;
}
