import type { Db } from '../database.ts';
import type { Run } from '../nouns/run.ts';
import { rowReader } from '../rows.ts';

/** How a run ended and what it said, in short. */
export type RunResult = Pick<Run, 'id' | 'jobName' | 'status' | 'finishedAt' | 'summary'>;

/** An agent and the run it is busy with. */
export type BusyAgent = { agentId: string; runId: number; since: number };

/** How many runs of a job are looked at to find those that left a result. */
const LOOKED_AT_MAX = 500;

/** What agents are told of earlier runs, and which agents are at it. */
export function agentReads(db: Db) {
  const toResult = rowReader<RunResult>();
  const toBusy = rowReader<BusyAgent>();
  const columns = `id, job_name, status, finished_at, summary`;
  const ofJob = db.prepare(`
    SELECT ${columns} FROM (SELECT * FROM runs INDEXED BY runs_job WHERE job_id = +? ORDER BY id DESC LIMIT ${LOOKED_AT_MAX})
    WHERE finished_at IS NOT NULL AND summary IS NOT NULL
    ORDER BY id DESC
    LIMIT +?`);
  const ofAll = db.prepare(`
    SELECT ${columns} FROM (SELECT * FROM runs ORDER BY id DESC LIMIT ${LOOKED_AT_MAX})
    WHERE finished_at IS NOT NULL AND summary IS NOT NULL
    ORDER BY id DESC
    LIMIT +?`);
  const busy = db.prepare(`
    SELECT agent_id, id AS run_id, started_at AS since FROM runs
    WHERE status IN ('pending', 'running') AND agent_id IS NOT NULL
    ORDER BY id`);
  return {
    /** The newest results of a job, newest first. */
    resultsOf: (jobId: string, limit: number): RunResult[] => ofJob.all(jobId, limit).map(toResult),
    /** The newest results of all jobs, newest first. */
    results: (limit: number): RunResult[] => ofAll.all(limit).map(toResult),
    /** Told from the runs themselves, so that an agent is idle with the end of its run, whatever that end is. */
    busyAgents: (): BusyAgent[] => busy.all().map(toBusy),
  };
}
