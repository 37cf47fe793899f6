import type { Db } from '../database.ts';
import type { Actor } from '../nouns/actor.ts';
import type { DispatchCause } from '../nouns/dispatch.ts';
import type { RunStatus, StopStage } from '../nouns/run.ts';
import { rowReader } from '../rows.ts';
import {
  COUNT_MAX,
  candidatesMax,
  FILTER_SCAN_MAX,
  type Fold,
  isFiltered,
  matchingPage,
  needleOf,
  PAGE_ROWS_MAX,
  type Page,
  type PageRequest,
  shortPage,
} from './page.ts';

/** What runs or waits to run. The key is the dispatch's, so a row stays itself when it gets its run. */
export type LiveRow = {
  kind: 'run' | 'queued';
  key: string;
  dispatchId: number;
  runId?: number;
  jobId: string;
  jobName: string;
  status: RunStatus;
  /** When the process started, or since when it waits. */
  sinceAt: number;
  usualMs?: number;
  limitMs?: number;
  blockedOn?: string;
  /** Place in the line for what it is blocked on, from 1. */
  position?: number;
  stopStage?: StopStage;
  retryCount: number;
  summary?: string;
  requestedBy: Actor;
  pool?: string;
  tags?: string[];
};

export type PastRow = {
  key: string;
  runId: number;
  dispatchId: number;
  jobId: string;
  jobName: string;
  status: RunStatus;
  cause: DispatchCause;
  startedAt?: number;
  finishedAt: number;
  durationMs?: number;
  usualMs?: number;
  exitCode?: number;
  signal?: string;
  error?: string;
  summary?: string;
  retryCount: number;
  /** It stands for others that failed in the same way, or among them. */
  fold?: Fold;
  /** Read where a filter asks for them. */
  by?: string;
  pool?: string;
  tags?: string[];
};

const readLive = rowReader<LiveRow>({ json: ['requested_by', 'tags'] });
export const readPast = rowReader<PastRow>({ json: ['tags'] });

const QUEUE_MAX = 100;
/** Each look for the gateway puts the next one off: how long that has gone on is known from its beginning. */
const WAITS_SINCE = `CASE WHEN dispatches.put_off_for IS NULL THEN dispatches.due_at ELSE dispatches.created_at END`;
const LIVE_TAGS = `CASE WHEN json_valid(jobs.definition) THEN jobs.definition -> '$.tags' END AS tags`;

export function liveRunQueries(db: Db) {
  const active = db.prepare<[]>(`
    SELECT 'run' AS kind, 'd' || runs.dispatch_id AS key, runs.dispatch_id, runs.id AS run_id, runs.job_id, runs.job_name,
      runs.status, coalesce(runs.started_at, runs.created_at) AS since_at, jobs.usual_ms,
      CASE WHEN json_valid(jobs.definition) THEN jobs.definition ->> '$.run_timeout_ms' END AS limit_ms,
      runs.stop_stage, runs.retry_count, runs.summary, runs.requested_by, runs.resource_pool AS pool, ${LIVE_TAGS}
    FROM runs
    JOIN jobs ON jobs.id = runs.job_id
    WHERE runs.status IN ('pending', 'running')
    ORDER BY runs.id
    LIMIT ${QUEUE_MAX}`);
  const queued = (where: string) =>
    db.prepare<unknown[]>(`
      SELECT 'queued' AS kind, 'd' || dispatches.id AS key, dispatches.id AS dispatch_id, dispatches.job_id,
        jobs.name AS job_name, 'pending' AS status, ${WAITS_SINCE} AS since_at,
        coalesce(dispatches.blocked_on, dispatches.put_off_for) AS blocked_on,
        dispatches.retry_count, dispatches.requested_by, jobs.resource_pool AS pool, ${LIVE_TAGS}
      FROM dispatches
      JOIN jobs ON jobs.id = dispatches.job_id
      WHERE dispatches.status = 'pending' AND ${where}
      LIMIT ${QUEUE_MAX}`);
  const blocked = queued(`dispatches.blocked_on > '' ORDER BY dispatches.blocked_on, dispatches.rank`);
  const ready = queued(`dispatches.blocked_on IS NULL AND dispatches.due_at <= +? ORDER BY dispatches.due_at`);
  const putOff = queued(
    `dispatches.put_off_for = 'gateway' AND dispatches.blocked_on IS NULL AND dispatches.due_at > +?`,
  );

  return (request: PageRequest, now: number): Page<LiveRow> => {
    const each = [
      active.all().map(readLive),
      numbered(blocked.all().map(readLive)),
      ready.all(now).map(readLive),
      putOff.all(now).map(readLive),
    ];
    const needle = needleOf(request);
    const rows = each.flat();
    const isCut = each.some(({ length }) => length === QUEUE_MAX);
    const found = rows.filter((row) => row.jobName.toLowerCase().includes(needle) && request.matches?.(row) !== false);
    return shortPage(found, rows, isCut, request);
  };
}

/** The rows come sorted by what they are blocked on and rank, so the place in line is a running number. */
function numbered(rows: LiveRow[]): LiveRow[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const position = (seen.get(row.blockedOn ?? '') ?? 0) + 1;
    seen.set(row.blockedOn ?? '', position);
    return { ...row, position };
  });
}

