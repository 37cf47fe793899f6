import { causeKey, causeOf, groupByCause } from '../../engine/rules/failure-cause.ts';
import type { AlertRow } from '../../store/snapshot/alerts.ts';
import type { Page } from '../../store/snapshot/page.ts';
import type { AnyRow, ListId } from './view.ts';

/** Further members are counted, but nothing is done to them at once. */
export const FOLD_MEMBERS_MAX = 500;

/** Alerts of one cause are one row, until it is unfolded. */
export function foldedPage(id: ListId, page: Page<AnyRow>, unfolded: readonly string[] = []): Page<AnyRow> {
  if (id !== 'alerts.open' && id !== 'alerts.acknowledged') return page;
  const alerts = page.rows as AlertRow[];
  const groups = groupByCause(
    alerts.map((row) => ({ row, at: row.lastAt, cause: causeOf({ end: row.kind, lines: row.detail }) })),
  );
  if (groups.length === alerts.length) return page;
  const rows = groups.flatMap((group): AlertRow[] => {
    const [first, ...others] = group;
    if (first?.cause === undefined || others.length === 0) return group.map(({ row }) => row);
    const cause = causeKey(first.cause);
    const isOpen = unfolded.includes(cause);
    const memberIds = group.slice(0, FOLD_MEMBERS_MAX).map(({ row }) => row.id);
    const head: AlertRow = { ...first.row, fold: { kind: 'head', cause, count: group.length, memberIds, isOpen } };
    return isOpen
      ? [head, ...others.map(({ row }): AlertRow => ({ ...row, fold: { kind: 'member', cause } }))]
      : [head];
  });
  return { ...page, rows };
}
