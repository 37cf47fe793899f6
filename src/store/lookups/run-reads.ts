import type { Db } from '../database.ts';
import type { Run, RunStatus } from '../nouns/run.ts';
import { rowReader } from '../rows.ts';

export type RunFilter = { jobId?: string; statuses?: readonly RunStatus[]; limit: number };

const toRun = rowReader<Run>({ json: ['requested_by', 'stop_requested_by', 'override'] });

/** Runs newest first; each shape of a filter has its own index to walk. */
export function runReads(db: Db) {
  const list = db.prepare(`SELECT * FROM runs ORDER BY id DESC LIMIT +?`);
  const ofJob = db.prepare(`SELECT * FROM runs WHERE job_id = +? ORDER BY id DESC LIMIT +?`);
  const withStatus = db.prepare(`SELECT * FROM runs WHERE status = +? ORDER BY id DESC LIMIT +?`);
  const ofJobWithStatus = db.prepare(`SELECT * FROM runs WHERE job_id = +? AND status = +? ORDER BY id DESC LIMIT +?`);
  const rows = (filter: RunFilter): unknown[] => {
    const { jobId, statuses, limit } = filter;
    if (statuses === undefined) return jobId === undefined ? list.all(limit) : ofJob.all(jobId, limit);
    return statuses.flatMap((status) =>
      jobId === undefined ? withStatus.all(status, limit) : ofJobWithStatus.all(jobId, status, limit),
    );
  };
  return {
    list: (filter: RunFilter): Run[] =>
      rows(filter)
        .map(toRun)
        .sort((a, b) => b.id - a.id)
        .slice(0, filter.limit),
  };
}
