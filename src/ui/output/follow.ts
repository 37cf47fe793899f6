import { formatBytes, formatCompact, formatPlural } from '../format/index.ts';
import type { Move } from '../state/move.ts';
import { type Paused, type RowId, sameLineId } from './looking.ts';

/** The rows that have been read, and what the whole measures. */
export type ReadRows = {
  rows: readonly RowId[];
  /** Rows that are visible at once. */
  room: number;
  isAtStart: boolean;
  isAtEnd: boolean;
  size: { lines?: number; bytes: number };
};

/**
 * Where a key leads to. Absent: the end is followed. Whoever follows and moves up stands still from then on, whatever
 * comes; only the last row's own key, or F, follows again.
 */
export function moved(paused: Paused | undefined, move: Move, read: ReadRows): Paused | undefined {
  const { rows, room } = read;
  if (move === 'last') return undefined;
  const seen = paused?.seen ?? read.size;
  if (move === 'first') {
    const first = read.isAtStart ? rows[0] : undefined;
    return { cursor: first ?? 'first', row: 0, seen };
  }
  const by = stepOf(move, room);
  if (rows.length === 0 || (paused === undefined && by > 0)) return paused;
  const last = rows.length - 1;
  const from = paused === undefined ? last : cursorIndex(paused, rows);
  const to = Math.max(0, Math.min(last, from + by));
  const shown = paused?.row ?? Math.min(room - 1, last);
  const row = Math.abs(by) === 1 ? shown + (to - from) : shown;
  return { cursor: rows[to] ?? 'first', row: rowIn(row, to, read), seen };
}

/** Stands on a line that was found, a third down the view, so that what led to it is seen as well. */
export const stoodOn = (line: RowId, { room, size }: ReadRows, paused: Paused | undefined): Paused => ({
  cursor: line,
  row: Math.floor(room / 3),
  seen: paused?.seen ?? size,
});

/** The first row of the view among those that have been read. */
export function topIndex(paused: Paused | undefined, read: ReadRows): number {
  const last = Math.max(0, read.rows.length - read.room);
  if (paused === undefined) return last;
  const at = cursorIndex(paused, read.rows);
  return Math.max(0, Math.min(last, at - rowIn(paused.row, at, read)));
}

/** The row of the cursor; where it is not among those that have been read, the nearest before it. */
export function cursorIndex({ cursor }: Paused, rows: readonly RowId[]): number {
  if (cursor === 'first' || rows.length === 0) return 0;
  const exact = rows.findIndex((row) => sameLineId(row, cursor) && row.part === cursor.part);
  if (exact >= 0) return exact;
  const ofLine = rows.findLastIndex((row) => sameLineId(row, cursor));
  if (ofLine >= 0) return ofLine;
  return Math.max(
    0,
    rows.findLastIndex((row) => row.stream === cursor.stream && row.start <= cursor.start),
  );
}

/** What the title says of it. */
export function followWords(paused: Paused | undefined, live: 'live' | 'over', size: ReadRows['size']): string {
  if (paused === undefined) return live === 'live' ? 'following' : '';
  const { lines, bytes } = freshSince(paused, size);
  const word = live === 'live' ? 'paused' : '';
  if (bytes <= 0 || lines === 0) return word;
  const fresh = lines === undefined ? `${formatBytes(bytes)} new below` : `${formatPlural(lines, 'new line')} below`;
  return word === '' ? fresh : `${word}, ${fresh}`;
}

/** The same of what goes on, where there is hardly room: `following`, `paused`, `paused +12k`. */
export function followShort(paused: Paused | undefined, size: ReadRows['size']): string {
  if (paused === undefined) return 'following';
  const { lines, bytes } = freshSince(paused, size);
  if (bytes <= 0 || lines === 0) return 'paused';
  return `paused +${lines === undefined ? formatBytes(bytes) : formatCompact(lines)}`;
}

function freshSince({ seen }: Paused, size: ReadRows['size']): { lines: number | undefined; bytes: number } {
  const isCounted = size.lines !== undefined && seen.lines !== undefined;
  return {
    lines: isCounted ? (size.lines ?? 0) - (seen.lines ?? 0) : undefined,
    bytes: size.bytes - seen.bytes,
  };
}

function stepOf(move: Exclude<Move, 'first' | 'last'>, room: number): number {
  switch (move) {
    case 'down':
      return 1;
    case 'up':
      return -1;
    case 'page.down':
      return Math.max(1, room - 1);
    case 'page.up':
      return -Math.max(1, room - 1);
    case 'half.down':
      return Math.max(1, Math.floor(room / 2));
    case 'half.up':
      return -Math.max(1, Math.floor(room / 2));
  }
}

/** Kept inside the view, and the view inside what there is. */
function rowIn(row: number, at: number, { rows, room }: ReadRows): number {
  const least = Math.max(0, room - (rows.length - at));
  return Math.max(Math.min(least, at), Math.min(row, room - 1, at));
}
