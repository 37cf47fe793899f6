import { DAY_SECONDS, wallText } from './civil.ts';
import { type ClockChange, type Cron, changeBefore, isMadeUp } from './clock-change.ts';
import { compileCron } from './compile-cron.ts';
import { BETWEEN_MAX, nextSlot } from './slots.ts';
import type { Schedule } from './types.ts';
import { nextWall } from './wall-search.ts';

/** Wall times of a schedule that the clocks jumped over at `at`, from one wall time to another, and that nothing makes up for. */
export type SkippedTimes = { at: number; from: string; to: string; count: number };

/** Changes of the clocks that one look goes back over: a zone has four a year at most. */
const CHANGES_MAX = 64;

/**
 * What the clocks jumped over on the way to the slots from `firstSlotAt` on, up to `through` and not before `since`;
 * oldest first. A jump belongs to the first slot after it, so that each is seen once as slots are gone through in order.
 */
export function skippedTimes(
  schedule: Schedule,
  { firstSlotAt, through, since }: { firstSlotAt: number; through: number; since: number },
): SkippedTimes[] {
  if (schedule.kind !== 'cron') return [];
  const found: SkippedTimes[] = [];
  let change = changeBefore(schedule.zone, Math.floor(through / 1_000));
  for (let looked = 0; change !== undefined && looked < CHANGES_MAX; looked += 1) {
    const at = change.second * 1_000;
    if (at <= since) break;
    if (at <= firstSlotAt && nextSlot(schedule, at - 1)?.at !== firstSlotAt) break;
    const count = timesIn(schedule, change);
    if (count > 0) {
      const from = wallText(change.second + change.before);
      found.unshift({ at, from, to: wallText(change.second + change.offset), count });
    }
    change = changeBefore(schedule.zone, change.second - 1);
  }
  return found;
}

function timesIn(schedule: Cron, change: ClockChange): number {
  const cron = compileCron(schedule.expression, schedule.seed);
  if (cron === undefined || change.offset <= change.before || isMadeUp(schedule, change)) return 0;
  const end = change.second + change.offset;
  const lastDay = Math.floor(end / DAY_SECONDS);
  let count = 0;
  let wall = nextWall(cron, change.second + change.before, lastDay, { steps: 0 });
  while (wall < end && count < BETWEEN_MAX) {
    count += 1;
    wall = nextWall(cron, wall + 1, lastDay, { steps: 0 });
  }
  return count;
}
