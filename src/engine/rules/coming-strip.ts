import { type Schedule, slotsBetween } from './schedule/index.ts';
import { wallTime } from './schedule/zone.ts';

/** How many starts the next day brings: counts of a quarter of an hour each, from the next full hour on. */
export type ComingStrip = { startAt: number; counts: readonly number[]; whole: boolean };

export const STRIP_STEP_MS = 900_000;
export const STRIP_STEPS = 96;
export const STEPS_AN_HOUR = 4;
/** A job that starts more often than each minute is counted this often in a day. */
const SLOTS_MAX = 1_440;

/** The next full hour on the clock of this zone. */
export function stripStart(now: number, zone: string): number {
  const { minute, second } = wallTime(now, zone);
  const minuteAt = Math.floor(now / 1_000) * 1_000 - second * 1_000;
  return minuteAt + (60 - minute) * 60_000;
}

/** What one schedule adds to each step. */
export function stripCounts(schedule: Schedule, startAt: number): number[] {
  if (schedule.kind === 'every') return everyCounts(schedule, startAt);
  const counts = emptySteps();
  const { slots } = slotsBetween(schedule, startAt - 1, startAt + STRIP_STEPS * STRIP_STEP_MS - 1, SLOTS_MAX);
  for (const slot of slots) {
    const step = Math.floor((slot.at - startAt) / STRIP_STEP_MS);
    counts[step] = (counts[step] ?? 0) + 1;
  }
  return counts;
}

export const emptySteps = (): number[] => Array.from({ length: STRIP_STEPS }, () => 0);

/** The step with the most starts, the first of equals; undefined when none comes. */
export function stripPeak({ counts }: Pick<ComingStrip, 'counts'>): { step: number; count: number } | undefined {
  const count = Math.max(0, ...counts);
  return count === 0 ? undefined : { step: counts.indexOf(count), count };
}

/** An interval is counted without walking through it; one from the end of its runs as if they took no time. */
function everyCounts({ everyMs, anchorAt }: Extract<Schedule, { kind: 'every' }>, startAt: number): number[] {
  const before = (at: number): number => Math.max(0, Math.ceil((at - anchorAt) / everyMs));
  return emptySteps().map((_, step) => {
    const from = startAt + step * STRIP_STEP_MS;
    return before(from + STRIP_STEP_MS) - before(from);
  });
}
