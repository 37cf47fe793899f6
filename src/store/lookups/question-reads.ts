import type { Db } from '../database.ts';
import type { Alert } from '../nouns/alert.ts';
import type { Approval } from '../nouns/approval.ts';
import { rowReader } from '../rows.ts';

const toApproval = rowReader<Approval>({ json: ['subject', 'requested_by', 'decided_by'] });
const toAlert = rowReader<Alert>({ json: ['acknowledged_by'] });

/** What waits for a person: approvals by how soon they lapse, alerts by how recent they are. */
export function questionReads(db: Db) {
  const pending = db.prepare(`
    SELECT * FROM approvals WHERE status = 'pending' ORDER BY expires_at LIMIT +?`);
  const approvals = db.prepare(`SELECT * FROM approvals ORDER BY id DESC LIMIT +?`);
  const alerts = db.prepare(`SELECT * FROM alerts WHERE state = +? ORDER BY last_at DESC LIMIT +?`);
  return {
    pendingApprovals: (limit: number): Approval[] => pending.all(limit).map(toApproval),
    approvals: (limit: number): Approval[] => approvals.all(limit).map(toApproval),
    alerts: (states: readonly Alert['state'][], limit: number): Alert[] =>
      states
        .flatMap((state) => alerts.all(state, limit).map(toAlert))
        .sort((a, b) => b.lastAt - a.lastAt)
        .slice(0, limit),
  };
}
