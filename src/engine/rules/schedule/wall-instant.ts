import { wallTime } from './zone.ts';

const DAY_MS = 86_400_000;

/**
 * The first instant at which the clocks of a zone show the wall time that `wallAt` is in UTC; undefined in a gap. A wall time
 * written as if it were UTC can be reckoned with: the next day is a day later whatever the clocks do.
 */
export function wallInstant(wallAt: number, zone: string): number | undefined {
  const offsets = [wallAt - DAY_MS, wallAt + DAY_MS].map((near) => wallTime(near, zone).offsetMs);
  return offsets
    .map((offsetMs) => wallAt - offsetMs)
    .sort((a, b) => a - b)
    .find((at) => at + wallTime(at, zone).offsetMs === wallAt);
}
