import type { Db } from '../database.ts';

/** No away message counts further than this. */
const COUNTED_MAX = 10_000;

/** What became of a home while somebody was away. */
export function awayReads(db: Db) {
  const ended = db.prepare<[number], { status: string; n: number }>(`
    SELECT status, count(*) AS n
    FROM (SELECT status FROM runs WHERE finished_at > +? LIMIT ${COUNTED_MAX})
    GROUP BY status`);
  const lapsed = db.prepare<[number], { n: number }>(`
    SELECT count(*) AS n
    FROM (SELECT status FROM approvals WHERE decided_at > +? LIMIT ${COUNTED_MAX})
    WHERE status = 'timed_out'`);
  const approval = db.prepare<[number], { job_id: string }>(`SELECT job_id FROM approvals WHERE id = ?`);
  const approved = db.prepare<[string, number], { id: number; status: string }>(`
    SELECT id, status
    FROM runs
    WHERE job_id = +? AND approval_id = +? AND status NOT IN ('awaiting_approval', 'approved')
    ORDER BY id DESC
    LIMIT 1`);
  return {
    /** How many runs ended how since. */
    endedSince: (at: number): ReadonlyMap<string, number> => new Map(ended.all(at).map(({ status, n }) => [status, n])),
    lapsedSince: (at: number): number => lapsed.get(at)?.n ?? 0,
    /** The newest run that an approval let start. */
    runOfApproval(id: number): { id: number; status: string } | undefined {
      const jobId = approval.get(id)?.job_id;
      return jobId === undefined ? undefined : approved.get(jobId, id);
    },
  };
}
