import type { Db } from '../database.ts';
import { rowReader } from '../rows.ts';

/** What the retention rules ask of a job. */
export type JobAge = {
  id: string;
  deletedAt?: number;
  createdAt: number;
  lastRunAt?: number;
  ttlHours?: number;
  /** Off, and the fire time of its one shot was run. */
  isSpent: boolean;
  /** When its oldest run ended, or began if it goes on; absent without runs. */
  oldestRunAt?: number;
  oldestSlotAt?: number;
};

const OPEN = `status IN ('pending', 'claimed', 'awaiting_approval')`;

export function jobUpkeep(db: Db) {
  return { ...reading(db), ...removing(db) };
}

function reading(db: Db) {
  const toAge = rowReader<JobAge>({ booleans: ['is_spent'] });
  // Looking for the field's name is cheaper than parsing a definition that has none.
  const page = db.prepare(`
    SELECT j.id, j.deleted_at, j.created_at, j.last_run_at,
      CASE WHEN instr(j.definition, '"ttl_hours"') > 0 THEN json_extract(j.definition, '$.ttl_hours') END AS ttl_hours,
      CASE WHEN j.schedule_kind = 'at' AND j.enabled = 0 AND j.deleted_at IS NULL THEN EXISTS (
        SELECT 1 FROM slots s
        WHERE s.job_id = j.id AND s.state = 'ran' AND s.schedule_revision = j.schedule_revision) ELSE 0 END AS is_spent,
      (SELECT coalesce(r.finished_at, r.created_at) FROM runs r INDEXED BY runs_job
        WHERE r.job_id = j.id ORDER BY r.id LIMIT 1) AS oldest_run_at,
      (SELECT s.last_slot_at FROM slots s WHERE s.job_id = j.id ORDER BY s.slot_at LIMIT 1) AS oldest_slot_at
    FROM jobs j
    WHERE j.id > +@after
    ORDER BY j.id
    LIMIT +@limit`);
  const hasOpen = db.prepare(`
    SELECT 1
    WHERE EXISTS (SELECT 1 FROM dispatches INDEXED BY dispatches_open WHERE job_id = @id AND ${OPEN})
      OR EXISTS (SELECT 1 FROM runs INDEXED BY runs_active WHERE job_id = @id AND status IN ('pending', 'running'))
      OR EXISTS (SELECT 1 FROM approvals WHERE job_id = @id AND status = 'pending')`);
  const hasAlert = db.prepare(`
    SELECT 1 FROM alerts INDEXED BY alerts_job WHERE job_id = ? AND job_id IS NOT NULL AND state <> 'resolved' LIMIT 1`);
  const hasChild = db.prepare(`SELECT 1 FROM jobs WHERE parent_id = ? AND deleted_at IS NULL LIMIT 1`);
  const hasRun = db.prepare(`SELECT 1 FROM runs INDEXED BY runs_job WHERE job_id = ? LIMIT 1`);
  return {
    /** In the order of their ids, so that a walk can go on after the last one. */
    page: (after: string, limit: number): JobAge[] => page.all({ after, limit }).map(toAge),
    /** Something of it runs, waits or asks. */
    hasOpen: (id: string): boolean => hasOpen.get({ id }) !== undefined,
    /** An alert that is not resolved names it. */
    hasAlert: (id: string): boolean => hasAlert.get(id) !== undefined,
    /** A job that is not deleted follows it. */
    hasChild: (id: string): boolean => hasChild.get(id) !== undefined,
    hasRun: (id: string): boolean => hasRun.get(id) !== undefined,
  };
}

function removing(db: Db) {
  // The newest slot of a living job stays: it tells whether a one-shot's time was served.
  const slots = db.prepare(`
    DELETE FROM slots
    WHERE job_id = @id AND slot_at IN (
      SELECT s.slot_at FROM slots s
      WHERE s.job_id = @id AND s.last_slot_at < +@before AND s.state <> 'due'
        AND s.slot_at < (SELECT max(n.slot_at) FROM slots n WHERE n.job_id = @id)
      ORDER BY s.slot_at
      LIMIT +@limit)`);
  const parts = ['decisions', 'dispatches', 'approvals'].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE job_id = @id LIMIT +@limit)`),
  );
  const keyed = [
    ['slots', 'slot_at'],
    ['job_revisions', 'revision'],
  ].map(([table, column]) =>
    db.prepare(`
      DELETE FROM ${table}
      WHERE job_id = @id AND ${column} IN (SELECT ${column} FROM ${table} WHERE job_id = @id LIMIT +@limit)`),
  );
  const row = db.prepare(`
    DELETE FROM jobs
    WHERE id = @id AND deleted_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM runs INDEXED BY runs_job WHERE job_id = @id)`);
  return {
    slots: (id: string, before: number, limit: number): number => slots.run({ id, before, limit }).changes,
    /** A piece of what hangs on a deleted job that has no run left, and at last its row; 0 when nothing is left. */
    drop(id: string, limit: number): number {
      for (const part of [...parts, ...keyed]) {
        const { changes } = part.run({ id, limit });
        if (changes > 0) return changes;
      }
      return row.run({ id }).changes;
    },
  };
}
