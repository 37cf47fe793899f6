import type { Db } from '../database.ts';
import { placesQuery } from '../lease.ts';
import type { Pause } from '../nouns/pause.ts';
import { rowReader } from '../rows.ts';
import { COUNT_MAX } from './page.ts';

/** The numbers of header and tabs; they count everything, whatever is filtered on the screen. */
export type Counters = {
  due: number;
  running: number;
  /** How many the engine lets run at once, whoever runs it. */
  maxActiveRuns?: number;
  queued: number;
  pendingApprovals: number;
  highRiskApprovals: number;
  openAlerts: number;
  criticalAlerts: number;
  acknowledgedAlerts: number;
  /** Where none is open: the one that was closed last, and how. */
  lastAlert?: { title: string; at: number; state: string; by?: string };
  snoozedAlerts: number;
  /** When the first of them opens again. */
  snoozedUntil?: number;
  jobs: number;
  disabledJobs: number;
  /** Paused by themselves; what a pause of a tag, a pool or of everything covers is not counted. */
  pausedJobs: number;
  /** What is paused, everything before jobs before pools before tags; only the first few. */
  pauses: StandingPause[];
  day: { ok: number; failed: number; skipped: number; rejected: number };
  next?: { name: string; at: number };
  pools: { name: string; used: number; slots: number }[];
};

export type StandingPause = Omit<Pause, 'pausedBy'> & {
  /** What `key` is called: of a job its name. */
  name: string;
  by: string;
};

const PAUSES_MAX = 8;
const HOUR_MS = 3_600_000;
const DAY_MINUTES = 1_440;
const POOLS_MAX = 8;

export function counterQueries(db: Db) {
  const counts = countQueries(db);
  const day = dayQuery(db);
  const places = placesQuery(db);
  const next = nextQuery(db);
  const pools = poolsQuery(db);
  const pauses = pausesQuery(db);
  const last = lastAlertQuery(db);
  const snoozed = db.prepare<[], { at: number | null }>(
    `SELECT min(snoozed_until) AS at FROM (SELECT snoozed_until FROM alerts WHERE state = 'snoozed' LIMIT ${COUNT_MAX})`,
  );
  return (now: number): Counters => {
    const coming = next(now);
    const snoozedUntil = snoozed.get()?.at ?? undefined;
    const counted = counts(now);
    const lastAlert = counted.openAlerts === 0 ? last() : undefined;
    const maxActiveRuns = places();
    return {
      ...counted,
      ...(maxActiveRuns === undefined ? {} : { maxActiveRuns }),
      ...(lastAlert === undefined ? {} : { lastAlert }),
      ...(snoozedUntil === undefined ? {} : { snoozedUntil }),
      day: day(now),
      ...(coming === undefined ? {} : { next: coming }),
      pools: pools(),
      pauses: pauses(),
    };
  };
}

function countQueries(db: Db) {
  const due = counted(db, `jobs WHERE next_run_at <= +? AND enabled = 1 AND deleted_at IS NULL`);
  const running = counted(db, `runs WHERE status IN ('pending', 'running')`);
  const ready = counted(db, `dispatches WHERE status = 'pending' AND blocked_on IS NULL AND due_at <= +?`);
  const blocked = counted(db, `dispatches WHERE status = 'pending' AND blocked_on > ''`);
  const putOff = counted(
    db,
    `dispatches WHERE status = 'pending' AND put_off_for = 'gateway' AND blocked_on IS NULL AND due_at > +?`,
  );
  const pending = `approvals WHERE status = 'pending' AND expires_at > 0`;
  const approvals = counted(db, pending);
  const highRisk = countedAmong(db, 'risk', pending, 'high');
  const alerts = counted(db, `alerts WHERE state = +?`);
  const critical = countedAmong(db, 'severity', `alerts WHERE state = 'open'`, 'crit');
  const jobs = counted(db, `jobs WHERE deleted_at IS NULL AND name > ''`);
  const disabled = counted(db, `jobs WHERE deleted_at IS NULL AND enabled = 0 AND name > ''`);
  const paused = counted(
    db,
    `pauses JOIN jobs ON jobs.id = pauses.key WHERE pauses.scope = 'job' AND jobs.deleted_at IS NULL`,
  );
  return (now: number) => ({
    due: due(now + HOUR_MS),
    running: running(),
    queued: ready(now) + blocked() + putOff(now),
    pendingApprovals: approvals(),
    highRiskApprovals: highRisk(),
    openAlerts: alerts('open'),
    criticalAlerts: critical(),
    acknowledgedAlerts: alerts('acknowledged'),
    snoozedAlerts: alerts('snoozed'),
    jobs: jobs(),
    disabledJobs: disabled(),
    pausedJobs: paused(),
  });
}

