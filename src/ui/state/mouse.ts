import type { Page } from '../../store/snapshot/page.ts';
import type { MouseInput } from '../console-options.ts';
import { tabsOfDetail } from '../detail/tabs.ts';
import { headerRows, type Place, placesOf } from '../layout/places.ts';
import { moveInOutput } from '../output/output-keys.ts';
import { linesAnItem } from '../panels/lower-half.ts';
import { widthOf } from '../text/width.ts';
import type { ScreenContext } from './events.ts';
import { itemsOf } from './list.ts';
import { type Move, moveInList, visibleRows } from './move.ts';
import { type AnyRow, listOf, PANELS, type PanelId, TABS, type View } from './view.ts';

/** As far as a notch of the wheel goes. */
const WHEEL_ROWS = 3;
/** The title of a panel, and the heads of its columns. */
const TITLE_ROWS = 2;
/** A count stands behind a tab's word. */
const COUNT_COLUMNS = 6;

/** What the mouse did, and the rows that it was done on, as they are drawn. */
export type MouseOnRows = { input: MouseInput; rows: readonly string[] };

/** Clicks choose what is looked at and the wheel goes through it; nothing is ever decided by the mouse. */
export function mouseOnLists(view: View, { input, rows }: MouseOnRows, context: ScreenContext): View {
  if (view.help !== undefined || view.filterEdit !== undefined || view.focus === 'start') return view;
  const place = placesOf(view).find((each) => isInside(each, input));
  if (input.kind !== 'press') return place === undefined ? view : wheeled(view, place, input.kind, context);
  const row = rows[input.row] ?? '';
  if (input.row < headerRows(view)) return panelNamed(view, textBetween(row, 0, view.size.columns), input.column);
  if (place === undefined) return view;
  const title = textBetween(row, place.x, place.x + place.width);
  if (input.row === place.y) return tabPressed(view, place, title, input.column, context);
  return place.part === 'detail' ? { ...view, focus: 'detail' } : rowPressed(view, place, place.part, input, context);
}

const isInside = ({ x, y, width, height }: Place, { column, row }: MouseInput): boolean =>
  column >= x && column < x + width && row >= y && row < y + height;

/** A part of a row by its columns: where each character begins on the screen. */
type Text = { row: string; columnOf(index: number): number };

function textBetween(row: string, from: number, to: number): Text {
  const begin = indexAt(row, from);
  const part = row.slice(begin, indexAt(row, to));
  return { row: part, columnOf: (index) => from + widthOf(part.slice(0, index)) };
}

/** The character that a column belongs to. */
function indexAt(row: string, column: number): number {
  let index = Math.min(column, row.length);
  while (index > 0 && widthOf(row.slice(0, index)) > column) index -= 1;
  return index;
}

const focusOn = (view: View, panel: PanelId): View => ({
  ...view,
  focus: panel,
  panel,
  ...(panel === view.panel ? {} : { detailTop: 0 }),
});

/** The words of the header that stand for a panel. */
const HEADER_WORDS = /(?:^|[ [•*])([1-6])(?= ?[A-Za-z])|(APPROVE|approve)|(ALERT|alert)|\b(due)\b|\b(running)\b/g;

function panelNamed(view: View, { row, columnOf }: Text, column: number): View {
  const names = [...row.matchAll(HEADER_WORDS)].filter(({ index }) => columnOf(index) - 1 <= column);
  const last = names.at(-1);
  if (last === undefined || column > columnOf(last.index) + HEADER_COLUMNS) return view;
  const [, number, approve, alert, due] = last;
  if (number !== undefined) return focusOn(view, PANELS[Number(number) - 1] ?? view.panel);
  return focusOn(
    view,
    approve !== undefined ? 'approvals' : alert !== undefined ? 'alerts' : due !== undefined ? 'due' : 'runs',
  );
}

/** The widest word of the header with its count. */
const HEADER_COLUMNS = 14;

function tabPressed(view: View, { part }: Place, text: Text, column: number, context: ScreenContext): View {
  if (part === 'detail') {
    const detail = context.data.detail?.detail;
    const tab = detail === undefined ? undefined : pressedWord(tabsOfDetail(detail), (id) => capital(id), text, column);
    return tab === undefined
      ? { ...view, focus: 'detail' }
      : { ...view, focus: 'detail', detailTab: tab, detailTop: 0 };
  }
  const tab = pressedWord(TABS[part], (id) => id.slice(id.indexOf('.') + 1), text, column);
  const focused = focusOn(view, part);
  return tab === undefined ? focused : { ...focused, tabs: { ...view.tabs, [part]: tab }, detailTop: 0 };
}

const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

/** Names of jobs may hold the same words, but they stand further left. */
function pressedWord<Id extends string>(
  ids: readonly Id[],
  wordOf: (id: Id) => string,
  { row, columnOf }: Text,
  column: number,
): Id | undefined {
  return ids.findLast((id) => {
    const at = row.lastIndexOf(wordOf(id));
    if (at < 0) return false;
    const from = columnOf(at) - 1;
    return column >= from && column <= from + wordOf(id).length + COUNT_COLUMNS;
  });
}

function rowPressed(view: View, place: Place, panel: PanelId, { row }: MouseInput, context: ScreenContext): View {
  const focused = focusOn(view, panel);
  const id = listOf(view, panel);
  const page = context.data.lists[id] as Page<AnyRow> | undefined;
  const index = Math.floor((row - place.y - TITLE_ROWS) / linesAnItem(view, context.data, id));
  if (page === undefined || index < 0 || index >= visibleRows(view, panel)) return focused;
  const list = view.lists[id];
  const at = list.top + index;
  const item = itemsOf(page, list)[at];
  if (item === undefined) return focused;
  return { ...focused, lists: { ...view.lists, [id]: { ...list, key: item.key, index: at } } };
}

function wheeled(view: View, { part }: Place, kind: 'wheel-up' | 'wheel-down', context: ScreenContext): View {
  const move: Move = kind === 'wheel-up' ? 'up' : 'down';
  let next = view;
  for (let row = 0; row < WHEEL_ROWS; row += 1) {
    if (part === 'detail') next = moveInOutput(next, context, move);
    // The list under the pointer moves; the focus stays where it is.
    else next = { ...moveInList({ ...next, panel: part }, context.data, move), panel: view.panel };
  }
  return next;
}
