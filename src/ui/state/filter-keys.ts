import { withList } from './move.ts';
import type { View } from './view.ts';

const FILTER_UNITS_MAX = 80;

/** Keys while a filter is written: the list follows every letter. */
export function filterKey(view: View, name: string): View {
  const { filterEdit, ...done } = view;
  if (filterEdit === undefined) return view;
  const list = view.lists[filterEdit.list];
  const { anchor: _, ...rest } = list;
  const written = (filter: string): View => withList(view, filterEdit.list, { ...rest, filter, top: 0, index: 0 });
  switch (name) {
    case 'Enter':
      return done;
    case 'Escape':
      return withList(done, filterEdit.list, { ...rest, filter: '', top: 0 });
    case 'Backspace':
      return written([...list.filter].slice(0, -1).join(''));
    case 'Space':
      return written(`${list.filter} `.slice(0, FILTER_UNITS_MAX));
    default:
      return [...name].length === 1 ? written((list.filter + name).slice(0, FILTER_UNITS_MAX)) : view;
  }
}
