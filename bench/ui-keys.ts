// A key and its frame, a second in which nothing happens, and what thousands of frames leave behind.
import { aimAtMost, bytes, megabytes, ms, report } from './report.ts';
import {
  addJob,
  after,
  type BenchConsole,
  benchHome,
  multiplyJob,
  openBenchConsole,
  processorMs,
} from './ui-console.ts';
import { reportKeys, timeKeys } from './ui-keys-timed.ts';

const BENCH = 'ui-keys';
const JOBS = 500;
const DAY_MS = 86_400_000;
const KEYS = 300;
const IDLE_MS = 20_000;
const TICK_AIM_BYTES = 200;
const FRAME_AIM_MS = 8;
const LOOP_AIM_MS = 16;
/** As many frames as the clock draws in an hour; the heap is level once the first of them are through. */
const FRAMES = 3_600;
const WARM_FRAMES = 600;
const GROWTH_AIM_MB = 5;

const home = benchHome();
try {
  addJob(home.path);
  multiplyJob(home.path, JOBS, Date.now() + DAY_MS);
  const console_ = openBenchConsole(home.path, { words: ['--screen', 'jobs'], probed: true });
  await console_.drawn;
  await console_.quiet(200);
  await console_.probe();
  reportKeys(BENCH, `in a list of ${JOBS} jobs`, await timeKeys(console_, ['j', 'k'], KEYS));
  const loop = await console_.probe();
  report({
    bench: BENCH,
    what: 'longest delay of the event loop meanwhile',
    value: ms(loop.loopWorstMs),
    spread: `median ${ms(loop.loopMedianMs)}`,
    aim: aimAtMost(loop.loopWorstMs, LOOP_AIM_MS, ms),
  });
  await measureIdle(console_);
  await measureHour(console_);
  console_.end();
  await console_.ended;
} finally {
  home.remove();
}

async function measureIdle(console_: BenchConsole): Promise<void> {
  await console_.quiet(300);
  const before = { ...console_.sent(), processor: processorMs(console_.pid) };
  await after(IDLE_MS);
  const now = { ...console_.sent(), processor: processorMs(console_.pid) };
  const seconds = IDLE_MS / 1_000;
  const frames = now.frames - before.frames;
  const tickBytes = (now.bytes - before.bytes) / Math.max(1, frames);
  const idleMs = (now.processor - before.processor) / seconds;
  report({
    bench: BENCH,
    what: 'idle, with the clock: frames a second',
    value: (frames / seconds).toFixed(2),
    spread: `${seconds} s`,
    aim: aimAtMost(frames / seconds, 1, (value) => value.toFixed(2)),
  });
  report({
    bench: BENCH,
    what: 'idle: bytes of a tick of the clock',
    value: bytes(tickBytes),
    spread: `${frames} ticks`,
    aim: aimAtMost(tickBytes, TICK_AIM_BYTES, bytes),
  });
  report({
    bench: BENCH,
    what: 'idle: processor time of a second, engine and frame',
    value: ms(idleMs),
    spread: `${(idleMs / 10).toFixed(1)} % of one core`,
    aim: aimAtMost(idleMs, FRAME_AIM_MS, ms),
  });
}

async function measureHour(console_: BenchConsole): Promise<void> {
  const start = await console_.probe();
  await drawFrames(console_, WARM_FRAMES);
  const warm = await console_.probe();
  await drawFrames(console_, FRAMES - WARM_FRAMES);
  const end = await console_.probe();
  report({
    bench: BENCH,
    what: `heap after ${FRAMES.toLocaleString('en')} frames, an hour's worth of ticks, more than after ${WARM_FRAMES}`,
    value: megabytes(end.heapMb - warm.heapMb),
    spread: `${megabytes(start.heapMb)}, ${megabytes(warm.heapMb)}, ${megabytes(end.heapMb)}`,
    aim: aimAtMost(end.heapMb - warm.heapMb, GROWTH_AIM_MB, megabytes),
  });
  report({
    bench: BENCH,
    what: 'memory after them',
    value: megabytes(end.rssMb),
    spread: `${megabytes(start.rssMb)} before`,
  });
}

async function drawFrames(console_: BenchConsole, count: number): Promise<void> {
  const until = console_.sent().frames + count;
  for (let key = 0; console_.sent().frames < until; key += 1) await console_.answer(key % 2 === 0 ? 'j' : 'k');
}
