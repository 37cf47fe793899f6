import { still } from '../reduced.ts';
import type { Action } from './action.ts';

/** Which columns the list has that the keys act on; only in the palette. */
export const COLUMN_ACTIONS: readonly Action[] = [
  {
    id: 'columns',
    keys: [],
    title: 'columns of the list…',
    group: 'look',
    offBecause: (view) => (view.focus === 'start' ? 'there is no list here yet' : undefined),
    run: (view) => still({ ...view, choosing: { list: view.tabs[view.panel], index: 0 } }),
  },
];
