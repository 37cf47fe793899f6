import { aimAtMost, bytes, ms, range, report } from './report.ts';
import { percentile } from './statistics.ts';
import { after, type BenchConsole, type Probed, processorMs } from './ui-console.ts';

const MEDIAN_AIM_MS = 30;
const P95_AIM_MS = 60;
const MOVE_AIM_BYTES = 3_072;
const LOOP_AIM_MS = 16;
/** Longer than it takes until the detail has followed, and never in step with the clock. */
const PAUSE_MS = 147;
const PAUSE_STEP_MS = 13;
const PAUSE_STEPS = 7;
/** A slow machine presses fewer. */
const PRESSING_MAX_MS = 60_000;

export type TimedKeys = { times: number[]; keyBytes: number; keyProcessorMs: number };

/** Presses keys one after the other, each when what came of the one before is through. */
export async function timeKeys(console_: BenchConsole, keys: readonly string[], count: number): Promise<TimedKeys> {
  const times: number[] = [];
  const endsAt = performance.now() + PRESSING_MAX_MS;
  const before = console_.sent().bytes;
  const processorBefore = processorMs(console_.pid);
  while (times.length < count && performance.now() < endsAt) {
    const { ms: took } = await console_.answer(keys[times.length % keys.length] ?? 'j');
    times.push(took);
    await after(PAUSE_MS + (times.length % PAUSE_STEPS) * PAUSE_STEP_MS);
  }
  return {
    times,
    keyBytes: (console_.sent().bytes - before) / times.length,
    keyProcessorMs: (processorMs(console_.pid) - processorBefore) / times.length,
  };
}

export function reportKeys(bench: string, where: string, { times, keyBytes, keyProcessorMs }: TimedKeys): void {
  const [median, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
  report({
    bench,
    what: `key to frame, ${where}`,
    value: ms(median),
    spread: `${range(ms(Math.min(...times)), ms(Math.max(...times)))}, ${times.length} keys`,
    aim: aimAtMost(median, MEDIAN_AIM_MS, ms),
  });
  report({
    bench,
    what: 'the same, 95 of 100 keys',
    value: ms(p95),
    spread: `p99 ${ms(percentile(times, 0.99))}`,
    aim: aimAtMost(p95, P95_AIM_MS, ms),
  });
  report({
    bench,
    what: 'bytes of a key: its frame, the detail that follows, the clock',
    value: bytes(keyBytes),
    spread: `${times.length} keys`,
    aim: aimAtMost(keyBytes, MOVE_AIM_BYTES, bytes),
  });
  report({
    bench,
    what: 'processor time of a key: all its frames, and the engine meanwhile',
    value: ms(keyProcessorMs),
    spread: `${times.length} keys`,
  });
}

export function reportLoop(bench: string, when: string, loop: Probed, aimMs = LOOP_AIM_MS): void {
  report({
    bench,
    what: `longest delay of the event loop, ${when}`,
    value: ms(loop.loopWorstMs),
    spread: `median ${ms(loop.loopMedianMs)}, p99 ${ms(loop.loopP99Ms)}; at most ${ms(loop.loopWorkedMs)} of processor time`,
    aim: aimAtMost(loop.loopWorstMs, aimMs, ms),
  });
}
