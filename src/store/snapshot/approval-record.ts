import type { Db } from '../database.ts';
import { SEEN_ACTION } from '../nouns/approval.ts';
import type { ApprovalRow } from './approvals.ts';
import { COUNT_MAX } from './page.ts';

/** What is on record around an approval: who wrote what would run, how earlier questions ended, who looked. */
export type ApprovalRecord = {
  /** Absent where the revision is not kept any more. */
  written?: { by: string; at: number };
  /** Of this job, without the ones that wait. */
  asked: { approved: number; rejected: number; lapsed: number };
  /** Who had its sheet open and decided nothing, the newest first. */
  seen: { who: string; from: number; until: number }[];
};

const SEEN_MAX = 3;

export function approvalRecordQuery(db: Db) {
  const written = db.prepare<[string, number], { at: number; name: string }>(
    `SELECT at, by ->> '$.name' AS name FROM job_revisions WHERE job_id = ? AND revision = ?`,
  );
  const asked = db.prepare<[string], { status: string; n: number }>(`
    SELECT status, count(*) AS n
    FROM (SELECT status FROM approvals WHERE job_id = +? LIMIT ${COUNT_MAX})
    GROUP BY status`);
  const seen = db.prepare<[string], { who: string; from: number; until: number }>(`
    SELECT actor ->> '$.name' AS who, detail ->> '$.from' AS "from", at AS until
    FROM audit
    WHERE subject_kind = 'approval' AND subject_id = +? AND action = '${SEEN_ACTION}'
    ORDER BY id DESC
    LIMIT ${SEEN_MAX}`);

  return ({ id, jobId, subject }: ApprovalRow): ApprovalRecord => {
    const revision = written.get(jobId, subject.jobRevision);
    const counts = new Map(asked.all(jobId).map(({ status, n }) => [status, n]));
    const count = (status: string): number => counts.get(status) ?? 0;
    return {
      ...(revision === undefined ? {} : { written: { by: revision.name, at: revision.at } }),
      asked: {
        approved: count('approved') + count('dispatched'),
        rejected: count('rejected'),
        lapsed: count('timed_out'),
      },
      seen: seen.all(String(id)),
    };
  };
}
