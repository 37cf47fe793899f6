import type { Db } from '../database.ts';
import { rowReader } from '../rows.ts';

/** A definition as it was once, and who wrote it. */
export type JobRevision = { revision: number; at: number; by?: string; definition: Readonly<Record<string, unknown>> };

const REVISIONS_MAX = 6;

/** The newest revisions of a job, newest first. */
export function jobRevisionsQuery(db: Db) {
  const read = rowReader<JobRevision>({ lenientJson: ['definition'] });
  const newest = db.prepare<[string]>(`
    SELECT revision, at, CASE WHEN json_valid(by) THEN by ->> '$.name' END AS by, definition
    FROM job_revisions
    WHERE job_id = +?
    ORDER BY revision DESC
    LIMIT ${REVISIONS_MAX}`);
  return (jobId: string): JobRevision[] => newest.all(jobId).map(read);
}
