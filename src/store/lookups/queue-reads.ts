import type { Db } from '../database.ts';
import type { DispatchCause, DispatchStatus } from '../nouns/dispatch.ts';
import type { Place } from '../nouns/why.ts';
import { rowReader } from '../rows.ts';
import { placeReads } from './place-reads.ts';

export type QueueLine = {
  id: number;
  jobId: string;
  jobName: string;
  cause: DispatchCause;
  status: DispatchStatus;
  dueAt: number;
  rank: number;
  slotAt?: number;
  blockedOn?: string;
  retryCount: number;
  approvalId?: number;
  requestedBy: { name: string };
  createdAt: number;
  /** What the guards said of it last. */
  reason?: string;
  detail?: string;
  /** Since when they say so, at the earliest since it was asked for. */
  sinceAt: number;
  /** Among all that wait for the same thing, by rank. */
  place?: Place;
};

/** What waits, in the order in which it would start. */
export function queueReads(db: Db) {
  const list = db.prepare(`
    SELECT d.id, d.job_id, j.name AS job_name, d.cause, d.status, d.due_at, d.rank, d.slot_at, d.blocked_on,
      d.retry_count, d.approval_id, d.requested_by, d.created_at, s.reason, s.detail,
      max(d.created_at, coalesce(s.first_at, d.due_at)) AS since_at
    FROM dispatches d
    JOIN jobs j ON j.id = d.job_id
    LEFT JOIN decisions s ON s.id = (
      SELECT max(id) FROM decisions WHERE dispatch_id = d.id AND dispatch_id IS NOT NULL)
    WHERE d.status IN ('pending', 'awaiting_approval') AND (+@jobId IS NULL OR d.job_id = +@jobId)
    ORDER BY d.status = 'awaiting_approval', d.rank, d.id
    LIMIT +@limit`);
  const toLine = rowReader<QueueLine>({ json: ['requested_by'] });
  const placeOf = placeReads(db);
  return {
    list: (filter: { jobId?: string; limit: number }, now: number): QueueLine[] =>
      list.all({ jobId: filter.jobId ?? null, limit: filter.limit }).map((row) => {
        const line = toLine(row);
        const place = line.status === 'pending' ? placeOf(line, now) : undefined;
        return place === undefined ? line : { ...line, place };
      }),
  };
}
