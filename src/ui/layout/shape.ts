import type { PanelId, Size, View } from '../state/view.ts';

export type Part = { part: PanelId | 'detail'; edges: 'box' | 'rule'; width: number; height: number };

/** How a screen of this size is divided; rows of parts stand under each other, the parts of a row beside each other. */
export type Shape =
  | { kind: 'too-small' }
  | { kind: 'compact'; list: Part; detail?: Part }
  | { kind: 'stacked'; lists: Part[]; detail: Part }
  | { kind: 'grid'; rows: Part[][] }
  | { kind: 'columns'; columns: Part[][] };

export const LEAST_COLUMNS = 60;
export const LEAST_ROWS = 16;
const WIDE_COLUMNS = 110;
const WIDE_ROWS = 32;
export const WIDEST_COLUMNS = 170;
const TALL_ROWS = 48;

const STRIP_ROWS = 40;

/** Rows around the panels: a header of one row and the tabs, or of two rows; message and footer. */
const FRAME_ROWS = 4;

/** Whether the header has a third row, for what the next day brings: where there is room, or as somebody wants it. */
export const showsStrip = ({ size, strip }: Pick<View, 'size' | 'strip'>): boolean =>
  strip === undefined ? size.columns >= WIDEST_COLUMNS && size.rows >= STRIP_ROWS : strip === 'shown';
/** Rows that are left for the panels. */
export const bodyRows = (view: Pick<View, 'size' | 'strip'>): number =>
  view.size.rows - FRAME_ROWS - (showsStrip(view) ? 1 : 0);

export const isCompact = (size: Size): boolean => size.columns < WIDE_COLUMNS || size.rows < WIDE_ROWS;
/** A question is asked on a smaller screen than a list needs, down to this. */
export const SHEET_LEAST_COLUMNS = 40;
export const SHEET_LEAST_ROWS = 11;
export const sheetFits = (size: Size): boolean => size.columns >= SHEET_LEAST_COLUMNS && size.rows >= SHEET_LEAST_ROWS;
export const isTooSmall = (size: Size): boolean => size.columns < LEAST_COLUMNS || size.rows < LEAST_ROWS;

export function shapeOf(view: Pick<View, 'size' | 'focus' | 'panel' | 'zoom' | 'strip'>): Shape {
  const { size } = view;
  if (isTooSmall(size)) return { kind: 'too-small' };
  const rows = bodyRows(view);
  if (view.zoom) return zoomed(view, size.columns, rows);
  if (!isCompact(size)) return size.columns >= WIDEST_COLUMNS ? columnsShape(view, rows) : gridShape(view, rows);
  if (size.rows >= TALL_ROWS) return stackedShape(view, rows);
  return compactShape(view, size.columns, rows);
}

function zoomed(view: Pick<View, 'focus' | 'panel'>, columns: number, rows: number): Shape {
  const part = view.focus === 'detail' ? 'detail' : view.panel;
  return { kind: 'compact', list: { part, edges: 'rule', width: columns, height: rows } };
}

/** A list above its detail. The one with the focus gets the larger part, but a short list leaves its room to the detail. */
function compactShape(view: Pick<View, 'panel' | 'focus'>, width: number, rows: number): Shape {
  const list = Math.max(4, Math.floor(rows * 0.42));
  return {
    kind: 'compact',
    list: { part: view.panel, edges: 'rule', width, height: list },
    detail: { part: 'detail', edges: 'rule', width, height: rows - list },
  };
}

function stackedShape(view: Pick<View, 'panel' | 'size'>, rows: number): Shape {
  const width = view.size.columns;
  const other: PanelId = view.panel === 'approvals' ? 'runs' : 'approvals';
  const first = Math.floor(rows * 0.35);
  const second = Math.floor(rows * 0.25);
  return {
    kind: 'stacked',
    lists: [
      { part: view.panel, edges: 'rule', width, height: first },
      { part: other, edges: 'rule', width, height: second },
    ],
    detail: { part: 'detail', edges: 'rule', width, height: rows - first - second },
  };
}

/** Jobs take the place of Due, Activity that of Alerts, where they have none of their own. */
function gridShape(view: Pick<View, 'panel' | 'size'>, rows: number): Shape {
  const left = Math.floor(view.size.columns / 2);
  const right = view.size.columns - left;
  const upper = Math.round(rows * 0.36);
  const middle = Math.floor(rows * 0.28);
  const bottom = rows - upper - middle;
  const part = (id: Part['part'], width: number, height: number): Part => ({ part: id, edges: 'box', width, height });
  return {
    kind: 'grid',
    rows: [
      [part(view.panel === 'jobs' ? 'jobs' : 'due', left, upper), part('approvals', right, upper)],
      [part('runs', left, middle), part(view.panel === 'activity' ? 'activity' : 'alerts', right, middle)],
      [part('detail', view.size.columns, bottom)],
    ],
  };
}

function columnsShape(view: Pick<View, 'panel' | 'size'>, rows: number): Shape {
  const { columns } = view.size;
  const middle = Math.floor(columns * 0.3);
  const right = Math.floor(columns * 0.34);
  const left = columns - middle - right;
  const part = (id: Part['part'], width: number, height: number): Part => ({ part: id, edges: 'box', width, height });
  const upper = Math.floor(rows * 0.5);
  const third = Math.floor(rows * 0.32);
  const fourth = Math.floor(rows * 0.26);
  return {
    kind: 'columns',
    columns: [
      [part(view.panel === 'jobs' ? 'jobs' : 'due', left, upper), part('runs', left, rows - upper)],
      [
        part('approvals', middle, third),
        part('alerts', middle, fourth),
        part('activity', middle, rows - third - fourth),
      ],
      [part('detail', right, rows)],
    ],
  };
}

/** The parts of a shape in the order of reading. */
export function partsOf(shape: Shape): Part[] {
  switch (shape.kind) {
    case 'too-small':
      return [];
    case 'compact':
      return shape.detail === undefined ? [shape.list] : [shape.list, shape.detail];
    case 'stacked':
      return [...shape.lists, shape.detail];
    case 'grid':
      return shape.rows.flat();
    case 'columns':
      return shape.columns.flat();
  }
}
