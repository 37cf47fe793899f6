import { civilDate, DAY_SECONDS, dayNumber } from './civil.ts';

/**
 * The offset changes of one zone, in seconds, filled year by year as they are asked for.
 * `startsAt[0]` is only where the table begins; every later entry is a change.
 */
export type ZoneTable = {
  startsAt: number[];
  offsets: number[];
  firstYear: number;
  /** The table holds every change before 1 January of this year. */
  endYear: number;
  offsetAt: (second: number) => number;
};

export const ZONE_CACHE_MAX = 128;

// Outside these years a zone keeps the offset of the nearest one.
const YEAR_MIN = 1900;
const YEAR_MAX = 2200;

// The shortest a zone has gone there and back is 7 days (Recife, October 2000), so this probing sees every change.
const PROBE_SECONDS = 4 * DAY_SECONDS;

const tables = new Map<string, ZoneTable>();

/** Throws a RangeError for a zone that the platform does not know. */
export function zoneTable(zone: string): ZoneTable {
  const known = tables.get(zone);
  if (known !== undefined) return known;
  const table: ZoneTable = { startsAt: [], offsets: [], firstYear: 0, endYear: 0, offsetAt: offsetReader(zone) };
  if (tables.size >= ZONE_CACHE_MAX) {
    const oldest = tables.keys().next();
    if (!oldest.done) tables.delete(oldest.value);
  }
  tables.set(zone, table);
  return table;
}

/** The index of the stretch that holds `second`; the stretch before it is in the table as well. */
export function stretchAt(table: ZoneTable, second: number): number {
  coverAround(table, second);
  let low = 0;
  let high = table.startsAt.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((table.startsAt[middle] ?? 0) <= second) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** When the stretch ends, looked for up to `until`; Infinity when no change comes before that. */
export function stretchEnd(table: ZoneTable, index: number, until: number): number {
  const known = table.startsAt[index + 1];
  if (known !== undefined) return known;
  while (yearStart(table.endYear) <= until && table.endYear <= YEAR_MAX) {
    extendForward(table);
    const found = table.startsAt[index + 1];
    if (found !== undefined) return found;
  }
  return Number.POSITIVE_INFINITY;
}

function coverAround(table: ZoneTable, second: number): void {
  if (second >= yearStart(table.firstYear + 1) && second < yearStart(table.endYear)) return;
  const year = clampYear(civilDate(Math.floor(second / DAY_SECONDS)).year);
  if (table.startsAt.length === 0) {
    table.firstYear = year - 1;
    table.endYear = year - 1;
    const start = yearStart(table.firstYear);
    table.startsAt.push(start);
    table.offsets.push(table.offsetAt(start));
  }
  while (table.firstYear > year - 1) extendBackward(table);
  while (table.endYear <= year) extendForward(table);
}

function extendForward(table: ZoneTable): void {
  const offset = table.offsets.at(-1) ?? 0;
  for (const change of changesIn(table, table.endYear, offset)) {
    table.startsAt.push(change.second);
    table.offsets.push(change.offset);
  }
  table.endYear++;
}

function extendBackward(table: ZoneTable): void {
  const year = table.firstYear - 1;
  const offset = table.offsetAt(yearStart(year));
  const changes = changesIn(table, year, offset);
  // The table's old beginning was no change, so the last stretch found here runs on through it.
  table.startsAt.splice(0, 1, yearStart(year), ...changes.map((change) => change.second));
  table.offsets.splice(0, 1, offset, ...changes.map((change) => change.offset));
  table.firstYear = year;
}

/** The changes from just after 1 January of `year` up to and including 1 January of the next. */
function changesIn(table: ZoneTable, year: number, offsetBefore: number): { second: number; offset: number }[] {
  const changes: { second: number; offset: number }[] = [];
  const end = yearStart(year + 1);
  let second = yearStart(year);
  let offset = offsetBefore;
  while (second < end) {
    const probe = Math.min(second + PROBE_SECONDS, end);
    if (table.offsetAt(probe) === offset) {
      second = probe;
      continue;
    }
    second = firstDifferent(table, second, probe, offset);
    offset = table.offsetAt(second);
    changes.push({ second, offset });
  }
  return changes;
}

function firstDifferent(table: ZoneTable, same: number, different: number, offset: number): number {
  let low = same;
  let high = different;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (table.offsetAt(middle) === offset) low = middle;
    else high = middle;
  }
  return high;
}

function offsetReader(zone: string): (second: number) => number {
  // The first formatter of a process takes 20 ms, and most machines need none but for this zone.
  if (zone === 'UTC') return () => 0;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return (second) => {
    const found = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(second * 1000));
    if (found?.[1] === undefined) return 0;
    const size = Number(found[2]) * 3600 + Number(found[3]) * 60 + Number(found[4] ?? 0);
    return found[1] === '-' ? -size : size;
  };
}

function yearStart(year: number): number {
  return dayNumber(year, 1, 1) * DAY_SECONDS;
}

function clampYear(year: number): number {
  return Math.min(Math.max(year, YEAR_MIN), YEAR_MAX);
}
