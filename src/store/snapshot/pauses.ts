import type { Db } from '../database.ts';
import type { Pause } from '../nouns/pause.ts';
import { rowReader } from '../rows.ts';

/** A pause with the name of its job, where it is a job that is paused. */
export type PauseRow = Pause & { jobName?: string };

const SHOWN_MAX = 100;

/** What is paused, the oldest first: for the head of every screen, and for `status`. */
export function pauseQueries(db: Db): () => PauseRow[] {
  const list = db.prepare(`
    SELECT pauses.*, jobs.name AS job_name
    FROM pauses
    LEFT JOIN jobs ON pauses.scope = 'job' AND jobs.id = pauses.key
    ORDER BY paused_at, scope, key
    LIMIT ${SHOWN_MAX}`);
  const toRow = rowReader<PauseRow>({ json: ['paused_by'] });
  return () => list.all().map(toRow);
}
