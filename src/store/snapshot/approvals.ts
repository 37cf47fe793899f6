import type { Db } from '../database.ts';
import type { Approval } from '../nouns/approval.ts';
import { rowReader } from '../rows.ts';
import { needleOf, type Page, type PageRequest, SHORT_LIST_MAX, shortPage } from './page.ts';

export type ApprovalRow = Approval & { key: string };

const read = rowReader<Approval>({ json: ['subject', 'requested_by', 'decided_by'] });
export const readApproval = (row: unknown): ApprovalRow => {
  const approval = read(row);
  return { ...approval, key: `a${approval.id}` };
};

/** What waits for a person: high risk first, then what lapses soonest. */
export function pendingApprovalQueries(db: Db) {
  const pending = db.prepare<[]>(`
    SELECT *
    FROM approvals
    WHERE status = 'pending' AND expires_at > 0
    ORDER BY expires_at
    LIMIT ${SHORT_LIST_MAX}`);
  return (request: PageRequest): Page<ApprovalRow> => {
    const rows = pending.all().map(readApproval);
    const sorted = rows.sort(
      (a, b) => Number(b.risk === 'high') - Number(a.risk === 'high') || a.expiresAt - b.expiresAt || a.id - b.id,
    );
    return matching(sorted, SHORT_LIST_MAX, request);
  };
}

export function decidedApprovalQueries(db: Db) {
  const decided = db.prepare<[]>(`
    SELECT *
    FROM approvals
    WHERE decided_at > 0
    ORDER BY decided_at DESC
    LIMIT ${DECIDED_MAX}`);
  return (request: PageRequest): Page<ApprovalRow> => matching(decided.all().map(readApproval), DECIDED_MAX, request);
}

const DECIDED_MAX = SHORT_LIST_MAX / 5;

function matching(rows: ApprovalRow[], most: number, request: PageRequest): Page<ApprovalRow> {
  const needle = needleOf(request);
  const found = rows.filter(
    (row) => `${row.jobName} ${row.subject.payload}`.toLowerCase().includes(needle) && request.matches?.(row) !== false,
  );
  return shortPage(found, rows, rows.length === most, request);
}
