import type { Db } from '../database.ts';
import { JOB_FILTER_COLUMNS, type JobRow, readJobRow } from './jobs.ts';
import { needleOf, type PageRequest } from './page.ts';
import { PAST_FILTER_COLUMNS, type PastRow, readPast } from './runs.ts';

/** The row behind which the next slice begins; absent: at the start of the list. */
export type SliceFrom = { at: string | number; row: number };
/** What a filter leaves of a stretch of a list, in its order; `next` is absent at the end. */
export type Slice<Row> = { rows: Row[]; looked: number; next?: SliceFrom };

/** So many rows are looked at in one go, and so many of them read whole: both together fit between two keys. */
export const SLICE_LOOKED_MAX = 500;
export const SLICE_READ_MAX = 25;

type Looked = [at: string | number, row: number, name: string, status: string];

export function jobSliceQuery(db: Db, set: 'all' | 'disabled') {
  const where = set === 'all' ? 'deleted_at IS NULL' : 'deleted_at IS NULL AND enabled = 0';
  const look = db
    .prepare<[string | number, number], Looked>(`
    SELECT name, rowid, name, ''
    FROM jobs
    WHERE ${where} AND (name, rowid) > (+?, +?)
    ORDER BY name, rowid
    LIMIT ${SLICE_LOOKED_MAX}`)
    .raw();
  const whole = db.prepare<[number]>(`SELECT ${JOB_FILTER_COLUMNS} FROM jobs WHERE rowid = ?`);
  return (request: PageRequest, from: SliceFrom = { at: '', row: 0 }): Slice<JobRow> =>
    sliceOf(look.all(from.at, from.row), request, (row) => {
      const job = readJobRow(whole.get(row));
      return { ...job, key: job.jobId };
    });
}

export function pastRunSliceQuery(db: Db) {
  const look = db
    .prepare<[string | number, number], Looked>(`
    SELECT finished_at, id, job_name, status
    FROM runs
    WHERE finished_at IS NOT NULL AND (finished_at, id) < (+?, +?)
    ORDER BY finished_at DESC, id DESC
    LIMIT ${SLICE_LOOKED_MAX}`)
    .raw();
  const whole = db.prepare<[number]>(`SELECT ${PAST_FILTER_COLUMNS} FROM runs WHERE id = ?`);
  return (request: PageRequest, from: SliceFrom = { at: Number.MAX_SAFE_INTEGER, row: 0 }): Slice<PastRow> =>
    sliceOf(look.all(from.at, from.row), request, (row) => readPast(whole.get(row)));
}

function sliceOf<Row>(looked: readonly Looked[], request: PageRequest, read: (row: number) => Row): Slice<Row> {
  const needle = needleOf(request);
  const rows: Row[] = [];
  let readCount = 0;
  let next: SliceFrom | undefined;
  for (const [index, [at, row, name, status]] of looked.entries()) {
    if (fits(request, needle, name, status)) {
      if (readCount === SLICE_READ_MAX) return { rows, looked: index, ...(next === undefined ? {} : { next }) };
      readCount += 1;
      const found = read(row);
      if (request.matches?.(found) !== false) rows.push(found);
    }
    next = { at, row };
  }
  const goesOn = looked.length === SLICE_LOOKED_MAX && next !== undefined;
  return { rows, looked: looked.length, ...(goesOn ? { next } : {}) };
}

const fits = ({ statuses }: PageRequest, needle: string, name: string, status: string): boolean =>
  name.toLowerCase().includes(needle) && (statuses === undefined || statuses.includes(status));
