import { aimAtMost, bytes, ms, range, report } from './report.ts';
import { percentile } from './statistics.ts';
import { after, type BenchConsole, processorMs } from './ui-console.ts';

const MEDIAN_AIM_MS = 30;
const P95_AIM_MS = 60;
const MOVE_AIM_BYTES = 3_072;
const FRAME_AIM_MS = 8;
/** Longer than a frame takes, and never in step with the clock. */
const PAUSE_MS = 47;
const PAUSE_STEP_MS = 13;
const PAUSE_STEPS = 7;

export type TimedKeys = { times: number[]; keyBytes: number; keyProcessorMs: number };

/** Presses keys one after the other, each when the frame of the one before is through. */
export async function timeKeys(console_: BenchConsole, keys: readonly string[], count: number): Promise<TimedKeys> {
  const times: number[] = [];
  const before = console_.sent().bytes;
  const processorBefore = processorMs(console_.pid);
  for (let press = 0; press < count; press += 1) {
    const { ms: took } = await console_.answer(keys[press % keys.length] ?? 'j');
    times.push(took);
    await after(PAUSE_MS + (press % PAUSE_STEPS) * PAUSE_STEP_MS);
  }
  return {
    times,
    keyBytes: (console_.sent().bytes - before) / count,
    keyProcessorMs: (processorMs(console_.pid) - processorBefore) / count,
  };
}

export function reportKeys(bench: string, where: string, { times, keyBytes, keyProcessorMs }: TimedKeys): void {
  const [median, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
  report({
    bench,
    what: `key to frame, ${where}: median`,
    value: ms(median),
    spread: `${range(ms(Math.min(...times)), ms(Math.max(...times)))}, ${times.length} keys`,
    aim: aimAtMost(median, MEDIAN_AIM_MS, ms),
  });
  report({
    bench,
    what: 'the same, 95 of 100',
    value: ms(p95),
    spread: `p99 ${ms(percentile(times, 0.99))}`,
    aim: aimAtMost(p95, P95_AIM_MS, ms),
  });
  report({
    bench,
    what: 'bytes of a key, with the detail that follows and the clock',
    value: bytes(keyBytes),
    spread: `${times.length} keys`,
    aim: aimAtMost(keyBytes, MOVE_AIM_BYTES, bytes),
  });
  report({
    bench,
    what: 'processor time of a key, with all it causes',
    value: ms(keyProcessorMs),
    spread: `${times.length} keys`,
    aim: aimAtMost(keyProcessorMs, FRAME_AIM_MS, ms),
  });
}
