import type { Db } from '../database.ts';

export type RunPage = {
  /** The runs that went, with their output. */
  removed: number[];
  /** Where to go on; absent when the job has nothing old left. */
  next?: number;
};

const OPEN = `status IN ('pending', 'claimed', 'awaiting_approval')`;
const ACTIVE = `status IN ('pending', 'running')`;

export function runUpkeep(db: Db) {
  const floor = db.prepare<[{ jobId: string; newest: number }], { id: number }>(`
    SELECT id FROM runs INDEXED BY runs_job
    WHERE job_id = +@jobId
    ORDER BY id DESC
    LIMIT 1 OFFSET +@newest`);
  const page = db.prepare<
    [{ jobId: string; after: number; through: number; limit: number }],
    { id: number; finished_at: number | null }
  >(`
    SELECT id, finished_at FROM runs INDEXED BY runs_job
    WHERE job_id = +@jobId AND id > +@after AND id <= +@through
    ORDER BY id
    LIMIT +@limit`);
  const exists = db.prepare(`SELECT 1 FROM runs WHERE id = ?`);
  const remove = removal(db);
  return {
    exists: (id: number): boolean => exists.get(id) !== undefined,
    /** The newest run that is not among the `keep` newest of its job; undefined when it has no more than those. */
    newestBeyond: (jobId: string, keep: number): number | undefined => floor.get({ jobId, newest: keep })?.id,
    /** Looks at `limit` runs after `after`, oldest first, and removes those that ended before `before` and that nothing names. */
    prune(jobId: string, range: { after: number; through: number; before: number; limit: number }): RunPage {
      const { after, through, before, limit } = range;
      const found = page.all({ jobId, after, through, limit });
      const old = found.filter((run) => run.finished_at !== null && run.finished_at < before);
      const removed = old.filter(({ id }) => remove.run({ id, jobId }).changes > 0).map(({ id }) => id);
      const last = found.at(-1);
      // Runs end about in the order of their ids: a whole page of young ones is followed by younger ones.
      return last === undefined || found.length < limit || old.length === 0 ? { removed } : { removed, next: last.id };
    },
  };
}

/** One run, unless something that is not over yet names it: its own dispatch, an attempt or child that follows it, an alert. */
const removal = (db: Db) =>
  db.prepare(`
    DELETE FROM runs
    WHERE id = @id AND finished_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM dispatches d WHERE d.id = runs.dispatch_id AND d.${OPEN})
      AND NOT EXISTS (
        SELECT 1 FROM dispatches d INDEXED BY dispatches_source
        WHERE d.source_run_id = @id AND d.source_run_id IS NOT NULL AND d.${OPEN})
      AND NOT EXISTS (
        SELECT 1 FROM dispatches d INDEXED BY dispatches_open
        WHERE d.job_id = @jobId AND d.${OPEN} AND (d.retry_of = @id OR d.replay_of = @id))
      AND NOT EXISTS (
        SELECT 1 FROM runs a INDEXED BY runs_active
        WHERE a.${ACTIVE} AND (a.retry_of = @id OR a.replay_of = @id OR a.triggered_by_run = @id))
      AND NOT EXISTS (
        SELECT 1 FROM alerts l INDEXED BY alerts_run
        WHERE l.run_id = @id AND l.run_id IS NOT NULL AND l.state <> 'resolved')`);
