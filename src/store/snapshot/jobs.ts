import type { Db } from '../database.ts';
import { rowReader } from '../rows.ts';
import {
  COUNT_MAX,
  candidatesMax,
  FILTER_SCAN_MAX,
  isFiltered,
  matchingPage,
  needleOf,
  PAGE_ROWS_MAX,
  type Page,
  type PageRequest,
} from './page.ts';

/** A job as the Due and Jobs panels list it; everything in it is kept on the job's row. */
export type JobRow = {
  key: string;
  jobId: string;
  name: string;
  enabled: boolean;
  disabledBecause?: string;
  /** A pause holds it: its own, one of its pool or of a tag of it, or one of everything. */
  paused?: boolean;
  scheduleText: string;
  nextRunAt?: number;
  /** It failed, and nothing is due before. */
  backingOffUntil?: number;
  last10: string;
  usualMs?: number;
  lastStatus?: string;
  lastRunAt?: number;
  consecutiveErrors: number;
  /** A run of it is pending or running now. */
  active: boolean;
  /** As it is stored, to see whether it can be read; absent where it is very long. */
  definition?: string;
  /** Why it cannot be read. */
  problem?: string;
  /** Read where a filter asks for them. */
  pool?: string;
  kind?: string;
  tags?: string[];
};

/** Hardly anything is paused: of each scope this asks an index first, and reads tags only where some tag is paused. */
const IS_PAUSED = `(
    EXISTS (SELECT 1 FROM pauses WHERE scope = 'all')
    OR EXISTS (SELECT 1 FROM pauses WHERE scope = 'job' AND key = jobs.id)
    OR EXISTS (SELECT 1 FROM pauses WHERE scope = 'pool' AND key = jobs.resource_pool)
    OR EXISTS (
      SELECT 1 FROM pauses
      WHERE scope = 'tag' AND CASE WHEN json_valid(jobs.definition) THEN
        EXISTS (SELECT 1 FROM json_each(jobs.definition, '$.tags') WHERE value = pauses.key) END))`;

/** The columns of a JobRow, for queries over `jobs`. Without its name the index of a job's whole history is taken: 88 ms a page. */
export const JOB_COLUMNS = `
  jobs.id AS job_id, name, enabled, disabled_because, schedule_text, next_run_at, backing_off_until, last_10,
  usual_ms, last_status, last_run_at, consecutive_errors, ${IS_PAUSED} AS paused,
  CASE WHEN octet_length(jobs.definition) <= 8192 THEN jobs.definition END AS definition,
  EXISTS (
    SELECT 1 FROM runs INDEXED BY runs_active
    WHERE runs.job_id = jobs.id AND runs.status IN ('pending', 'running')) AS active`;

/** What a filter may ask for besides. */
export const JOB_FILTER_COLUMNS = `${JOB_COLUMNS}, jobs.resource_pool AS pool, schedule_kind AS kind, CASE WHEN json_valid(jobs.definition) THEN jobs.definition -> '$.tags' END AS tags`;

export const readJobRow = rowReader<Omit<JobRow, 'key'>>({ booleans: ['enabled', 'active', 'paused'], json: ['tags'] });

const byId = (row: unknown): JobRow => {
  const job = readJobRow(row);
  return { ...job, key: job.jobId };
};

/** Jobs by name; `set` says which of them. */
export function jobQueries(db: Db, set: 'all' | 'disabled') {
  const where = set === 'all' ? 'deleted_at IS NULL' : 'deleted_at IS NULL AND enabled = 0';
  const half = PAGE_ROWS_MAX / 2;
  const place = db.prepare<[string], { name: string; row: number }>(
    `SELECT name, rowid AS row FROM jobs WHERE id = ? AND ${where}`,
  );
  const from = db.prepare<[string, number, number]>(`
    SELECT ${JOB_COLUMNS}
    FROM jobs
    WHERE ${where} AND (name, rowid) >= (+?, +?)
    ORDER BY name, rowid
    LIMIT +?`);
  const upTo = db.prepare<[string, number, number]>(`
    SELECT ${JOB_COLUMNS}
    FROM jobs
    WHERE ${where} AND (name, rowid) < (+?, +?)
    ORDER BY name DESC, rowid DESC
    LIMIT +?`);
  const last = db.prepare<[number]>(`
    SELECT ${JOB_COLUMNS}
    FROM jobs
    WHERE ${where} AND name > ''
    ORDER BY name DESC, rowid DESC
    LIMIT +?`);
  const matching = matchingQuery(db, where);
  const countBefore = db.prepare<[string, number], { n: number }>(`
    SELECT count(*) AS n
    FROM (SELECT 1 FROM jobs WHERE ${where} AND (name, rowid) < (+?, +?) LIMIT ${COUNT_MAX})`);
  const count = db.prepare<[], { n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM jobs WHERE ${where} AND name > '' LIMIT ${COUNT_MAX})`,
  );

  const around = (key: string): JobRow[] | undefined => {
    const at = place.get(key);
    if (at === undefined) return undefined;
    const before = upTo.all(at.name, at.row, half).reverse();
    return [...before, ...from.all(at.name, at.row, PAGE_ROWS_MAX - before.length)].map(byId);
  };

  return (request: PageRequest): Page<JobRow> => {
    const total = count.get()?.n ?? 0;
    const needle = needleOf(request);
    if (isFiltered(request)) {
      return matchingPage(matching.all(needle, candidatesMax(request)).map(byId), request, total);
    }
    const rows =
      request.anchor?.kind === 'end'
        ? last.all(PAGE_ROWS_MAX).reverse().map(byId)
        : ((request.anchor === undefined ? undefined : around(request.anchor.key)) ??
          from.all('', 0, PAGE_ROWS_MAX).map(byId));
    const first = rows[0] === undefined ? undefined : place.get(rows[0].jobId);
    return { rows, before: first === undefined ? 0 : (countBefore.get(first.name, first.row)?.n ?? 0), total };
  };
}

/** Those whose name holds a text, among the first of the list. */
const matchingQuery = (db: Db, where: string) =>
  db.prepare<[string, number]>(`
    SELECT ${JOB_FILTER_COLUMNS}
    FROM jobs
    WHERE rowid IN (
      SELECT rowid
      FROM (SELECT rowid, name FROM jobs WHERE ${where} AND name > '' ORDER BY name, rowid LIMIT ${FILTER_SCAN_MAX})
      WHERE instr(lower(name), +?) > 0
      LIMIT +?)
    ORDER BY name, jobs.rowid`);
