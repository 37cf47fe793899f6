import { padEnd, padStart, widthOf } from '../text/width.ts';
import { blank, type Line, type Span, selected, span, toWidth, widthOfLine } from './line.ts';

/** One column of a list: of a fixed width, or of one that is shared out. */
export type Column<Row> = {
  head: string;
  width?: number;
  /** What stands in it is never cut: it is wider than its width where a shown row needs that. */
  whole?: true;
  /** The narrowest a column without width may be before another one has to leave. */
  least?: number;
  /** Once names of a usual length are whole, a longer one grows only where this column keeps so many. */
  wish?: number;
  /** Without a width: grows to what its rows need, in this order from 1. The one without gets what is left then. */
  grows?: number;
  align?: 'left' | 'right';
  /** Blanks in front of it; two, unless it is the first. */
  gap?: number;
  /** The order of leaving when it is narrow, from 1; absent: never leaves. */
  leaves?: number;
  /** The form it takes where a column with this head is not there. */
  without?: { head: string; column: Column<Row> };
  cell(row: Row, columns: number): Line;
};

export type Placed<Row> = { column: Column<Row>; columns: number; gap: number };

/** How many columns a column's cells take if nothing is cut. */
export type Needs<Row> = (column: Column<Row>) => number;

/** Cursor and a blank stand in front of every row, one blank behind it. */
const CURSOR_COLUMNS = 2;
const TRAIL_COLUMNS = 1;
/**
 * Names of up to so many columns are whole before columns that may leave stay: the first two to leave go sooner, and those
 * from the fourth on stay for as long as names have their least.
 */
const GROWN_LEAST = 16;
const GROWN_MOST = 24;
const LEAVES_SOON = 2;
const LEAVES_LATE = 4;

/** Which columns stay at this width, and how wide each is. */
export function place<Row>(columns: readonly Column<Row>[], width: number, needs: Needs<Row> = () => 0): Placed<Row>[] {
  const wanted = new Map<Column<Row>, number>();
  const least = (column: Column<Row>, grown = GROWN_LEAST): number => {
    const want = wanted.get(column) ?? needs(column);
    wanted.set(column, want);
    return leastOf(column, want, grown);
  };
  const kept = standing(columns, width, least);
  let spare = width - needed(kept, least);
  const grown = new Map<Column<Row>, number>();
  const growing = kept.filter((column) => column.grows !== undefined);
  const last = kept.find((column) => column.width === undefined && column.grows === undefined);
  for (const column of growing.sort((a, b) => (a.grows ?? 0) - (b.grows ?? 0))) {
    const want = Math.min(spare, (wanted.get(column) ?? 0) - least(column));
    const more = Math.max(0, Math.min(want, Math.max(spare - wishOf(last), GROWN_MOST - least(column))));
    grown.set(column, more);
    spare -= more;
  }
  const rest = last ?? growing[0];
  return kept.map((column, index) => ({
    column,
    columns: Math.max(1, least(column) + (grown.get(column) ?? 0) + (column === rest ? spare : 0)),
    gap: gapOf(column, index),
  }));
}

const wishOf = <Row>(last: Column<Row> | undefined): number => Math.max(0, (last?.wish ?? 0) - (last?.least ?? 1));

/** Leaves out what has no room, the first to leave first. */
function standing<Row>(
  columns: readonly Column<Row>[],
  width: number,
  least: (column: Column<Row>, grown: number) => number,
) {
  let kept = replaced(columns);
  for (;;) {
    const next = kept
      .filter((column) => column.leaves !== undefined)
      .sort((a, b) => (a.leaves ?? 0) - (b.leaves ?? 0))[0];
    if (next === undefined) return kept;
    if (needed(kept, (column) => least(column, grownBeside(next.leaves ?? 0))) <= width) return kept;
    kept = replaced(kept.filter((column) => column !== next));
  }
}

const grownBeside = (leaves: number): number => {
  if (leaves >= LEAVES_LATE) return 0;
  return leaves <= LEAVES_SOON ? GROWN_MOST : GROWN_LEAST;
};

const replaced = <Row>(columns: readonly Column<Row>[]): Column<Row>[] =>
  columns.map((column) =>
    column.without === undefined || columns.some(({ head }) => head === column.without?.head)
      ? column
      : column.without.column,
  );

function leastOf<Row>(column: Column<Row>, want: number, grown: number): number {
  if (column.width !== undefined) return column.whole === true ? Math.max(column.width, want) : column.width;
  const least = column.least ?? 1;
  return column.grows === 1 ? Math.max(least, Math.min(want, grown)) : least;
}

const gapOf = <Row>(column: Column<Row>, index: number): number => (index === 0 ? 0 : (column.gap ?? 2));

const needed = <Row>(columns: readonly Column<Row>[], least: (column: Column<Row>) => number): number =>
  columns.reduce((sum, column, index) => sum + gapOf(column, index) + least(column), CURSOR_COLUMNS + TRAIL_COLUMNS);

/** Wider than any terminal: a cell that is asked to fill it shows everything. */
const WIDEST_COLUMNS = 400;

/** What the rows need: what is never cut is measured on the rows that are shown, names on all that were read, so that they stand still while the window moves. */
export const needsOf =
  <Row>(shown: readonly Row[], read: readonly Row[]): Needs<Row> =>
  (column) => {
    if (column.whole !== true && column.grows === undefined) return 0;
    if (column.whole === true) return widest(column, shown);
    const known = measured.get(read) ?? new Map<string, number>();
    measured.set(read, known);
    const columns = known.get(column.head) ?? widest(column, read);
    known.set(column.head, columns);
    return columns;
  };

// Every frame asks, and rows that were read together do not change.
const measured = new WeakMap<readonly unknown[], Map<string, number>>();

const widest = <Row>(column: Column<Row>, rows: readonly Row[]): number =>
  rows.reduce((most, row) => Math.max(most, widthOfLine(column.cell(row, WIDEST_COLUMNS))), 0);

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

/** Whether a row is marked, to be acted on with others. */
export type MarkState = 'marked' | 'unmarked';

export function rowOf<Row>(
  placed: readonly Placed<Row>[],
  row: Row,
  cursor: Cursor,
  width: number,
  mark: MarkState = 'unmarked',
): Line {
  return withCursor(cellsOf(placed, row), cursor, width, mark);
}

export const cellsOf = <Row>(placed: readonly Placed<Row>[], row: Row): Line =>
  placed.flatMap(({ column, columns, gap }) => [blank(gap), ...aligned(column, row, columns)]);

/** The cursor's column has the mark of a row; under the cursor it stands behind it. */
export function withCursor(cells: Line, cursor: Cursor, width: number, mark: MarkState = 'unmarked'): Line {
  const marked: Span = mark === 'marked' ? span('▪', 'accent') : blank(1);
  const front: Span[] =
    cursor === 'none' ? [marked, blank(1)] : [span('▸', cursor === 'focused' ? 'accent' : 'muted'), marked];
  const line = toWidth([...front, ...cells], width);
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
