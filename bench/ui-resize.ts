// A window that is drawn larger and smaller: when the whole screen is there again, and whether anything waits for it.
import { aimAtMost, bytes, ms, range, report } from './report.ts';
import { percentile } from './statistics.ts';
import { addJob, after, type BenchConsole, benchHome, multiplyJob, openBenchConsole } from './ui-console.ts';
import { reportLoop } from './ui-keys-timed.ts';

const BENCH = 'ui-resize';
const JOBS = 500;
const DAY_MS = 86_400_000;
const TIMES = 30;
const SIZES: readonly [columns: number, rows: number][] = [
  [200, 60],
  [80, 24],
  [120, 40],
  [60, 16],
  [160, 50],
];
/** What a drag of the window's corner sends. */
const DRAGGED = 40;
const DRAG_STEP_MS = 16;
/** The last word of every screen. */
const LAST_WORD = 'keys';
/** So long it waits for the next size, then a frame as after a key. */
const AIM_MS = 90;

const home = benchHome();
try {
  addJob(home.path);
  multiplyJob(home.path, JOBS, Date.now() + DAY_MS);
  await measureSizes(await opened(false));
  await measureDrag(await opened(true));
} finally {
  home.remove();
}

async function opened(probed: boolean): Promise<BenchConsole> {
  const console_ = openBenchConsole(home.path, { words: ['--screen', 'jobs', '--grace', '0'], probed });
  await console_.drawn;
  await console_.quiet(200);
  return console_;
}

async function measureSizes(console_: BenchConsole): Promise<void> {
  const times: number[] = [];
  const before = console_.sent().bytes;
  for (let index = 0; index < TIMES; index += 1) {
    const [columns, rows] = SIZES[index % SIZES.length] ?? [120, 40];
    times.push(await console_.shows(LAST_WORD, () => console_.resize(columns, rows)));
    await console_.quiet(120);
  }
  const p95 = percentile(times, 0.95);
  report({
    bench: BENCH,
    what: 'from a new size to a whole frame, 95 of 100',
    value: ms(p95),
    spread: `${range(ms(Math.min(...times)), ms(Math.max(...times)))}, ${TIMES} times`,
    aim: aimAtMost(p95, AIM_MS, ms),
  });
  const each = (console_.sent().bytes - before) / TIMES;
  report({ bench: BENCH, what: 'bytes of a new size', value: bytes(each), spread: '60×16 … 200×60' });
  console_.end();
  await console_.ended;
}

async function measureDrag(console_: BenchConsole): Promise<void> {
  await console_.probe();
  for (let step = 0; step < DRAGGED; step += 1) {
    console_.resize(120 + step, 40 + Math.floor(step / 3));
    await after(DRAG_STEP_MS);
  }
  await console_.quiet(120);
  reportLoop(BENCH, `a corner dragged through ${DRAGGED} sizes`, await console_.probe());
  console_.end();
  await console_.ended;
}
