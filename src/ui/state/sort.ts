import type { Page } from '../../store/snapshot/page.ts';
import { weightOf } from './fold.ts';
import type { AnyRow, ListId, ListRows } from './view.ts';

type Order = { id: string; compare?(a: AnyRow, b: AnyRow): number };

/** The orders of a list; the first is the one it is read in. */
const order = <Id extends ListId>(
  id: string,
  value: (row: ListRows[Id]) => number | string,
  direction: 'up' | 'down' = 'up',
): Order => ({
  id,
  compare: (a, b) => {
    const [left, right] = [value(a as ListRows[Id]), value(b as ListRows[Id])];
    const less = left < right ? -1 : left > right ? 1 : 0;
    return direction === 'up' ? less : -less;
  },
});

const NEVER = Number.MAX_SAFE_INTEGER;
const jobOrders: readonly Order[] = [
  order<'jobs.all'>('failures', (row) => row.consecutiveErrors, 'down'),
  order<'jobs.all'>('usual', (row) => row.usualMs ?? 0, 'down'),
];
const LEVELS: Readonly<Record<string, number>> = { failed: 0, waiting: 1 };
const newest: Order = { id: 'newest' };

const ORDERS: Readonly<Record<ListId, readonly Order[]>> = {
  'due.next': [{ id: 'due' }, order<'due.next'>('name', (row) => row.name), ...jobOrders],
  'due.paused': [{ id: 'name' }, ...jobOrders],
  'jobs.all': [{ id: 'name' }, order<'jobs.all'>('due', (row) => row.nextRunAt ?? NEVER), ...jobOrders],
  'jobs.tree': [{ id: 'tree' }, ...jobOrders],
  'jobs.disabled': [{ id: 'name' }, ...jobOrders],
  'runs.now': [
    { id: 'start' },
    order<'runs.now'>('age', (row) => row.sinceAt),
    order<'runs.now'>('name', (row) => row.jobName),
  ],
  'runs.recent': [
    newest,
    order<'runs.recent'>('took', (row) => row.durationMs ?? 0, 'down'),
    order<'runs.recent'>('name', (row) => row.jobName),
  ],
  'approvals.pending': [
    { id: 'risk' },
    order<'approvals.pending'>('left', (row) => row.expiresAt),
    order<'approvals.pending'>('waits', (row) => row.askedAt),
    order<'approvals.pending'>('name', (row) => row.jobName),
  ],
  'approvals.decided': [newest, order<'approvals.decided'>('name', (row) => row.jobName)],
  'alerts.open': [
    { id: 'severity' },
    order<'alerts.open'>('newest', (row) => row.lastAt, 'down'),
    order<'alerts.open'>('oldest', (row) => row.firstAt),
    order<'alerts.open'>('count', (row) => row.count, 'down'),
  ],
  'alerts.acknowledged': [newest, order<'alerts.acknowledged'>('oldest', (row) => row.firstAt)],
  'activity.decisions': [newest, order<'activity.decisions'>('who', (row) => row.who)],
  'activity.audit': [newest, order<'activity.audit'>('who', (row) => row.who)],
  'activity.log': [newest, order<'activity.log'>('level', (row) => LEVELS[row.state] ?? 2)],
};

/** The order after this one; the last is followed by the first. */
export function nextOrder(id: ListId, current: string | undefined): string {
  const orders = ORDERS[id];
  const at = Math.max(
    0,
    orders.findIndex((each) => each.id === current),
  );
  return orders[(at + 1) % orders.length]?.id ?? usualOrder(id);
}

export const usualOrder = (id: ListId): string => ORDERS[id][0]?.id ?? '';
export const isOrder = (id: ListId, name: string): boolean => ORDERS[id].some((each) => each.id === name);

/** A page that is not the whole list stays in the order it was read in: its first rows would not be the list's. */
export const isSortable = (page: Page<AnyRow>, filter: string): boolean =>
  filter === '' ? page.rows.reduce((count, row) => count + weightOf(row), 0) >= page.total : page.looked === undefined;

export function sortedPage(id: ListId, page: Page<AnyRow>, list: { sort?: string; filter: string }): Page<AnyRow> {
  const compare = ORDERS[id].find((each) => each.id === list.sort)?.compare;
  if (compare === undefined || !isSortable(page, list.filter)) return page;
  return { ...page, rows: page.rows.toSorted(compare) };
}
