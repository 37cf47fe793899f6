import type { Page } from '../../store/snapshot/page.ts';
import { insideOf } from '../layout/frame.ts';
import { partsOf, shapeOf } from '../layout/shape.ts';
import type { ScreenContext } from './events.ts';
import { itemsOf, positionOf, windowTop } from './list.ts';
import { type AnyRow, type ListId, type ListView, listOf, type PanelId, type ScreenData, type View } from './view.ts';

export type Move = 'down' | 'up' | 'page.down' | 'page.up' | 'half.down' | 'half.up' | 'first' | 'last';

/** This near to the edge of a page its neighbours are fetched. */
const EDGE_ROWS = 40;
const FALLBACK_ROWS = 8;

/** Rows a panel shows at once, below its head. */
export function visibleRows(view: View, panel: PanelId): number {
  const part = partsOf(shapeOf(view)).find((candidate) => candidate.part === panel);
  return part === undefined ? FALLBACK_ROWS : Math.max(1, insideOf(part.edges, part.width, part.height).rows - 1);
}

const stepOf = (move: Move, height: number): number => {
  switch (move) {
    case 'down':
      return 1;
    case 'up':
      return -1;
    case 'page.down':
      return Math.max(1, height - 1);
    case 'page.up':
      return -Math.max(1, height - 1);
    case 'half.down':
      return Math.max(1, Math.floor(height / 2));
    case 'half.up':
      return -Math.max(1, Math.floor(height / 2));
    case 'first':
      return Number.NEGATIVE_INFINITY;
    case 'last':
      return Number.POSITIVE_INFINITY;
  }
};

export function moveInList(view: View, data: ScreenData, move: Move): View {
  const id = listOf(view, view.panel);
  const page = data.lists[id] as Page<AnyRow> | undefined;
  if (page === undefined) return view;
  const list = view.lists[id];
  const items = itemsOf(page, list);
  if (items.length === 0) return view;
  const height = visibleRows(view, view.panel);
  const from = positionOf(items, list);
  const to = Math.max(0, Math.min(items.length - 1, from + stepOf(move, height)));
  const key = items[to]?.key ?? list.key;
  // Leaving a row that only stayed to be read takes it away.
  const ghosts = list.ghosts.filter((ghost) => ghost.key === key || ghost.key !== list.key);
  const { held: _, ...free } = list;
  const next: ListView = {
    ...free,
    ...(key === undefined ? {} : { key }),
    index: to,
    top: windowTop(list.top, to, items.length, height),
    ghosts,
    ...anchorFor(move, page, to, key, list),
  };
  return withList(view, id, next);
}

/** Which part of a long list has to be there for the next step. */
function anchorFor(
  move: Move,
  page: Page<AnyRow>,
  at: number,
  key: string | undefined,
  list: ListView,
): Partial<Pick<ListView, 'anchor' | 'key' | 'index' | 'top'>> {
  const more = page.before + page.rows.length < page.total;
  if (list.filter !== '') return {};
  if (move === 'last' && more)
    return { anchor: { kind: 'end' }, key: '', index: Number.MAX_SAFE_INTEGER, top: Number.MAX_SAFE_INTEGER };
  if (move === 'first' && page.before > 0) return { anchor: { kind: 'around', key: '' }, key: '', index: 0, top: 0 };
  const near = (page.before > 0 && at < EDGE_ROWS) || (more && at > page.rows.length - EDGE_ROWS);
  return near && key !== undefined ? { anchor: { kind: 'around', key } } : {};
}

export const withList = (view: View, id: ListId, list: ListView): View => ({
  ...view,
  lists: { ...view.lists, [id]: list },
});

export function moveInDetail(view: View, context: ScreenContext, move: Move): View {
  const { count, room } = context.detailSize();
  const last = Math.max(0, count - room);
  const to = Math.max(0, Math.min(last, Math.min(view.detailTop, last) + stepOf(move, room)));
  return { ...view, detailTop: to };
}