const counted = (db: Db, source: string) =>
  numberOf(db, `SELECT count(*) AS n FROM (SELECT 1 FROM ${source} LIMIT ${COUNT_MAX})`);

/** Of those that an index finds, the ones with a value that no index knows. */
const countedAmong = (db: Db, column: string, source: string, value: string) =>
  numberOf(
    db,
    `SELECT count(*) AS n FROM (SELECT ${column} FROM ${source} LIMIT ${COUNT_MAX}) WHERE ${column} = '${value}'`,
  );

function numberOf(db: Db, sql: string): (...values: (string | number)[]) => number {
  const statement = db.prepare<(string | number)[], { n: number }>(sql);
  return (...values) => statement.get(...values)?.n ?? 0;
}

function lastAlertQuery(db: Db) {
  const newest = db.prepare<[string]>(`
    SELECT title, last_at AS at, state, acknowledged_by ->> '$.name' AS by
    FROM alerts
    WHERE state = +?
    ORDER BY last_at DESC
    LIMIT 1`);
  const read = rowReader<NonNullable<Counters['lastAlert']>>();
  return (): Counters['lastAlert'] =>
    ['acknowledged', 'resolved'].flatMap((state) => newest.all(state).map(read)).sort((a, b) => b.at - a.at)[0];
}

/** How the runs of the last 24 hours ended, and how many fire times were skipped. */
function dayQuery(db: Db) {
  const ended = db.prepare<[number], { status: string; n: number }>(`
    SELECT status, sum(n) AS n
    FROM counters
    WHERE bucket_minute > ?
    GROUP BY status`);
  return (now: number): Counters['day'] => {
    const byStatus = new Map(ended.all(Math.floor(now / 60_000) - DAY_MINUTES).map((row) => [row.status, row.n]));
    const sum = (...statuses: string[]) => statuses.reduce((total, status) => total + (byStatus.get(status) ?? 0), 0);
    return {
      ok: sum('ok'),
      failed: sum('error', 'timeout', 'crashed'),
      skipped: sum('skipped'),
      rejected: sum('rejected'),
    };
  };
}

function nextQuery(db: Db) {
  const next = db.prepare<[number], { name: string; at: number }>(`
    SELECT name, next_run_at AS at
    FROM jobs
    WHERE next_run_at > +? AND enabled = 1 AND deleted_at IS NULL
    ORDER BY next_run_at
    LIMIT 1`);
  return (now: number): Counters['next'] => next.get(now);
}

function poolsQuery(db: Db) {
  const pools = db.prepare<[], Counters['pools'][number]>(`
    SELECT name, slots,
      (SELECT count(*) FROM runs WHERE runs.resource_pool = pools.name AND runs.status IN ('pending', 'running')) AS used
    FROM pools
    ORDER BY name
    LIMIT ${POOLS_MAX}`);
  return (): Counters['pools'] => pools.all();
}

const toPause = rowReader<StandingPause>({});

function pausesQuery(db: Db) {
  const pauses = db.prepare(`
    SELECT pauses.scope, pauses.key, pauses.until, pauses.note, pauses.paused_at,
      pauses.paused_by ->> '$.name' AS by, coalesce(jobs.name, pauses.key) AS name
    FROM pauses LEFT JOIN jobs ON pauses.scope = 'job' AND jobs.id = pauses.key
    ORDER BY pauses.scope, pauses.key
    LIMIT ${PAUSES_MAX}`);
  return (): StandingPause[] => pauses.all().map(toPause);
}
