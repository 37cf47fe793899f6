// The console on a home of years: 100,000 jobs and 1,000,000 runs.
import { JOBS } from './large-home.ts';
import { aimAtMost, megabytes, ms, report } from './report.ts';
import { addJob, after, type BenchConsole, benchHome, fillLarge, openBenchConsole, statusKb } from './ui-console.ts';
import { reportKeys, timeKeys } from './ui-keys-timed.ts';

const BENCH = 'ui-large';
const KEYS = 150;
const MEMORY_AIM_MB = 150;
const LOOP_AIM_MS = 16;
const WALK = ['5', 'j', 'j', '\u001b[6~', '\u001b[6~', 'G', 'g', '2', '1', '6', '4', '3'];
const KEY_EVERY_MS = 400;
const REST_MS = 10_000;
const jobs = `${JOBS.toLocaleString('en')} jobs`;

const home = benchHome();
try {
  addJob(home.path);
  fillLarge(home.path);
  await measureMemory(await opened(false));
  await measureKeys(await opened(true));
} finally {
  home.remove();
}

async function opened(probed: boolean): Promise<BenchConsole> {
  const console_ = openBenchConsole(home.path, { words: ['--attach'], probed });
  await console_.drawn;
  return console_;
}

async function measureMemory(console_: BenchConsole): Promise<void> {
  reportMemory(console_, `memory with ${jobs}, at the first frame`);
  for (const key of WALK) {
    console_.write(key);
    await after(KEY_EVERY_MS);
  }
  await after(REST_MS);
  reportMemory(console_, 'the same, after a walk through all panels');
  console_.end();
  await console_.ended;
}

function reportMemory(console_: BenchConsole, what: string): void {
  const value = statusKb(console_.pid, 'VmRSS') / 1_024;
  report({
    bench: BENCH,
    what,
    value: megabytes(value),
    spread: `at most ${megabytes(statusKb(console_.pid, 'VmHWM') / 1_024)}`,
    aim: aimAtMost(value, MEMORY_AIM_MB, megabytes),
  });
}

async function measureKeys(console_: BenchConsole): Promise<void> {
  console_.write('5');
  await console_.quiet(300);
  await console_.probe();
  reportKeys(BENCH, `in a list of ${jobs}`, await timeKeys(console_, ['j', 'j', '\u001b[6~', 'k'], KEYS));
  const loop = await console_.probe();
  report({
    bench: BENCH,
    what: 'longest delay of the event loop meanwhile',
    value: ms(loop.loopWorstMs),
    spread: `median ${ms(loop.loopMedianMs)}`,
    aim: aimAtMost(loop.loopWorstMs, LOOP_AIM_MS, ms),
  });
  console_.end();
  await console_.ended;
}
