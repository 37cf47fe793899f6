// Keys while the engine in the same process has ten thousand jobs to start.
import { join } from 'node:path';
import { openStore } from '../src/store/store.ts';
import { aimAtMost, ms, report } from './report.ts';
import { addJob, after, benchHome, multiplyJob, openBenchConsole } from './ui-console.ts';
import { reportKeys, timeKeys } from './ui-keys-timed.ts';

const BENCH = 'ui-busy';
const JOBS = 10_000;
const DUE_IN_MS = 8_000;
const KEYS = 150;
const LOOP_AIM_MS = 16;

const home = benchHome();
try {
  addJob(home.path);
  const dueAt = Date.now() + DUE_IN_MS;
  multiplyJob(home.path, JOBS, dueAt);
  const console_ = openBenchConsole(home.path, { words: ['--screen', 'jobs', '--grace', '0'], probed: true });
  await console_.drawn;
  await after(Math.max(0, dueAt - Date.now()));
  await console_.probe();
  const timed = await timeKeys(console_, ['j', 'k'], KEYS);
  const loop = await console_.probe();
  reportKeys(BENCH, `${JOBS.toLocaleString('en')} jobs due (${runCount().toLocaleString('en')} ran meanwhile)`, timed);
  report({
    bench: BENCH,
    what: 'longest delay of the event loop meanwhile',
    value: ms(loop.loopWorstMs),
    spread: `median ${ms(loop.loopMedianMs)}`,
    aim: aimAtMost(loop.loopWorstMs, LOOP_AIM_MS, ms),
  });
  console_.end();
  await console_.ended;
} finally {
  home.remove();
}

function runCount(): number {
  const store = openStore({ path: join(home.path, 'openclaw-tui.db'), role: 'command' });
  const [found] = store.db.prepare<[], { n: number }>('SELECT count(*) AS n FROM runs').all();
  store.close();
  return found?.n ?? 0;
}
