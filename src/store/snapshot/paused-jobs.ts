import type { Db } from '../database.ts';
import { rowReader } from '../rows.ts';
import { JOB_FILTER_COLUMNS, type JobRow } from './jobs.ts';
import { isFiltered, needleOf, type Page, type PageRequest, SHORT_LIST_MAX } from './page.ts';

/** A job that a person paused by itself: nothing new of it starts until somebody resumes it, or until `pausedUntil`. */
export type PausedRow = JobRow & { pausedBy: string; pausedUntil?: number; pauseNote: string };

const read = rowReader<Omit<PausedRow, 'key'>>({ booleans: ['enabled', 'active', 'paused'], json: ['tags'] });

/** By name. Pauses of tags, pools and of everything are no rows here: the head of the screen names them. */
export function pausedJobQueries(db: Db) {
  const from = `pauses JOIN jobs ON jobs.id = pauses.key WHERE pauses.scope = 'job' AND jobs.deleted_at IS NULL`;
  const rows = db.prepare(`
    SELECT ${JOB_FILTER_COLUMNS}, pauses.until AS paused_until, pauses.note AS pause_note,
      pauses.paused_by ->> '$.name' AS paused_by
    FROM ${from}
    ORDER BY jobs.name, jobs.id
    LIMIT ${SHORT_LIST_MAX}`);
  const count = db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${from}`);
  return (request: PageRequest): Page<PausedRow> => {
    const all = rows.all().map((row): PausedRow => {
      const job = read(row);
      return { ...job, key: job.jobId };
    });
    const needle = needleOf(request);
    const found = all.filter((row) => row.name.toLowerCase().includes(needle) && request.matches?.(row) !== false);
    const isCut = all.length === SHORT_LIST_MAX && isFiltered(request);
    return { rows: found, before: 0, total: count.get()?.n ?? 0, ...(isCut ? { looked: all.length } : {}) };
  };
}
