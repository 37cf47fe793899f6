import type { Db } from '../database.ts';
import type { Alert, Severity } from '../nouns/alert.ts';
import { rowReader } from '../rows.ts';
import { type Fold, needleOf, type Page, type PageRequest, SHORT_LIST_MAX, shortPage } from './page.ts';

export type AlertRow = Alert & { key: string; fold?: Fold };

const read = rowReader<Alert>({ json: ['acknowledged_by'] });
export const readAlert = (row: unknown): AlertRow => {
  const alert = read(row);
  return { ...alert, key: `l${alert.id}` };
};

const ALERTS_MAX = SHORT_LIST_MAX / 2;
const WEIGHT: Readonly<Record<Severity, number>> = { crit: 0, warn: 1, info: 2 };

/** Open alerts by severity, then newest first; acknowledged ones newest first. */
export function alertQueries(db: Db, state: 'open' | 'acknowledged') {
  const newest = db.prepare<[string]>(`
    SELECT *
    FROM alerts
    WHERE state = +?
    ORDER BY last_at DESC
    LIMIT ${ALERTS_MAX}`);
  return (request: PageRequest): Page<AlertRow> => {
    const needle = needleOf(request);
    const rows = newest.all(state).map(readAlert);
    if (state === 'open') rows.sort((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity] || b.lastAt - a.lastAt);
    const found = rows.filter(
      (row) => `${row.title} ${row.detail}`.toLowerCase().includes(needle) && request.matches?.(row) !== false,
    );
    return shortPage(found, rows, rows.length === ALERTS_MAX, request);
  };
}
