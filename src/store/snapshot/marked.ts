import type { Db } from '../database.ts';
import { bind, rowReader } from '../rows.ts';

/** What a marked row is about, by the id that its list knows it by. */
export type MarkedRef =
  | { kind: 'approval'; id: number }
  | { kind: 'alert'; id: number }
  | { kind: 'run'; id: number }
  | { kind: 'dispatch'; id: number }
  | { kind: 'job'; id: string };

/** How that stands now, as far as a question about many needs it. */
export type MarkedFacts = {
  name: string;
  jobId?: string;
  /** Of an approval, an alert or a run; of a job `on`, `off` or `deleted`. */
  state: string;
  /** What is executed, whole. */
  runs?: string;
  priority: number;
  revision?: number;
  risk?: 'normal' | 'high';
  /** Who decided it, with what words. */
  by?: string;
  note?: string;
  disabledBecause?: string;
  /** A job's runs, or one that was started, are on record. */
  hasHistory?: boolean;
  isPaused?: boolean;
};

const read = rowReader<MarkedFacts>({ booleans: ['hasHistory', 'isPaused'] });

/** What a job's process is; a watchdog's payload is only a text for people. */
const command = (definition: string): string => `
  CASE WHEN json_valid(${definition})
    THEN iif(${definition} ->> '$.job_type' = 'watchdog', coalesce(${definition} ->> '$.watchdog_check_cmd',
      ${definition} ->> '$.payload_message'), ${definition} ->> '$.payload_message')
  END`;

/** One row each by its id: hundreds of them are read for one sheet. */
export function markedQueries(db: Db) {
  const approval = db.prepare(`
    SELECT approvals.job_name AS name, approvals.job_id, approvals.status AS state, approvals.subject ->> '$.payload' AS runs,
      coalesce(jobs.priority, 0) AS priority, approvals.revision, approvals.risk,
      approvals.decided_by ->> '$.name' AS by, approvals.note
    FROM approvals
    LEFT JOIN jobs ON jobs.id = approvals.job_id
    WHERE approvals.id = @id`);
  const alert = db.prepare(`
    SELECT title AS name, job_id, state, 0 AS priority, acknowledged_by ->> '$.name' AS by
    FROM alerts
    WHERE id = @id`);
  const run = db.prepare(`
    SELECT runs.job_name AS name, runs.job_id, runs.status AS state, coalesce(jobs.priority, 0) AS priority,
      coalesce(runs.override ->> '$.payload_message', ${command('job_revisions.definition')}) AS runs
    FROM runs
    LEFT JOIN jobs ON jobs.id = runs.job_id
    LEFT JOIN job_revisions ON job_revisions.job_id = runs.job_id AND job_revisions.revision = runs.job_revision
    WHERE runs.id = @id`);
  const job = db.prepare(`
    SELECT name, id AS job_id, iif(deleted_at IS NOT NULL, 'deleted', iif(enabled, 'on', 'off')) AS state, priority,
      ${command('definition')} AS runs, disabled_because,
      EXISTS (SELECT 1 FROM runs WHERE runs.job_id = jobs.id) AS has_history,
      EXISTS (SELECT 1 FROM pauses WHERE scope = 'job' AND key = jobs.id) AS is_paused
    FROM jobs
    WHERE id = @id`);
  const dispatch = db.prepare(`
    SELECT jobs.name, dispatches.job_id, dispatches.status AS state, jobs.priority
    FROM dispatches
    JOIN jobs ON jobs.id = dispatches.job_id
    WHERE dispatches.id = @id`);
  const queries = { approval, alert, run, job, dispatch };
  return ({ kind, id }: MarkedRef): MarkedFacts | undefined => {
    const row = queries[kind].get(bind({ id }));
    return row === undefined ? undefined : read(row);
  };
}

/** Whether a row with this key would still be in its list. */
export function listedQueries(db: Db) {
  const has = (sql: string) => {
    const find = db.prepare(sql);
    return (values: Record<string, unknown>): boolean => find.get(bind(values)) !== undefined;
  };
  const pending = has(`SELECT 1 FROM approvals WHERE id = @id AND status = 'pending'`);
  const alert = has(`SELECT 1 FROM alerts WHERE id = @id AND state = @state`);
  const past = has(`SELECT 1 FROM runs WHERE id = @id`);
  const queued = has(`SELECT 1 FROM dispatches WHERE id = @id AND status = 'pending'`);
  const active = has(`SELECT 1 FROM runs WHERE dispatch_id = @id AND status IN ('pending', 'running')`);
  const fire = has(`SELECT 1 FROM jobs WHERE id = @jobId AND next_run_at = @at AND enabled = 1 AND deleted_at IS NULL`);
  const job = has(`SELECT 1 FROM jobs WHERE id = @jobId AND deleted_at IS NULL`);
  const paused = has(`SELECT 1 FROM pauses WHERE scope = 'job' AND key = @jobId`);
  const disabled = has(`SELECT 1 FROM jobs WHERE id = @jobId AND deleted_at IS NULL AND enabled = 0`);

  return (list: string, key: string): boolean => {
    const id = Number(key.slice(1));
    switch (list) {
      case 'approvals.pending':
        return pending({ id });
      case 'alerts.open':
        return alert({ id, state: 'open' });
      case 'alerts.acknowledged':
        return alert({ id, state: 'acknowledged' });
      case 'runs.recent':
        return past({ id });
      case 'runs.now':
        return active({ id }) || queued({ id });
      case 'due.next': {
        const at = key.lastIndexOf('@');
        const jobId = key.slice(0, at);
        return key.endsWith('@off') ? disabled({ jobId }) : fire({ jobId, at: Number(key.slice(at + 1)) });
      }
      case 'due.paused':
        return paused({ jobId: key });
      case 'jobs.disabled':
        return disabled({ jobId: key });
      default:
        return job({ jobId: key });
    }
  };
}
