import { padEnd, padStart, widthOf } from '../text/width.ts';
import { blank, type Line, type Span, selected, span, toWidth, widthOfLine } from './line.ts';

/** One column of a list. The one without `width` takes what is left. */
export type Column<Row> = {
  head: string;
  width?: number;
  /** The narrowest a column without width may be before another one has to leave. */
  least?: number;
  align?: 'left' | 'right';
  /** Blanks in front of it; two, unless it is the first. */
  gap?: number;
  /** The order of leaving when it is narrow, from 1; absent: never leaves. */
  leaves?: number;
  cell(row: Row, columns: number): Line;
};

export type Placed<Row> = { column: Column<Row>; columns: number; gap: number };

/** Cursor and a blank stand in front of every row, one blank behind it. */
const CURSOR_COLUMNS = 2;
const TRAIL_COLUMNS = 1;

/** Which columns stay at this width, and how wide each is. */
export function place<Row>(columns: readonly Column<Row>[], width: number): Placed<Row>[] {
  let kept = [...columns];
  while (needed(kept) > width) {
    const next = kept
      .filter((column) => column.leaves !== undefined)
      .sort((a, b) => (a.leaves ?? 0) - (b.leaves ?? 0))[0];
    if (next === undefined) break;
    kept = kept.filter((column) => column !== next);
  }
  const spare = width - needed(kept);
  return kept.map((column, index) => ({
    column,
    columns: column.width ?? Math.max(1, (column.least ?? 1) + spare),
    gap: gapOf(column, index),
  }));
}

const gapOf = <Row>(column: Column<Row>, index: number): number => (index === 0 ? 0 : (column.gap ?? 2));

const needed = <Row>(columns: readonly Column<Row>[]): number =>
  columns.reduce(
    (sum, column, index) => sum + gapOf(column, index) + (column.width ?? column.least ?? 1),
    CURSOR_COLUMNS + TRAIL_COLUMNS,
  );

export const headOf = <Row>(placed: readonly Placed<Row>[], width: number): Line =>
  toWidth(
    [
      blank(CURSOR_COLUMNS),
      ...placed.flatMap(({ column, columns, gap }) => [
        blank(gap),
        span(column.align === 'right' ? padStart(column.head, columns) : padEnd(column.head, columns), 'muted'),
      ]),
    ],
    width,
  );

/** How the cursor stands on a row: with the focus, without it, or not at all. */
export type Cursor = 'focused' | 'resting' | 'none';

export function rowOf<Row>(placed: readonly Placed<Row>[], row: Row, cursor: Cursor, width: number): Line {
  const cells = placed.flatMap(({ column, columns, gap }) => [blank(gap), ...aligned(column, row, columns)]);
  return withCursor(cells, cursor, width);
}

export function withCursor(cells: Line, cursor: Cursor, width: number): Line {
  const mark: Span = cursor === 'none' ? blank(1) : span('▸', cursor === 'focused' ? 'accent' : 'muted');
  const line = toWidth([mark, blank(1), ...cells], width);
  return cursor === 'focused' ? selected(line) : line;
}

function aligned<Row>(column: Column<Row>, row: Row, columns: number): Line {
  const cell = column.cell(row, columns);
  const free = columns - widthOfLine(cell);
  if (free <= 0) return toWidth(cell, columns);
  return column.align === 'right' ? [blank(free), ...cell] : [...cell, blank(free)];
}

/** One span, padded to the columns of a sub-field. */
export const field = (text: string, columns: number, token?: Span['token']): Span =>
  span(padEnd(text, Math.max(columns, widthOf(text))), token);
