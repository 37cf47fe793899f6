import type { Db } from '../database.ts';
import type { Severity } from '../nouns/alert.ts';

/** What calls for a person: questions asked since the last look, and the alerts that are open or sleep. */
export type Attention = {
  newestApprovalId: number;
  newestAlertId: number;
  pendingApprovals: number;
  openAlerts: number;
  /** Asked behind the id that was given, newest first. */
  approvals: { id: number; jobName: string; at: number }[];
  alerts: { id: number; title: string; severity: Severity; at: number }[];
  snoozedIds: number[];
};

const APPROVALS_MAX = 20;
const ALERTS_MAX = 100;
const COUNTED_MAX = 10_000;

export function attentionReads(db: Db) {
  const newest = db.prepare<[], { approvalId: number | null; alertId: number | null }>(`
    SELECT (SELECT max(id) FROM approvals) AS approvalId, (SELECT max(id) FROM alerts) AS alertId`);
  const counts = db.prepare<[], { approvals: number; alerts: number }>(`
    SELECT
      (SELECT count(*) FROM (SELECT 1 FROM approvals WHERE status = 'pending' AND expires_at > 0 LIMIT ${COUNTED_MAX}))
        AS approvals,
      (SELECT count(*) FROM (SELECT 1 FROM alerts WHERE state = 'open' LIMIT ${COUNTED_MAX})) AS alerts`);
  const asked = db.prepare<[number], Attention['approvals'][number]>(`
    SELECT id, job_name AS jobName, asked_at AS at
    FROM approvals
    WHERE id > ? AND +status = 'pending'
    ORDER BY id DESC
    LIMIT ${APPROVALS_MAX}`);
  const open = db.prepare<[], Attention['alerts'][number]>(`
    SELECT id, title, severity, last_at AS at
    FROM alerts
    WHERE state = 'open'
    ORDER BY last_at DESC
    LIMIT ${ALERTS_MAX}`);
  const snoozed = db.prepare<[], { id: number }>(`
    SELECT id FROM alerts WHERE state = 'snoozed' LIMIT ${ALERTS_MAX}`);
  return (sinceApprovalId: number): Attention => {
    const { approvalId, alertId } = newest.get() ?? { approvalId: 0, alertId: 0 };
    const { approvals, alerts } = counts.get() ?? { approvals: 0, alerts: 0 };
    return {
      newestApprovalId: approvalId ?? 0,
      newestAlertId: alertId ?? 0,
      pendingApprovals: approvals,
      openAlerts: alerts,
      approvals: asked.all(sinceApprovalId),
      alerts: open.all(),
      snoozedIds: snoozed.all().map(({ id }) => id),
    };
  };
}
