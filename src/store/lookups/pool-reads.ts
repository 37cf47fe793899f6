import type { Db } from '../database.ts';
import { rowReader } from '../rows.ts';

export type PoolLine = {
  name: string;
  slots: number;
  jobs: number;
  active: number;
  /** Dispatches that wait for a slot. */
  waiting: number;
  /** The run that has held a slot for the longest. */
  holderRunId?: number;
  holderName?: string;
  holderStartedAt?: number;
};

/** Every pool that was set, that a job names or that a run holds. */
export function poolReads(db: Db) {
  const list = db.prepare(`
    WITH used AS (
      SELECT resource_pool AS name, count(*) AS jobs FROM jobs
      WHERE resource_pool IS NOT NULL AND deleted_at IS NULL
      GROUP BY resource_pool
    ), held AS (
      SELECT resource_pool AS name, count(*) AS active, min(id) AS holder FROM runs
      WHERE status IN ('pending', 'running') AND resource_pool IS NOT NULL
      GROUP BY resource_pool
    ), waits AS (
      SELECT substr(blocked_on, 6) AS name, count(*) AS waiting FROM dispatches
      WHERE status = 'pending' AND blocked_on IS NOT NULL AND blocked_on LIKE 'pool:%'
      GROUP BY blocked_on
    ), names AS (
      SELECT name FROM pools UNION SELECT name FROM used UNION SELECT name FROM held
    )
    SELECT names.name, coalesce(pools.slots, 1) AS slots, coalesce(jobs, 0) AS jobs, coalesce(active, 0) AS active,
      coalesce(waiting, 0) AS waiting, runs.id AS holder_run_id, runs.job_name AS holder_name,
      runs.started_at AS holder_started_at
    FROM names
    LEFT JOIN pools ON pools.name = names.name
    LEFT JOIN used ON used.name = names.name
    LEFT JOIN held ON held.name = names.name
    LEFT JOIN waits ON waits.name = names.name
    LEFT JOIN runs ON runs.id = held.holder
    ORDER BY names.name
    LIMIT +?`);
  const toPool = rowReader<PoolLine>();
  return { list: (limit: number): PoolLine[] => list.all(limit).map(toPool) };
}