const PAST_COLUMNS = `
  'r' || runs.id AS key, runs.id AS run_id, runs.dispatch_id, runs.job_id, runs.job_name, runs.status, runs.cause,
  runs.started_at, runs.finished_at, runs.duration_ms,
  (SELECT usual_ms FROM jobs WHERE jobs.id = runs.job_id) AS usual_ms,
  runs.exit_code, runs.signal, runs.error, runs.summary, runs.retry_count`;

const OVER = `finished_at IS NOT NULL`;

/** Runs that are over, newest first. */
export function pastRunQueries(db: Db) {
  const around = aroundQueries(db);
  const matching = matchingQuery(db);
  const count = countQueries(db);
  return {
    page(request: PageRequest): Page<PastRow> {
      const total = count.all();
      if (isFiltered(request)) return matchingPage(matching(request), request, total);
      const rows = around(request.anchor);
      const first = rows[0];
      return { rows, before: first === undefined ? 0 : count.newerThan(first), total };
    },
  };
}

function aroundQueries(db: Db) {
  const place = db.prepare<[number], { at: number; row: number }>(
    `SELECT finished_at AS at, id AS row FROM runs WHERE id = ? AND ${OVER}`,
  );
  const older = db.prepare<[number, number, number]>(`
    SELECT ${PAST_COLUMNS}
    FROM runs
    WHERE ${OVER} AND (finished_at, id) <= (+?, +?)
    ORDER BY finished_at DESC, id DESC
    LIMIT +?`);
  const newer = db.prepare<[number, number, number]>(`
    SELECT ${PAST_COLUMNS}
    FROM runs
    WHERE ${OVER} AND (finished_at, id) > (+?, +?)
    ORDER BY finished_at, id
    LIMIT +?`);
  return (anchor: PageRequest['anchor']): PastRow[] => {
    if (anchor?.kind === 'end') return newer.all(0, 0, PAGE_ROWS_MAX).reverse().map(readPast);
    const at = anchor === undefined ? undefined : place.get(Number(anchor.key.slice(1)));
    if (at === undefined) return older.all(Number.MAX_SAFE_INTEGER, 0, PAGE_ROWS_MAX).map(readPast);
    const before = newer.all(at.at, at.row, PAGE_ROWS_MAX / 2).reverse();
    return [...before, ...older.all(at.at, at.row, PAGE_ROWS_MAX - before.length)].map(readPast);
  };
}

/** What a filter may ask for besides. */
export const PAST_FILTER_COLUMNS = `${PAST_COLUMNS}, runs.requested_by ->> '$.name' AS by, runs.resource_pool AS pool,
  (SELECT definition -> '$.tags' FROM jobs WHERE jobs.id = runs.job_id AND json_valid(definition)) AS tags`;

function matchingQuery(db: Db) {
  const named = db.prepare<[string, number]>(`
    SELECT ${PAST_FILTER_COLUMNS}
    FROM runs
    WHERE runs.id IN (
      SELECT id
      FROM (SELECT id, job_name FROM runs WHERE ${OVER} AND finished_at > 0 ORDER BY finished_at DESC LIMIT ${FILTER_SCAN_MAX})
      WHERE instr(lower(job_name), +?) > 0
      LIMIT +?)
    ORDER BY finished_at DESC, runs.id DESC`);
  const ended = db.prepare<[string, string, number]>(`
    SELECT ${PAST_FILTER_COLUMNS}
    FROM runs
    WHERE runs.id IN (
      SELECT id
      FROM (SELECT id, job_name FROM runs WHERE status = +? ORDER BY id DESC LIMIT ${FILTER_SCAN_MAX})
      WHERE instr(lower(job_name), +?) > 0
      LIMIT +?)`);
  return (request: PageRequest): PastRow[] => {
    const { statuses } = request;
    const [needle, most] = [needleOf(request), candidatesMax(request)];
    if (statuses === undefined) return named.all(needle, most).map(readPast);
    return statuses
      .flatMap((status) => ended.all(status, needle, Math.ceil(most / statuses.length)).map(readPast))
      .sort((a, b) => b.finishedAt - a.finishedAt || b.runId - a.runId);
  };
}

function countQueries(db: Db) {
  const newer = db.prepare<[number, number], { n: number }>(`
    SELECT count(*) AS n
    FROM (SELECT 1 FROM runs WHERE ${OVER} AND (finished_at, id) > (+?, +?) LIMIT ${COUNT_MAX})`);
  const all = db.prepare<[], { n: number }>(
    `SELECT count(*) AS n FROM (SELECT 1 FROM runs WHERE ${OVER} AND finished_at > 0 LIMIT ${COUNT_MAX})`,
  );
  return {
    all: (): number => all.get()?.n ?? 0,
    newerThan: (row: PastRow): number => newer.get(row.finishedAt, row.runId)?.n ?? 0,
  };
}

/** The newest runs of one job that are over, newest first. */
export function runsOfJobQuery(db: Db) {
  const ofJob = db.prepare<[string, number]>(`
    SELECT ${PAST_COLUMNS}
    FROM runs
    WHERE job_id = +? AND ${OVER}
    ORDER BY id DESC
    LIMIT +?`);
  return (jobId: string, limit: number): PastRow[] => ofJob.all(jobId, limit).map(readPast);
}
