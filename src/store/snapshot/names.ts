import type { Db } from '../database.ts';
import type { RunStatus } from '../nouns/run.ts';
import { rowReader } from '../rows.ts';

export type NamedJob = { jobId: string; name: string; enabled: boolean; scheduleText: string };
export type NamedRun = { runId: number; dispatchId: number; jobId: string; jobName: string; status: RunStatus };

/** Where a slice of the names ended, to go on from. */
export type NamesFrom = { name: string; row: number };
export const NAMES_START: NamesFrom = { name: '', row: 0 };

/** So many names are looked at in one go: a hundred thousand of them take longer than a frame. */
export const NAME_SLICE_MAX = 2_000;
const STARTING_MAX = 20;
const NEWEST_RUNS_MAX = 300;
const AFTER_EVERYTHING = '\u{10ffff}';

const readJob = rowReader<NamedJob>({ booleans: ['enabled'] });
const readRun = rowReader<NamedRun>();

/** What a person may look for by name, id or number, in pieces that each fit into a frame. */
export function nameQueries(db: Db) {
  const columns = `id AS job_id, name, enabled, schedule_text`;
  const starting = db.prepare<[string, string]>(`
    SELECT ${columns}
    FROM jobs
    WHERE deleted_at IS NULL AND name >= +? AND name < +?
    ORDER BY name
    LIMIT ${STARTING_MAX}`);
  const withId = db.prepare<[string, string]>(`
    SELECT ${columns}
    FROM jobs
    WHERE id >= +? AND id < +? AND deleted_at IS NULL
    ORDER BY id
    LIMIT ${STARTING_MAX}`);
  const slice = db
    .prepare<[string, number], [string, number]>(`
    SELECT name, rowid
    FROM jobs
    WHERE deleted_at IS NULL AND (name, rowid) > (+?, +?)
    ORDER BY name, rowid
    LIMIT ${NAME_SLICE_MAX}`)
    .raw();
  const atRow = db.prepare<[number]>(`SELECT ${columns} FROM jobs WHERE rowid = ? AND deleted_at IS NULL`);
  const runColumns = `id AS run_id, dispatch_id, job_id, job_name, status`;
  const run = db.prepare<[number]>(`SELECT ${runColumns} FROM runs WHERE id = ?`);
  const newest = db.prepare<[]>(
    `SELECT ${runColumns} FROM runs WHERE id > 0 ORDER BY id DESC LIMIT ${NEWEST_RUNS_MAX}`,
  );
  const active = db.prepare<[]>(`
    SELECT ${runColumns}
    FROM runs
    WHERE status IN ('pending', 'running')
    LIMIT ${NEWEST_RUNS_MAX}`);
  const isId = (text: string): boolean => /^[0-9a-z]{2,}/i.test(text);

  return {
    /** Jobs whose name or id begins like this. */
    jobsStarting(text: string): NamedJob[] {
      const end = text + AFTER_EVERYTHING;
      const byId = isId(text) ? withId.all(text, end) : [];
      return [...starting.all(text, end), ...byId].map(readJob);
    },
    /** The next names, with the rows they are in. */
    slice: (from: NamesFrom): [string, number][] => slice.all(from.name, from.row),
    jobAt(row: number): NamedJob | undefined {
      const found = atRow.get(row);
      return found === undefined ? undefined : readJob(found);
    },
    run(id: number): NamedRun | undefined {
      const found = run.get(id);
      return found === undefined ? undefined : readRun(found);
    },
    /** What runs now and what came last, each once. */
    recentRuns(): NamedRun[] {
      const runs = [...active.all(), ...newest.all()].map(readRun);
      return [...new Map(runs.map((each) => [each.runId, each])).values()];
    },
  };
}
