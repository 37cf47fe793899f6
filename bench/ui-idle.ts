// A console that nobody touches: what the clock costs, and that nothing is drawn where no clock is on the screen.
import { aimAtMost, bytes, ms, range, report } from './report.ts';
import { percentile } from './statistics.ts';
import {
  addJob,
  after,
  type BenchConsole,
  benchHome,
  multiplyJob,
  openBenchConsole,
  processorMs,
} from './ui-console.ts';

const BENCH = 'ui-idle';
const JOBS = 500;
const DAY_MS = 86_400_000;
const WARM_KEYS = 150;
const ROUNDS = 5;
const WINDOW_MS = 6_000;
const SETTLED_MS = 1_500;
const CLOCKED = { columns: 120, rows: 40 };
/** Below 60×16 the screen keeps its counters and has no clock. */
const CLOCKLESS = { columns: 50, rows: 12 };
const TICK_AIM_BYTES = 200;
const FRAME_AIM_MS = 8;
const PART_EVERY_MS = 40;

/** What terminals send by themselves or for keys that nothing is bound to: each ends in or holds a letter. */
const SEQUENCES = [
  ...[
    '\u001b[1;5P',
    '\u001bOP',
    '\u001b[15;5~',
    '\u001b[[A',
    '\u001b[O',
    '\u001b[I',
    '\u001b[<0;33;12M',
    '\u001b[M !!',
  ],
  ...['\u001b[12;40R', '\u001b[?64;1;2c', '\u001b[8;24;80t', '\u001b]11;rgb:1212/1616/1c1c\u001b\\'],
  ...['\u001b]52;c;eXkNcQ==\u0007', '\u001bP>|XTerm(388)\u001b\\', '\u001b_Gi=31;OK\u001b\\'],
];

/** Longer than any machine takes to draw the screen anew. */
const REDRAW_MAX_MS = 10_000;

type Window = { frames: number; bytes: number; processorMs: number };

const home = benchHome();
try {
  addJob(home.path);
  multiplyJob(home.path, JOBS, Date.now() + DAY_MS);
  const console_ = openBenchConsole(home.path, { words: ['--screen', 'jobs', '--grace', '0'] });
  await console_.drawn;
  for (let key = 0; key < WARM_KEYS; key += 1) await console_.answer(key % 2 === 0 ? 'j' : 'k');
  await measureIdle(console_);
  await measureLetters(console_);
  console_.end();
  await console_.ended;
} finally {
  home.remove();
}

/** Side by side: the engine is the same in both, so the difference is the frame. */
async function measureIdle(console_: BenchConsole): Promise<void> {
  const [clocked, clockless]: [Window[], Window[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    clocked.push(await idle(console_, CLOCKED));
    clockless.push(await idle(console_, CLOCKLESS));
  }
  reportSeconds(clocked);
  const frames = clocked.map(({ processorMs: both }, round) => both - (clockless[round]?.processorMs ?? 0));
  report({
    bench: BENCH,
    what: 'processor time of the frame that the clock makes: with it less without it',
    value: ms(percentile(frames, 0.5)),
    spread: spreadOf(frames, ms),
    aim: aimAtMost(percentile(frames, 0.5), FRAME_AIM_MS, ms),
  });
  const drawn = clockless.reduce((sum, each) => sum + each.frames, 0);
  report({
    bench: BENCH,
    what: 'frames while no clock is on the screen',
    value: drawn.toFixed(0),
    spread: `${(ROUNDS * WINDOW_MS) / 1_000} s at ${CLOCKLESS.columns}×${CLOCKLESS.rows}`,
    aim: aimAtMost(drawn, 0, String),
  });
}

async function idle(console_: BenchConsole, { columns, rows }: typeof CLOCKED): Promise<Window> {
  console_.resize(columns, rows);
  // What was quiet before says nothing of what the new size brings.
  await after(SETTLED_MS);
  const before = { ...console_.sent(), processorMs: processorMs(console_.pid) };
  await after(WINDOW_MS);
  const now = { ...console_.sent(), processorMs: processorMs(console_.pid) };
  return {
    frames: now.frames - before.frames,
    bytes: now.bytes - before.bytes,
    processorMs: ((now.processorMs - before.processorMs) * 1_000) / WINDOW_MS,
  };
}

function reportSeconds(windows: readonly Window[]): void {
  const frames = windows.map((each) => (each.frames * 1_000) / WINDOW_MS);
  const sizes = windows.map((each) => each.bytes / Math.max(1, each.frames));
  const times = windows.map((each) => each.processorMs);
  report({
    bench: BENCH,
    what: 'with the clock: frames a second',
    value: percentile(frames, 0.5).toFixed(2),
    spread: spreadOf(frames, (value) => value.toFixed(2)),
    aim: aimAtMost(percentile(frames, 0.5), 1.05, () => '1'),
  });
  report({
    bench: BENCH,
    what: 'bytes of a second, in which one cell has changed',
    value: bytes(percentile(sizes, 0.5)),
    spread: spreadOf(sizes, bytes),
    aim: aimAtMost(percentile(sizes, 0.5), TICK_AIM_BYTES, bytes),
  });
  report({
    bench: BENCH,
    what: 'processor time of a second, its frame and the engine',
    value: ms(percentile(times, 0.5)),
    spread: `${spreadOf(times, ms)}; ${(percentile(times, 0.5) / 10).toFixed(2)} % of one core`,
  });
}

/** What would be a letter is written into the filter, where it can be seen. */
async function measureLetters(console_: BenchConsole): Promise<void> {
  console_.resize(CLOCKED.columns, CLOCKED.rows);
  await console_.quiet(300);
  await console_.shows('/▏', () => console_.write('/'));
  for (const sequence of SEQUENCES)
    for (const part of torn(sequence)) {
      console_.write(part);
      await after(PART_EVERY_MS);
    }
  const isEmpty = (await console_.shows('/▏', () => console_.write('\u000c'))) < REDRAW_MAX_MS;
  report({
    bench: BENCH,
    what: 'letters that came of sequences which a slow line tears apart at every byte',
    value: isEmpty ? '0' : 'some',
    spread: `${SEQUENCES.length} sequences, ${PART_EVERY_MS} ms between bytes`,
    aim: { text: '0', met: isEmpty },
  });
}

/** Esc comes with the byte behind it: alone it would be a key on a machine that is late. */
function torn(sequence: string): string[] {
  return [sequence.slice(0, 2), ...sequence.slice(2)];
}

function spreadOf(values: readonly number[], write: (value: number) => string): string {
  return `${range(write(Math.min(...values)), write(Math.max(...values)))}, ${values.length} rounds`;
}
