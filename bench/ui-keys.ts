// A key and its frame, and a key that is held.
import { aimAtMost, megabytes, ms, report } from './report.ts';
import { addJob, type BenchConsole, benchHome, multiplyJob, openBenchConsole, processorMs } from './ui-console.ts';
import { reportKeys, reportLoop, timeKeys } from './ui-keys-timed.ts';

const BENCH = 'ui-keys';
const JOBS = 500;
const DAY_MS = 86_400_000;
const KEYS = 150;
const PROBED_KEYS = 40;
const FRAME_AIM_MS = 8;
const FRAMES = 600;
const WARM_FRAMES = 150;
const HELD_MAX_MS = 45_000;
const GROWTH_AIM_MB = 5;

const home = benchHome();
try {
  addJob(home.path);
  multiplyJob(home.path, JOBS, Date.now() + DAY_MS);
  await measureAsItIs();
  await measureWithin();
} finally {
  home.remove();
}

/** Nothing else in the process: what it takes is what a person pays. */
async function measureAsItIs(): Promise<void> {
  const console_ = await opened(false);
  await drawFrames(console_, WARM_FRAMES);
  await console_.quiet(200);
  reportKeys(BENCH, `in a list of ${JOBS} jobs`, await timeKeys(console_, ['j', 'k'], KEYS));
  await measureHeld(console_);
  report({
    bench: BENCH,
    what: 'the scrollback was wiped so often in all of this',
    value: String(console_.sent().wipes),
    spread: `${console_.sent().frames.toLocaleString('en')} frames`,
    aim: aimAtMost(console_.sent().wipes, 0, String),
  });
  console_.end();
  await console_.ended;
}

/** With a probe that looks at the event loop and the heap, which costs a little itself. */
async function measureWithin(): Promise<void> {
  const console_ = await opened(true);
  await drawFrames(console_, WARM_FRAMES);
  await console_.quiet(200);
  const warm = await console_.probe();
  await timeKeys(console_, ['j', 'k'], PROBED_KEYS);
  reportLoop(BENCH, `${PROBED_KEYS} keys`, await console_.probe());
  await drawFrames(console_, FRAMES);
  const end = await console_.probe();
  reportLoop(BENCH, 'a key held', end);
  report({
    bench: BENCH,
    what: `heap after ${FRAMES} frames more`,
    value: megabytes(end.heapMb - warm.heapMb),
    spread: `${megabytes(warm.heapMb)} before; memory ${megabytes(end.rssMb)}`,
    aim: aimAtMost(end.heapMb - warm.heapMb, GROWTH_AIM_MB, megabytes),
  });
  console_.end();
  await console_.ended;
}

async function opened(probed: boolean): Promise<BenchConsole> {
  const console_ = openBenchConsole(home.path, { words: ['--screen', 'jobs', '--grace', '0'], probed });
  await console_.drawn;
  await console_.quiet(200);
  return console_;
}

async function measureHeld(console_: BenchConsole): Promise<void> {
  await console_.quiet(300);
  const before = { ...console_.sent(), processor: processorMs(console_.pid), at: performance.now() };
  await drawFrames(console_, FRAMES);
  const now = { ...console_.sent(), processor: processorMs(console_.pid), at: performance.now() };
  const frames = now.frames - before.frames;
  const frameMs = (now.processor - before.processor) / frames;
  report({
    bench: BENCH,
    what: 'a key held: processor time of a frame',
    value: ms(frameMs),
    spread: `${frames} frames, ${((frames * 1_000) / (now.at - before.at)).toFixed(1)} a second`,
    aim: aimAtMost(frameMs, FRAME_AIM_MS, ms),
  });
}

/** Each key as soon as something came of the one before. */
async function drawFrames(console_: BenchConsole, count: number): Promise<void> {
  const until = console_.sent().frames + count;
  const endsAt = performance.now() + HELD_MAX_MS;
  for (let key = 0; console_.sent().frames < until && performance.now() < endsAt; key += 1)
    await console_.answer(key % 2 === 0 ? 'j' : 'k');
}
