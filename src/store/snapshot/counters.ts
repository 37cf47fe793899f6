import type { Db } from '../database.ts';
import { COUNT_MAX } from './page.ts';

/** The numbers of header and tabs; they count everything, whatever is filtered on the screen. */
export type Counters = {
  due: number;
  running: number;
  queued: number;
  pendingApprovals: number;
  highRiskApprovals: number;
  openAlerts: number;
  criticalAlerts: number;
  acknowledgedAlerts: number;
  jobs: number;
  pausedJobs: number;
  day: { ok: number; failed: number; skipped: number; rejected: number };
  next?: { name: string; at: number };
  pools: { name: string; used: number; slots: number }[];
};

const HOUR_MS = 3_600_000;
const DAY_MINUTES = 1_440;
const POOLS_MAX = 8;

export function counterQueries(db: Db) {
  const count = (source: string) =>
    db.prepare<unknown[], { n: number }>(`SELECT count(*) AS n FROM (SELECT 1 FROM ${source} LIMIT ${COUNT_MAX})`);
  const due = count(`jobs WHERE next_run_at <= ? AND enabled = 1 AND deleted_at IS NULL`);
  const running = count(`runs WHERE status IN ('pending', 'running')`);
  const ready = count(`dispatches WHERE status = 'pending' AND blocked_on IS NULL AND due_at <= ?`);
  const blocked = count(`dispatches WHERE status = 'pending' AND blocked_on > ''`);
  const pending = count(`approvals WHERE status = 'pending' AND expires_at > 0`);
  const high = db.prepare<unknown[], { n: number }>(`
    SELECT count(*) AS n
    FROM (SELECT risk FROM approvals WHERE status = 'pending' AND expires_at > 0 LIMIT ${COUNT_MAX})
    WHERE risk = 'high'`);
  const alerts = count(`alerts WHERE state = ?`);
  const critical = db.prepare<unknown[], { n: number }>(`
    SELECT count(*) AS n
    FROM (SELECT severity FROM alerts WHERE state = 'open' LIMIT ${COUNT_MAX})
    WHERE severity = 'crit'`);
  const jobs = count(`jobs WHERE deleted_at IS NULL AND name > ''`);
  const paused = count(`jobs WHERE deleted_at IS NULL AND enabled = 0 AND name > ''`);
  const day = db.prepare<[number], { status: string; n: number }>(`
    SELECT status, sum(n) AS n
    FROM counters
    WHERE bucket_minute > ?
    GROUP BY status`);
  const next = db.prepare<[number], { name: string; at: number }>(`
    SELECT name, next_run_at AS at
    FROM jobs
    WHERE next_run_at > ? AND enabled = 1 AND deleted_at IS NULL
    ORDER BY next_run_at
    LIMIT 1`);
  const pools = db.prepare<[], { name: string; used: number; slots: number }>(`
    SELECT name, slots,
      (SELECT count(*) FROM runs WHERE runs.resource_pool = pools.name AND runs.status IN ('pending', 'running')) AS used
    FROM pools
    ORDER BY name
    LIMIT ${POOLS_MAX}`);
  const one = (statement: { get(...values: unknown[]): { n: number } | undefined }, ...values: unknown[]) =>
    statement.get(...values)?.n ?? 0;

  return (now: number): Counters => {
    const byStatus = new Map(day.all(Math.floor(now / 60_000) - DAY_MINUTES).map((row) => [row.status, row.n]));
    const sum = (...statuses: string[]) => statuses.reduce((total, status) => total + (byStatus.get(status) ?? 0), 0);
    const coming = next.get(now);
    return {
      due: one(due, now + HOUR_MS),
      running: one(running),
      queued: one(ready, now) + one(blocked),
      pendingApprovals: one(pending),
      highRiskApprovals: one(high),
      openAlerts: one(alerts, 'open'),
      criticalAlerts: one(critical),
      acknowledgedAlerts: one(alerts, 'acknowledged'),
      jobs: one(jobs),
      pausedJobs: one(paused),
      day: {
        ok: sum('ok'),
        failed: sum('error', 'timeout', 'crashed'),
        skipped: sum('skipped'),
        rejected: sum('rejected'),
      },
      ...(coming === undefined ? {} : { next: coming }),
      pools: pools.all(),
    };
  };
}
