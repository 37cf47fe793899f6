import { withList } from '../move.ts';
import { still, told } from '../reduced.ts';
import { isSortable, nextOrder } from '../sort.ts';
import { listOf, TIME_STYLES, type View } from '../view.ts';
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

const WORDS = {
  clock: 'times are clocks of this zone',
  relative: 'times are told from now',
  utc: 'times are in UTC',
} as const;

export function thawed(view: View): View {
  const { frozen: _, ...rest } = view;
  return rest;
}
