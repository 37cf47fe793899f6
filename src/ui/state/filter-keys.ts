import { withList } from './move.ts';
import type { View } from './view.ts';

const FILTER_UNITS_MAX = 80;
/** So many filters of this sitting can be called back. */
const FILTERS_MAX = 20;

/** Keys while a filter is written: the list follows every letter, and ↑↓ go through those of before. */
export function filterKey(view: View, name: string): View {
  const { filterEdit, ...done } = view;
  if (filterEdit === undefined) return view;
  const list = view.lists[filterEdit.list];
  const { anchor: _, ...rest } = list;
  const withFilter = (filter: string, on: View): View =>
    withList(on, filterEdit.list, { ...rest, filter, top: 0, index: 0 });
  const written = (filter: string): View =>
    withFilter(filter.slice(0, FILTER_UNITS_MAX), {
      ...view,
      filterEdit: { list: filterEdit.list, before: filterEdit.before },
    });
  switch (name) {
    case 'Enter':
      return remembered(done, list.filter);
    case 'Escape':
      return withList(done, filterEdit.list, { ...rest, filter: '', top: 0 });
    case 'Up':
    case 'Down':
      return recalled(view, filterEdit, name === 'Up' ? -1 : 1);
    case 'Backspace':
      return written([...list.filter].slice(0, -1).join(''));
    case 'Space':
      return written(`${list.filter} `);
    default:
      return [...name].length === 1 ? written(list.filter + name) : view;
  }

  function recalled(from: View, edit: NonNullable<View['filterEdit']>, by: 1 | -1): View {
    const filters = from.filters ?? [];
    const at = edit.at ?? filters.length;
    const to = Math.max(0, Math.min(filters.length, at + by));
    if (to === at) return from;
    const typed = edit.typed ?? list.filter;
    return withFilter(filters[to] ?? typed, { ...from, filterEdit: { ...edit, at: to, typed } });
  }
}

/** The newest last, each once. */
function remembered(view: View, filter: string): View {
  if (filter.trim() === '') return view;
  const others = (view.filters ?? []).filter((each) => each !== filter);
  return { ...view, filters: [...others, filter].slice(-FILTERS_MAX) };
}
