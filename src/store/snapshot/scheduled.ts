import type { Db } from '../database.ts';
import type { JobDefinition } from '../nouns/job-fields.ts';
import { rowReader } from '../rows.ts';

/** What a job's coming fires follow from, and nothing else of it. */
export type ScheduledJob = { id: string; anchorAt: number; nextRunAt: number; row: number; definition: JobDefinition };
export type ScheduledAfter = Pick<ScheduledJob, 'nextRunAt' | 'row'>;

const ROWS_MAX = 100;

const readRow = rowReader<ScheduledJob>({ lenientJson: ['definition'] });
const read = (row: unknown): ScheduledJob => {
  const job = readRow(row);
  // A field that the definition does not have comes as null.
  const fields = Object.entries(job.definition).filter(([, value]) => value !== null);
  return { ...job, definition: Object.fromEntries(fields) as JobDefinition };
};

/** Jobs that are on, by their next fire up to an instant, a short page at a time: there may be a hundred thousand. */
export function scheduledQuery(db: Db) {
  const page = db.prepare<[number, number, number]>(`
    SELECT id, anchor_at, next_run_at, rowid AS row,
      json_object(
        'schedule_kind', definition ->> '$.schedule_kind', 'schedule_cron', definition ->> '$.schedule_cron',
        'schedule_at', definition ->> '$.schedule_at', 'schedule_every_ms', definition ->> '$.schedule_every_ms',
        'schedule_tz', definition ->> '$.schedule_tz', 'dst', definition ->> '$.dst',
        'every_from', definition ->> '$.every_from') AS definition
    FROM jobs
    WHERE next_run_at IS NOT NULL AND enabled = 1 AND deleted_at IS NULL AND (next_run_at, rowid) > (+?, +?)
      AND next_run_at < +? AND json_valid(definition)
    ORDER BY next_run_at, rowid
    LIMIT ${ROWS_MAX}`);
  return (after: ScheduledAfter | undefined, until: number): { rows: ScheduledJob[]; more: boolean } => {
    const rows = page.all(after?.nextRunAt ?? 0, after?.row ?? 0, until).map(read);
    return { rows, more: rows.length === ROWS_MAX };
  };
}
