import type { Page } from '../../store/snapshot/page.ts';
import { itemsOf, positionOf } from './list.ts';
import { type Selection, selectionOfRow } from './selection.ts';
import { type AnyRow, type ListId, type ListView, listOf, type ScreenData, type View } from './view.ts';

/** More nobody looks through before saying yes to them. */
export const MARKS_MAX = 500;
/** What is marked of a list: the keys of its rows, and what each stands for, in the order of marking. */
export type Marks = ReadonlyMap<string, Selection>;
/** Rows that moving marks: from where it began, with the keys on the way, on top of what was marked before. */
export type Range = { from: string; path: readonly string[]; before: Marks };

export const NO_MARKS: Marks = new Map();

export const actingList = (view: View): ListId => listOf(view, view.panel);
export const marksOf = (view: View, list: ListId = actingList(view)): Marks => view.lists[list].marks ?? NO_MARKS;

export function withMarks(view: View, list: ListId, marks: Marks): View {
  const { marks: _, ...rest } = view.lists[list];
  const next: ListView = marks.size === 0 ? rest : { ...rest, marks };
  return { ...view, lists: { ...view.lists, [list]: next } };
}

const UNMARKABLE: Readonly<Partial<Record<ListId, string>>> = {
  'approvals.decided': 'what is decided cannot be marked: nothing can be done to it',
  'activity.decisions': 'lines of the record cannot be marked: nothing can be done to them',
  'activity.audit': 'lines of the record cannot be marked: nothing can be done to them',
};

/** Why rows of this list cannot be marked. */
export const whyUnmarkable = (list: ListId): string | undefined => UNMARKABLE[list];

/** What a row stands for: itself, or all of its kind that are folded under it. */
export function membersOf(list: ListId, row: AnyRow): [key: string, selection: Selection][] {
  const own = selectionOfRow(list, row);
  const fold = 'fold' in row ? row.fold : undefined;
  if (fold?.kind !== 'head' || fold.isOpen) return [[row.key, own]];
  return fold.memberIds.flatMap((id): [string, Selection][] => {
    const key = `${row.key[0]}${id}`;
    if (key === row.key) return [[key, own]];
    if (own.kind === 'alert') return [[key, { kind: 'alert', key, alertId: id, state: own.state, title: own.title }]];
    return own.kind === 'past' ? [[key, { ...own, key, runId: id }]] : [];
  });
}

export const isRowMarked = (list: ListId, row: AnyRow, marks: Marks): boolean =>
  marks.size > 0 && membersOf(list, row).some(([key]) => marks.has(key));

export type Marked = { marks: Marks; left: number };

/** As many of them as there is room for; `left` had none. */
export function added(marks: Marks, more: readonly (readonly [string, Selection])[]): Marked {
  const next = new Map(marks);
  let left = 0;
  for (const [key, selection] of more) {
    if (next.has(key)) continue;
    if (next.size < MARKS_MAX) next.set(key, selection);
    else left += 1;
  }
  return { marks: next, left };
}

export function without(marks: Marks, keys: Iterable<string>): Marks {
  const next = new Map(marks);
  for (const key of keys) next.delete(key);
  return next.size === marks.size ? marks : next;
}

/** The other way round: all that a row stands for is marked, or nothing of it any more. */
export function toggledRow(marks: Marks, list: ListId, row: AnyRow): Marked {
  const members = membersOf(list, row);
  const isMarked = members.every(([key]) => marks.has(key));
  if (isMarked)
    return {
      marks: without(
        marks,
        members.map(([key]) => key),
      ),
      left: 0,
    };
  return added(marks, members);
}

/** Marks of rows that the filter or `!` hides just now. */
export function hiddenCount(view: View, data: ScreenData, list: ListId): number {
  const marks = marksOf(view, list);
  const { filter } = view.lists[list];
  const page = data.lists[list] as Page<AnyRow> | undefined;
  if (marks.size === 0 || page === undefined || (filter === '' && !view.problems)) return 0;
  const shown = new Set(page.rows.flatMap((row) => membersOf(list, row).map(([key]) => key)));
  return [...marks.keys()].filter((key) => !shown.has(key)).length;
}

/** Where a range begins, or nothing when no row is there. */
export function rangeFrom(view: View, data: ScreenData): View | undefined {
  const list = actingList(view);
  const items = itemsIn(view, data, list);
  const at = items[positionOf(items, view.lists[list])];
  if (at === undefined || at.ghost !== undefined) return undefined;
  const before = marksOf(view, list);
  const { marks } = added(before, membersOf(list, at.row));
  const next = withMarks(view, list, marks);
  const range: Range = { from: at.key, path: [at.key], before };
  return { ...next, lists: { ...next.lists, [list]: { ...next.lists[list], range } } };
}

/** The rows between where it began and the cursor, as far as they are known, are what a range marks. */
export function rangeToCursor(view: View, data: ScreenData): { view: View; left: number } {
  const list = actingList(view);
  const { range } = view.lists[list];
  const items = itemsIn(view, data, list).filter(({ ghost }) => ghost === undefined);
  const key = view.lists[list].key;
  const to = items.findIndex((item) => item.key === key);
  if (range === undefined || to < 0) return { view, left: 0 };
  const path = pathTo(
    range,
    items.map((item) => item.key),
    to,
  );
  const known = new Map(items.map((item) => [item.key, item.row]));
  const members = path.flatMap((each) => {
    const row = known.get(each);
    if (row !== undefined) return membersOf(list, row);
    // It has scrolled out of what is loaded, and was marked on the way.
    const selection = marksOf(view, list).get(each);
    return selection === undefined ? [] : [[each, selection] as [string, Selection]];
  });
  const { marks, left } = added(range.before, members);
  const next = withMarks(view, list, marks);
  const lists = { ...next.lists, [list]: { ...next.lists[list], range: { ...range, path } } };
  return { view: { ...next, lists }, left };
}

/** The keys from the beginning to the cursor; what is not loaded any more is taken from the way there. */
function pathTo({ from, path }: Range, keys: readonly string[], to: number): readonly string[] {
  const start = keys.indexOf(from);
  if (start >= 0) return between(keys, start, to);
  const before = path.indexOf(keys[to] ?? '');
  if (before >= 0) return path.slice(0, before + 1);
  const last = keys.indexOf(path.at(-1) ?? '');
  return last < 0 ? path : [...path, ...between(keys, last, to).slice(1)];
}

const between = (keys: readonly string[], from: number, to: number): string[] =>
  from <= to ? keys.slice(from, to + 1) : keys.slice(to, from + 1).reverse();

/** The range ends: with what it marked, or with what was marked before. */
export function rangeOver(view: View, list: ListId, how: 'kept' | 'given-up'): View {
  const { range, ...rest } = view.lists[list];
  if (range === undefined) return view;
  const ended = { ...view, lists: { ...view.lists, [list]: rest } };
  return how === 'kept' ? ended : withMarks(ended, list, range.before);
}

const itemsIn = (view: View, data: ScreenData, list: ListId) => {
  const page = data.lists[list] as Page<AnyRow> | undefined;
  return page === undefined ? [] : itemsOf(page, view.lists[list]);
};
