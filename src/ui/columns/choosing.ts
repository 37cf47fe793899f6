import { type ColumnsConfig, LIST_COLUMNS, STAY } from '../panels/columns.ts';
import { type ListId, PANELS, TABS, type View } from '../state/view.ts';

/** The small list of the columns of a list is open. */
export type Choosing = { list: ListId; index: number };

/** `stays`: without it nobody knows what a row is. */
export type ColumnEntry = { name: string; state: 'stays' | 'shown' | 'hidden' };

/** Every column of a list: those that show, in their order, then those that do not. */
export function entriesOf(view: View, list: ListId, configured: ColumnsConfig = {}): ColumnEntry[] {
  const all = LIST_COLUMNS[list];
  const panel = PANELS.find((each) => TABS[each].includes(list)) ?? 'jobs';
  const wanted = view.columns?.[list] ?? configured[panel]?.filter((name) => all.includes(name)) ?? [];
  const shown =
    wanted.length === 0 ? all : [...all.filter((name) => STAY.has(name) && !wanted.includes(name)), ...wanted];
  return [
    ...shown.map((name): ColumnEntry => ({ name, state: STAY.has(name) ? 'stays' : 'shown' })),
    ...all.filter((name) => !shown.includes(name)).map((name): ColumnEntry => ({ name, state: 'hidden' })),
  ];
}

/** Shows what was hidden, behind all that shows; hides what may go. */
export function switched(view: View, { list, index }: Choosing, entries: readonly ColumnEntry[]): View {
  const entry = entries[index];
  if (entry === undefined || entry.state === 'stays') return view;
  const others = shownIn(entries).filter((name) => name !== entry.name);
  return withColumns(view, list, entry.state === 'hidden' ? [...others, entry.name] : others, entry.name);
}

/** One that shows changes its place with its neighbour. */
export function shifted(view: View, { list, index }: Choosing, entries: readonly ColumnEntry[], by: 1 | -1): View {
  const shown = shownIn(entries);
  const [name, other] = [shown[index], shown[index + by]];
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
