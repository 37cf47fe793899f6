import type { Page } from '../../store/snapshot/page.ts';
import type { Slice, SliceFrom } from '../../store/snapshot/slices.ts';
import { attempt } from '../attempt.ts';
import type { ConsoleOptions } from '../console-options.ts';
import type { AnyRow, ListId, View } from '../state/view.ts';

/** A filter keeps so many rows; more nobody goes through. */
export const FOUND_MAX = 2_000;
/** What was found is looked for again when it is so old: jobs change, and a whole pass is not for nothing. */
export const AGAIN_AFTER_MS = 60_000;

/** What a filter has found so far in all of a list, slice by slice. */
export type FilterSearch = {
  asked: string;
  /** Of the pass that was the last to come to its end; of the first one as far as it has come. */
  rows: readonly AnyRow[];
  gathered: AnyRow[];
  looked: number;
  from?: SliceFrom;
  /** Some pass has come to the end of the list, and when the last one did. */
  isWhole: boolean;
  endedAt?: number;
};
export type FilterSearches = Map<ListId, FilterSearch>;
export type RequestOf = (id: ListId) => Parameters<ConsoleOptions['snapshots']['jobSlices']>[0];

const askedOf = (view: View, id: ListId): string => JSON.stringify([view.lists[id].filter, view.problems]);

/** The first rows as they are now, then what was found beyond them; and how far that has come. */
export function withFound(
  page: Page<AnyRow>,
  { view, id }: { view: View; id: ListId },
  searches: FilterSearches,
): Page<AnyRow> {
  const search = searches.get(id);
  if (page.looked === undefined || search === undefined || search.asked !== askedOf(view, id)) return page;
  const { looked, ...rest } = page;
  const rows = joined(id, page.rows, search.rows);
  if (search.isWhole) return rows.length >= FOUND_MAX ? { ...rest, rows, looked: search.looked } : { ...rest, rows };
  return { ...rest, rows, looked: Math.max(looked, search.looked), goesOn: true };
}

/** Newer ones of what is read now take the place of what was found; of jobs also where they are not a match any more. */
function joined(id: ListId, first: readonly AnyRow[], found: readonly AnyRow[]): AnyRow[] {
  const known = new Set(first.map(({ key }) => key));
  const last = first.at(-1);
  const isBehind = (row: AnyRow): boolean =>
    id === 'runs.recent' || last === undefined || placeOf(row) >= placeOf(last);
  const beyond = found.filter((row) => !known.has(row.key) && isBehind(row));
  const rows = [...first, ...beyond];
  if (id === 'runs.recent') rows.sort((a, b) => Number(placeOf(b)) - Number(placeOf(a)));
  return rows.slice(0, FOUND_MAX);
}

/** What a list is in the order of. */
const placeOf = (row: AnyRow): string | number =>
  'finishedAt' in row ? (row.finishedAt ?? 0) : 'name' in row ? row.name : '';

type Searching = { view: View; searches: FilterSearches };

/** Lists with a filter that has not seen all of them, or has not for a while. */
export function unfinishedFilters(
  { view, searches }: Searching,
  lists: Readonly<Partial<Record<ListId, Pick<Page<AnyRow>, 'looked'>>>>,
  endedBefore: number,
): ListId[] {
  for (const id of searches.keys()) if (lists[id] === undefined) searches.delete(id);
  if (view.frozen !== undefined) return [];
  return LISTS.filter((id) => {
    const asked = askedOf(view, id);
    const search = searches.get(id);
    if (search !== undefined && search.asked !== asked) searches.delete(id);
    const page = lists[id];
    if (page === undefined) return false;
    const known = searches.get(id);
    if (known === undefined) return page.looked !== undefined;
    return known.endedAt === undefined || known.endedAt < endedBefore;
  });
}

const LISTS: readonly ListId[] = ['jobs.all', 'jobs.disabled', 'runs.recent', 'activity.audit'];

/** The next stretch of a list; at its end what was found takes the place of what was known. */
export function lookAtSlice(
  { options, view, searches }: Searching & { options: ConsoleOptions },
  id: ListId,
  requestOf: RequestOf,
  now: number,
): void {
  const known = searches.get(id);
  const begun: FilterSearch =
    known === undefined
      ? { asked: askedOf(view, id), rows: [], gathered: [], looked: 0, isWhole: false }
      : known.endedAt === undefined
        ? known
        : { asked: known.asked, rows: known.rows, gathered: [], looked: 0, isWhole: true };
  const { from: _, ...search } = begun;
  const read = attempt(() => sliceOf(options, id, requestOf(id), begun.from));
  // The list itself says what cannot be read; the rest of it is not waited for.
  const slice: Slice<AnyRow> = read.kind === 'ok' ? read.value : { rows: [], looked: 0 };
  const gathered = [...search.gathered, ...slice.rows];
  const looked = search.looked + slice.looked;
  const isOver = slice.next === undefined || gathered.length >= FOUND_MAX;
  searches.set(id, {
    ...search,
    gathered,
    looked,
    rows: isOver || !search.isWhole ? gathered : search.rows,
    isWhole: isOver || search.isWhole,
    ...(slice.next === undefined ? {} : { from: slice.next }),
    ...(isOver ? { endedAt: now } : {}),
  });
}

function sliceOf(
  { snapshots }: ConsoleOptions,
  id: ListId,
  request: ReturnType<RequestOf>,
  from: SliceFrom | undefined,
): Slice<AnyRow> {
  switch (id) {
    case 'jobs.all':
      return snapshots.jobSlices(request, from);
    case 'runs.recent':
      return snapshots.pastRunSlices(request, from);
    case 'activity.audit':
      return snapshots.auditSlices(request, from);
    default:
      return snapshots.disabledJobSlices(request, from);
  }
}
