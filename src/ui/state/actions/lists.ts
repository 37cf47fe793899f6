import type { Fold, Page } from '../../../store/snapshot/page.ts';
import { withList } from '../move.ts';
import { still, told } from '../reduced.ts';
import { selectedItem } from '../selection.ts';
import { isSortable, nextOrder } from '../sort.ts';
import { thawed } from '../thaw.ts';
import { type AnyRow, listOf, type ScreenData, TIME_STYLES, type View } from '../view.ts';
import type { Action } from './action.ts';

/** How lists are looked at: nothing of it changes what is in them. */
export const LIST_ACTIONS: readonly Action[] = [
  {
    id: 'sort',
    keys: ['S'],
    title: 'another order',
    group: 'look',
    offBecause: (view, data) => {
      const id = listOf(view, view.panel);
      const page = data.lists[id];
      if (page === undefined || view.focus === 'start') return 'there is no list to sort';
      return isSortable(page, view.lists[id].filter) ? undefined : 'too many rows to sort; a filter makes them fewer';
    },
    run: (view) => {
      const id = listOf(view, view.panel);
      const { anchor: _, ...list } = view.lists[id];
      return still(withList(view, id, { ...list, sort: nextOrder(id, list.sort) }));
    },
  },
  {
    id: 'unfold',
    keys: ['l', 'Right'],
    shown: '→ l',
    title: 'unfold a row',
    group: 'move',
    run: (view, _pressed, { data }) => still(unfold(view, data)),
  },
  {
    id: 'fold',
    keys: ['h', 'Left'],
    shown: '← h',
    title: 'fold rows',
    group: 'move',
    run: (view, _pressed, { data }) => still(foldUp(view, data)),
  },
  {
    id: 'freeze',
    keys: ['f'],
    title: 'freeze the lists',
    group: 'look',
    run: (view, { at }) => still(view.frozen === undefined ? { ...view, frozen: { sinceAt: at } } : thawed(view)),
  },
  {
    id: 'time.style',
    keys: ['t'],
    title: 'how times are written',
    group: 'look',
    run: (view, { at }) => {
      const times = TIME_STYLES[(TIME_STYLES.indexOf(view.times) + 1) % TIME_STYLES.length] ?? 'clock';
      return still({ ...view, times, message: told('good', '', WORDS[times], at) });
    },
  },
];

/** The cause of the selected row, where it stands for others or among them. */
function foldOf(view: View, data: ScreenData): Fold | undefined {
  const row = selectedItem(view, data)?.item.row;
  return row !== undefined && 'fold' in row ? row.fold : undefined;
}

function unfold(view: View, data: ScreenData): View {
  const fold = foldOf(view, data);
  if (fold === undefined) return view;
  const id = listOf(view, view.panel);
  const list = view.lists[id];
  const others = (list.unfolded ?? []).filter((cause) => cause !== fold.cause);
  return withList(view, id, { ...list, unfolded: [...others, fold.cause].slice(-UNFOLDED_MAX) });
}

/** The cursor goes to the row that stands for the others. */
function foldUp(view: View, data: ScreenData): View {
  const fold = foldOf(view, data);
  if (fold === undefined) return view;
  const id = listOf(view, view.panel);
  const list = view.lists[id];
  const page = data.lists[id] as Page<AnyRow> | undefined;
  const head = page?.rows.find((row) => 'fold' in row && row.fold?.kind === 'head' && row.fold.cause === fold.cause);
  const unfolded = (list.unfolded ?? []).filter((cause) => cause !== fold.cause);
  return withList(view, id, { ...list, unfolded, ...(head === undefined ? {} : { key: head.key }) });
}

const UNFOLDED_MAX = 50;

const WORDS = {
  clock: 'times are clocks of this zone',
  relative: 'times are told from now',
  utc: 'times are in UTC',
} as const;
