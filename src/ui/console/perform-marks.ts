import type { Page, PageRequest } from '../../store/snapshot/page.ts';
import { requestOf } from '../filter/request.ts';
import { added, MARKS_MAX, marksOf } from '../state/marks.ts';
import { isProblem } from '../state/problems.ts';
import { selectionOfRow } from '../state/selection.ts';
import type { AnyRow, ListId } from '../state/view.ts';
import type { Core } from './core.ts';
import { readPage } from './read-data.ts';

/** A filter looks at so many rows for this one key. */
const LOOKED_MAX = 2_000;
const PAGES_MAX = 12;

/** Marks what the filter leaves, also what no screen has shown yet; says how many had no place. */
export function markAll(core: Core, list: ListId): void {
  const { options, model } = core;
  const view = model.view();
  const now = options.clock.now();
  const { filter } = view.lists[list];
  const request: PageRequest = { ...requestOf(list, filter), most: LOOKED_MAX };
  const isWhole = filter === '' && !view.problems;
  const read = (more: Partial<PageRequest>): Page<AnyRow> => readPage(options, list, { ...request, ...more }, now);
  const found = isWhole ? pagesOf(read) : matching(read({}));
  const rows = view.problems ? found.rows.filter((row) => isProblem(list, row, now)) : found.rows;
  const { marks, left } = added(
    marksOf(view, list),
    rows.map((row) => [row.key, selectionOfRow(list, row)] as const),
  );
  const beyond = left + (isWhole ? Math.max(0, found.total - rows.length) : 0);
  const looked = found.looked === undefined ? {} : { looked: found.looked };
  core.queue.push({ type: 'marked', list, marks, beyond, ...looked, at: now });
}

type Found = { rows: AnyRow[]; total: number; looked?: number };

const matching = ({ rows, total, looked }: Page<AnyRow>): Found => ({
  rows,
  total,
  ...(looked === undefined ? {} : { looked }),
});

/** A list that is longer than a page, page by page as far as there is room for marks. */
function pagesOf(read: (more: Partial<PageRequest>) => Page<AnyRow>): Found {
  const first = read({});
  const rows = new Map(first.rows.map((row) => [row.key, row]));
  let last = first.rows.at(-1)?.key;
  for (let count = 1; count < PAGES_MAX && last !== undefined && rows.size < MARKS_MAX; count += 1) {
    const before = rows.size;
    const page = read({ anchor: { kind: 'around', key: last } });
    for (const row of page.rows) rows.set(row.key, row);
    last = page.rows.at(-1)?.key;
    if (rows.size === before) break;
  }
  return { rows: [...rows.values()], total: Math.max(first.total, rows.size) };
}
