import { DAY_SECONDS } from './civil.ts';
import type { CronFields } from './read-cron.ts';
import type { Dst, SlotNote } from './types.ts';
import { type Cost, HORIZON_DAYS, NEVER, nextWall } from './wall-search.ts';
import { stretchAt, stretchEnd, type ZoneTable } from './zone-table.ts';

/** Larger jumps are corrections of the calendar (a skipped day), not clock changes to make up for. */
export const COMPENSATED_MAX_SECONDS = 180 * 60;

// Nine years of a zone with four changes a year, and room.
const STRETCHES_MAX = 128;

export type Found = { second: number; wall: number; note?: SlotNote };

/** A time between two changes of a zone: `offset` is its own, `before` that of the stretch it follows. */
type Stretch = { startsAt: number; offset: number; before: number };

/** The first second ≥ `from` at which the expression fires in the zone, or undefined when none comes within nine years. */
export function findCron(cron: CronFields, table: ZoneTable, dst: Dst, from: number, cost: Cost): Found | undefined {
  const lastDay = Math.floor(from / DAY_SECONDS) + HORIZON_DAYS;
  const meets = cron.followsWall ? 'wall' : dst;
  let index = stretchAt(table, from);
  let earliest = from;
  let searchedFrom = NEVER;
  let wall = NEVER;
  for (let visited = 0; visited < STRETCHES_MAX; visited++) {
    cost.steps++;
    const stretch = stretchOf(table, index);
    const lowest = lowestWall(stretch, earliest, meets);
    // A match found for an earlier stretch still holds unless it lies behind, or the clock went back behind its search.
    if (searchedFrom > lowest || wall < lowest) {
      wall = nextWall(cron, lowest, lastDay, cost);
      searchedFrom = lowest;
    }
    if (wall === NEVER) return undefined;
    if (wall < earliest + stretch.offset) return afterGap(cron, earliest, stretch, cost);
    const second = wall - stretch.offset;
    const end = stretchEnd(table, index, second);
    if (second < end) return withNote(table, index, stretch, second, wall);
    index++;
    earliest = end;
  }
  return undefined;
}

function stretchOf(table: ZoneTable, index: number): Stretch {
  const offset = table.offsets[index] ?? 0;
  return { startsAt: table.startsAt[index] ?? 0, offset, before: table.offsets[index - 1] ?? offset };
}

/** Where on the wall the search starts: before a gap that is made up, after a repeat that is not run again, else at `earliest`. */
function lowestWall({ startsAt, offset, before }: Stretch, earliest: number, meets: Dst): number {
  const jump = offset - before;
  const isCompensated = meets !== 'wall' && Math.abs(jump) <= COMPENSATED_MAX_SECONDS;
  if (isCompensated && jump > 0 && meets === 'cronie' && earliest === startsAt) return earliest + before;
  if (isCompensated && jump < 0) return Math.max(earliest + offset, startsAt + before);
  return earliest + offset;
}

/** A time inside the gap runs at the first instant after it, as one slot with whatever is due there anyway. */
function afterGap(cron: CronFields, second: number, { offset }: Stretch, cost: Cost): Found {
  const wall = second + offset;
  const isDueAnyway = nextWall(cron, wall, Math.floor(wall / DAY_SECONDS), cost) === wall;
  return isDueAnyway ? { second, wall } : { second, wall, note: 'gap-shifted' };
}

function withNote(table: ZoneTable, index: number, stretch: Stretch, second: number, wall: number): Found {
  if (wall < stretch.startsAt + stretch.before) return { second, wall, note: 'repeated-hour' };
  const end = stretchEnd(table, index, second + DAY_SECONDS);
  const isShownAgain = end !== NEVER && wall >= end + (table.offsets[index + 1] ?? stretch.offset);
  return isShownAgain ? { second, wall, note: 'repeated-hour' } : { second, wall };
}
