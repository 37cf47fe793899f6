import { type ColumnChoice, LIST_COLUMNS } from '../panels/columns.ts';
import { isOrder } from './sort.ts';
import { type ListId, PANELS, type PanelId, TABS, TIME_STYLES, type TimeStyle, type View } from './view.ts';

/** How a person likes to look; filters, problems only, freeze, marks and locks are of one sitting and not among it. */
export type Looks = {
  sort: Readonly<Partial<Record<ListId, string>>>;
  tabs: Readonly<Partial<Record<PanelId, ListId>>>;
  columns?: ColumnChoice;
  /** Only where it is another one than the configuration's. */
  times?: TimeStyle;
};

const LISTS = PANELS.flatMap((panel) => TABS[panel]);

export const looksOf = (view: View, configured: TimeStyle = 'clock'): Looks => ({
  sort: Object.fromEntries(
    LISTS.flatMap((id) => {
      const { sort } = view.lists[id];
      return sort === undefined ? [] : [[id, sort]];
    }),
  ),
  tabs: view.tabs,
  ...(view.columns === undefined ? {} : { columns: view.columns }),
  ...(view.times === configured ? {} : { times: view.times }),
});

export function withLooks(view: View, looks: Looks): View {
  const lists = { ...view.lists };
  for (const id of LISTS) {
    const sort = looks.sort[id];
    if (sort !== undefined) lists[id] = { ...lists[id], sort };
  }
  const { columns } = looks;
  const next = { ...view, lists, tabs: { ...view.tabs, ...looks.tabs }, times: looks.times ?? view.times };
  return columns === undefined ? next : { ...next, columns };
}

/** What somebody else or another version wrote: entries that are not known are left out, anything else is nothing. */
export function parseLooks(value: unknown): Looks | undefined {
  if (!isRecord(value)) return undefined;
  const [sort, tabs] = [value.sort, value.tabs];
  if (!isRecord(sort) || !isRecord(tabs)) return undefined;
  const times = TIME_STYLES.find((each) => each === value.times);
  const columns = columnsIn(value.columns);
  return {
    sort: Object.fromEntries(
      LISTS.flatMap((id) => {
        const name = sort[id];
        return typeof name === 'string' && isOrder(id, name) ? [[id, name]] : [];
      }),
    ),
    tabs: Object.fromEntries(
      PANELS.flatMap((panel) => {
        const tab = TABS[panel].find((each) => each === tabs[panel]);
        return tab === undefined ? [] : [[panel, tab]];
      }),
    ),
    ...(columns === undefined ? {} : { columns }),
    ...(times === undefined ? {} : { times }),
  };
}

/** Names that the list has, each once; what is left of a list without any is how it is shipped. */
function columnsIn(value: unknown): ColumnChoice | undefined {
  if (!isRecord(value)) return undefined;
  const known = LISTS.flatMap((id) => {
    const names = value[id];
    const chosen = Array.isArray(names) ? LIST_COLUMNS[id].filter((name) => names.includes(name)) : [];
    const inOrder = chosen.sort((a, b) => (names as unknown[]).indexOf(a) - (names as unknown[]).indexOf(b));
    return inOrder.length === 0 ? [] : [[id, inOrder] as const];
  });
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
