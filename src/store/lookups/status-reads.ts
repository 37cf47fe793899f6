import type { Db } from '../database.ts';

export type StatusNumbers = {
  jobs: number;
  jobsOff: number;
  due: number;
  /** Due, blocked, or waiting for the gateway: what the console's header counts. */
  queued: number;
  /** Retries, and fires that are made up for, whose time is yet to come. */
  later: number;
  running: number;
  approvals: number;
  alerts: number;
  /** How long the oldest due dispatch has been waiting unblocked, in ms. */
  lagMs: number;
};

export function statusReads(db: Db) {
  const numbers = db.prepare<
    { now: number },
    Omit<StatusNumbers, 'lagMs' | 'queued'> & { pending: number; oldestDueAt: number | null }
  >(`
    SELECT
      (SELECT count(*) FROM jobs WHERE deleted_at IS NULL) AS jobs,
      (SELECT count(*) FROM jobs WHERE deleted_at IS NULL AND enabled = 0) AS jobsOff,
      (SELECT count(*) FROM jobs
        WHERE next_run_at <= @now AND next_run_at IS NOT NULL AND enabled = 1 AND deleted_at IS NULL) AS due,
      (SELECT count(*) FROM dispatches WHERE status = 'pending') AS pending,
      (SELECT count(*) FROM dispatches
        WHERE status = 'pending' AND blocked_on IS NULL AND due_at > @now AND put_off_for IS NULL) AS later,
      (SELECT count(*) FROM runs WHERE status IN ('pending', 'running')) AS running,
      (SELECT count(*) FROM approvals WHERE status = 'pending') AS approvals,
      (SELECT count(*) FROM alerts WHERE state = 'open') AS alerts,
      min(
        coalesce((SELECT min(due_at) FROM dispatches WHERE status = 'pending' AND blocked_on IS NULL), @now),
        coalesce((SELECT min(next_run_at) FROM jobs
          WHERE next_run_at IS NOT NULL AND enabled = 1 AND deleted_at IS NULL), @now)
      ) AS oldestDueAt`);
  return {
    numbers(now: number): StatusNumbers {
      const row = numbers.get({ now });
      if (row === undefined) throw new Error('a query without a table has a row');
      const { oldestDueAt, pending, ...counts } = row;
      return { ...counts, queued: pending - counts.later, lagMs: Math.max(0, now - (oldestDueAt ?? now)) };
    },
  };
}

/** Runs whose output did not fit the database, and is in files beside it. */
export const offloadedRuns = (db: Db): number =>
  db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM run_output WHERE offloaded_to IS NOT NULL`).get()?.n ?? 0;
