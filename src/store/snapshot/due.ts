import type { Db } from '../database.ts';
import { JOB_COLUMNS, JOB_FILTER_COLUMNS, type JobRow, readJobRow } from './jobs.ts';
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

/**
 * One coming fire of a job. Its key holds the instant: when it has fired, it is gone, and the next fire is another row.
 * Behind the last one stand jobs that are off, so that nobody looks for them in vain.
 */
export type DueRow = JobRow & { lateSince?: number };

const OFF = '@off';
const keyOf = (jobId: string, at: number | undefined): string => (at === undefined ? jobId + OFF : `${jobId}@${at}`);
const jobOf = (key: string): string => key.slice(0, key.lastIndexOf('@'));

const toRow = (row: unknown): DueRow => {
  const job = readJobRow(row);
  return { ...job, key: keyOf(job.jobId, job.nextRunAt) };
};

export function dueQueries(db: Db) {
  const live = `next_run_at IS NOT NULL AND enabled = 1 AND deleted_at IS NULL`;
  const half = PAGE_ROWS_MAX / 2;
  const place = db.prepare<[string], { at: number; row: number }>(
    `SELECT next_run_at AS at, rowid AS row FROM jobs WHERE id = ? AND ${live}`,
  );
  const from = db.prepare<[number, number, number]>(`
    SELECT ${JOB_COLUMNS}
    FROM jobs
    WHERE ${live} AND (next_run_at, rowid) >= (+?, +?)
    ORDER BY next_run_at, rowid
    LIMIT +?`);
  const upTo = db.prepare<[number, number, number]>(`
    SELECT ${JOB_COLUMNS}
    FROM jobs
    WHERE ${live} AND (next_run_at, rowid) < (+?, +?)
    ORDER BY next_run_at DESC, rowid DESC
    LIMIT +?`);
  const matching = matchingQuery(db, live);
  const countBefore = db.prepare<[number, number], { n: number }>(`
    SELECT count(*) AS n
    FROM (SELECT 1 FROM jobs WHERE ${live} AND (next_run_at, rowid) < (+?, +?) LIMIT ${COUNT_MAX})`);
  const count = db.prepare<[], { n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM jobs WHERE ${live} AND next_run_at > 0 LIMIT ${COUNT_MAX})`,
  );
  const late = lateQueries(db);
  const switchedOff = offQuery(db);

  const base = (request: PageRequest): DueRow[] => {
    const anchor = request.anchor;
    if (anchor?.kind === 'end' || anchor?.key.endsWith(OFF)) {
      return upTo.all(Number.MAX_SAFE_INTEGER, 0, PAGE_ROWS_MAX).reverse().map(toRow);
    }
    const at = anchor === undefined ? undefined : place.get(jobOf(anchor.key));
    if (at === undefined) return from.all(0, 0, PAGE_ROWS_MAX).map(toRow);
    const before = upTo.all(at.at, at.row, half).reverse();
    return [...before, ...from.all(at.at, at.row, PAGE_ROWS_MAX - before.length)].map(toRow);
  };

  return (request: PageRequest, now: number): Page<DueRow> => {
    const needle = needleOf(request);
    const isNamed = (row: DueRow): boolean => needle === '' || row.name.toLowerCase().includes(needle);
    const waiting = late(now).filter(isNamed);
    const off = switchedOff();
    const coming = count.get()?.n ?? 0;
    const total = coming + waiting.length + off.length;
    if (isFiltered(request)) {
      const found = matching.all(needle, candidatesMax(request)).map(toRow).sort(byInstant);
      return matchingPage([...waiting, ...found, ...off.filter(isNamed)], request, total);
    }
    const rows = base(request);
    const first = rows[0] === undefined ? undefined : place.get(rows[0].jobId);
    const before = first === undefined ? 0 : (countBefore.get(first.at, first.row)?.n ?? 0);
    const isEnd = before + rows.length >= coming;
    const sorted = [...rows.sort(byInstant), ...(isEnd ? off : [])];
    return before === 0
      ? { rows: [...waiting, ...sorted], before, total }
      : { rows: sorted, before: before + waiting.length, total };
  };
}

const byInstant = (a: DueRow, b: DueRow): number =>
  (a.nextRunAt ?? 0) - (b.nextRunAt ?? 0) || (a.name < b.name ? -1 : 1);

/** So many that are off are listed; the tab behind has all. */
const OFF_ROWS_MAX = 50;

function offQuery(db: Db) {
  const off = db.prepare<[]>(`
    SELECT ${JOB_FILTER_COLUMNS}
    FROM jobs
    WHERE enabled = 0 AND deleted_at IS NULL AND name > ''
    ORDER BY name
    LIMIT ${OFF_ROWS_MAX}`);
  return (): DueRow[] =>
    off.all().map((row) => {
      const { nextRunAt: _, ...job } = readJobRow(row);
      return { ...job, key: keyOf(job.jobId, undefined) };
    });
}

/** So many late ones of each kind are listed; the counters know the rest. */
const LATE_ROWS_MAX = 50;

/** Fire times that have passed and still wait in the queue: they stand in front of the coming ones. */
function lateQueries(db: Db) {
  const waiting = (where: string) =>
    db.prepare<unknown[]>(`
      SELECT ${JOB_FILTER_COLUMNS}, dispatches.due_at AS late_since
      FROM dispatches
      JOIN jobs ON jobs.id = dispatches.job_id
      WHERE dispatches.status = 'pending' AND ${where} AND dispatches.cause = 'schedule' AND jobs.deleted_at IS NULL
      LIMIT ${LATE_ROWS_MAX}`);
  const blocked = waiting(`dispatches.blocked_on > ''`);
  const ready = waiting(`dispatches.blocked_on IS NULL AND dispatches.due_at < +?`);
  return (now: number): DueRow[] => {
    const rows = [...blocked.all(), ...ready.all(now)] as Record<string, unknown>[];
    return rows
      .map((row) => {
        const since = Number(row.late_since);
        const job = readJobRow(row);
        return { ...job, key: keyOf(job.jobId, since), nextRunAt: since, lateSince: since };
      })
      .sort((a, b) => a.lateSince - b.lateSince);
  };
}

/** Those whose name holds a text, among the first of the list. */
const matchingQuery = (db: Db, live: string) =>
  db.prepare<[string, number]>(`
    SELECT ${JOB_FILTER_COLUMNS}
    FROM jobs
    WHERE rowid IN (
      SELECT rowid
      FROM (SELECT rowid, name FROM jobs WHERE ${live} AND next_run_at > 0 ORDER BY next_run_at LIMIT ${FILTER_SCAN_MAX})
      WHERE instr(lower(name), +?) > 0
      LIMIT +?)
    ORDER BY next_run_at, jobs.rowid`);
