import { type ColumnsConfig, LIST_COLUMNS, STAY } from '../panels/columns.ts';
import { type ListId, PANELS, TABS, type View } from '../state/view.ts';

/** The small list of the columns of a list is open. */
export type Choosing = { list: ListId; index: number };

/** `stays`: without it nobody knows what a row is. */
export type ColumnEntry = { name: string; state: 'stays' | 'shown' | 'hidden' };

/** Every column of a list in its order; one that does not show stands where it would be if it had never been moved. */
export function entriesOf(view: View, list: ListId, configured: ColumnsConfig = {}): ColumnEntry[] {
  const all = LIST_COLUMNS[list];
  const panel = PANELS.find((each) => TABS[each].includes(list)) ?? 'jobs';
  const wanted = view.columns?.[list] ?? configured[panel]?.filter((name) => all.includes(name)) ?? [];
  const missing = all.filter((name) => STAY.has(name) && !wanted.includes(name));
  const shown = wanted.length === 0 ? all : [...missing, ...wanted];
  const entries = shown.map((name): ColumnEntry => ({ name, state: STAY.has(name) ? 'stays' : 'shown' }));
  for (const [index, name] of all.entries()) {
    if (shown.includes(name)) continue;
    const before = entries.findIndex((entry) => entry.name === all[index - 1]);
    entries.splice(before + 1, 0, { name, state: 'hidden' });
  }
  return entries;
}

/** Shows what was hidden, hides what may go; no row moves. */
export function switched(view: View, { list, index }: Choosing, entries: readonly ColumnEntry[]): View {
  const entry = entries[index];
  if (entry === undefined || entry.state === 'stays') return view;
  const names = entries.flatMap((each) => ((each.state === 'hidden') === (each === entry) ? [each.name] : []));
  return withColumns(view, list, names, entry.name);
}

/** One that shows changes its place with its neighbour. */
export function shifted(view: View, { list, index }: Choosing, entries: readonly ColumnEntry[], by: 1 | -1): View {
  const shown = shownIn(entries);
  const name = entries[index]?.name;
  const other = name !== undefined && shown.includes(name) ? shown[shown.indexOf(name) + by] : undefined;
  if (name === undefined || other === undefined) return view;
  return withColumns(
    view,
    list,
    shown.map((each) => (each === name ? other : each === other ? name : each)),
    name,
  );
}

/** As the configuration has it, or as it is shipped. */
export function reset(view: View, list: ListId): View {
  const { [list]: _, ...left } = view.columns ?? {};
  const { columns: __, ...rest } = view;
  return Object.keys(left).length === 0 ? rest : { ...rest, columns: left };
}

const shownIn = (entries: readonly ColumnEntry[]): string[] =>
  entries.flatMap(({ name, state }) => (state === 'hidden' ? [] : [name]));

/** The cursor stays on its column. */
function withColumns(view: View, list: ListId, names: readonly string[], at: string): View {
  const next = { ...view, columns: { ...view.columns, [list]: names } };
  const index = entriesOf(next, list).findIndex(({ name }) => name === at);
  return { ...next, choosing: { list, index: Math.max(0, index) } };
}
