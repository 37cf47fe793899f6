import type { Db } from '../database.ts';
import type { RunStatus } from '../nouns/run.ts';
import { rowReader } from '../rows.ts';

/** A run that another one led to: as its child in a chain, as its next attempt, or as the same once more. */
export type Follower = {
  how: 'child' | 'retry' | 'again';
  runId: number;
  dispatchId: number;
  jobName: string;
  status: RunStatus;
};

/** Of a wide chain the newest; how many more there are is counted as far as a number says more than many. */
const CHILDREN_MAX = 40;
const COUNTED_MAX = 1_000;
/** While a retry waits the schedule starts nothing: the next attempt is among the runs right after it. */
const AFTER_MAX = 10;
const REPEATS_MAX = 2;

const COLUMNS = `id AS run_id, dispatch_id, job_name, status`;
const read = rowReader<Follower>();

export type Followers = {
  followers: Follower[];
  /** How many of its children are not among them. */
  moreFollowers?: number;
};

/** What came of a run, the newest first: its children, then what was tried or asked for again. */
export function followersQuery(db: Db) {
  const children = db.prepare<[number]>(`
    SELECT 'child' AS how, ${COLUMNS}
    FROM runs INDEXED BY runs_follow
    WHERE triggered_by_run = +?
    ORDER BY id DESC
    LIMIT ${CHILDREN_MAX}`);
  const repeats = db.prepare<[string, number, number, number]>(`
    SELECT CASE WHEN retry_of IS NULL THEN 'again' ELSE 'retry' END AS how, ${COLUMNS}
    FROM (
      SELECT *
      FROM runs
      WHERE job_id = +? AND id > +?
      ORDER BY id
      LIMIT ${AFTER_MAX})
    WHERE retry_of = +? OR replay_of = +?
    ORDER BY id DESC
    LIMIT ${REPEATS_MAX}`);
  const counted = db.prepare<[number], { count: number }>(`
    SELECT count(*) AS count
    FROM (
      SELECT 1
      FROM runs INDEXED BY runs_follow
      WHERE triggered_by_run = +?
      LIMIT ${COUNTED_MAX})`);
  return ({ id, jobId }: { id: number; jobId: string }): Followers => {
    const started = children.all(id);
    const followers = [...started, ...repeats.all(jobId, id, id, id)].map(read);
    const more = started.length < CHILDREN_MAX ? 0 : (counted.get(id)?.count ?? 0) - started.length;
    return { followers, ...(more > 0 ? { moreFollowers: more } : {}) };
  };
}
