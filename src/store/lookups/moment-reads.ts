import type { Db } from '../database.ts';
import type { Decision, SlotRow } from '../nouns/decision.ts';
import type { JobThen, MomentRecord, Switch, WhyRun } from '../nouns/why.ts';
import { rowReader } from '../rows.ts';
import { toWhyRun, WHY_RUN_COLUMNS } from './why-reads.ts';

const SLOTS_MAX = 10;
const RUNS_MAX = 5;
const REVISIONS_MAX = 500;
const SWITCHES_SCANNED_MAX = 500;
const SEARCH_STEPS_MAX = 64;

const toSlot = rowReader<SlotRow>();
const toDecision = rowReader<Decision>();
const toSwitch = rowReader<Switch>({ json: ['actor'] });
const toThen = rowReader<JobThen>({ json: ['definition', 'by'] });

const one = <T>(row: unknown, read: (row: unknown) => T): T | undefined => (row === undefined ? undefined : read(row));

/** What is on record of a job about one stretch of time: from, and up to but not including, an instant. */
export function momentReads(db: Db) {
  const slotAt = db.prepare(`SELECT * FROM slots WHERE job_id = +? AND slot_at <= +? ORDER BY slot_at DESC LIMIT 1`);
  const slotsWithin = db.prepare(`
    SELECT * FROM slots WHERE job_id = +? AND slot_at > +? AND slot_at < +? ORDER BY slot_at LIMIT ${SLOTS_MAX}`);
  const oldestSlot = db.prepare<[string], { at: number | null }>(
    `SELECT min(slot_at) AS at FROM slots WHERE job_id = ?`,
  );
  const decision = db.prepare(`SELECT * FROM decisions WHERE job_id = +? AND id <= +? ORDER BY id DESC LIMIT 1`);
  const runs = momentRuns(db);
  const past = pastOfJob(db);
  const decisionsBefore = lastIdBefore(db, 'decisions', 'first_at');

  return (jobId: string, { from, until }: { from: number; until: number }): MomentRecord => {
    const before = one(slotAt.get(jobId, from), toSlot);
    const within = slotsWithin.all(jobId, from, until).map(toSlot);
    const slots = before !== undefined && before.lastSlotAt >= from ? [before, ...within] : within;
    const said = one(decision.get(jobId, decisionsBefore(until)), toDecision);
    const oldestSlotAt = oldestSlot.get(jobId)?.at ?? undefined;
    return {
      slots,
      slotRuns: slots.flatMap(({ runId }) => (runId === undefined ? [] : (runs.find(runId) ?? []))),
      ...runs.around(jobId, from, until),
      ...(said === undefined ? {} : { said }),
      ...(oldestSlotAt === undefined ? {} : { oldestSlotAt }),
      ...past(jobId, until),
    };
  };
}

/** The job as it was defined then, and whether it was on. */
function pastOfJob(db: Db) {
  const revision = db.prepare(`
    SELECT revision, definition, at, by
    FROM (SELECT * FROM job_revisions WHERE job_id = +? ORDER BY revision DESC LIMIT ${REVISIONS_MAX})
    WHERE at < +?
    ORDER BY revision DESC
    LIMIT 1`);
  const switched = db.prepare(`
    SELECT at, action, actor
    FROM (
      SELECT id, at, action, actor FROM audit
      WHERE subject_kind = 'job' AND subject_id = +? AND id <= +?
      ORDER BY id DESC
      LIMIT ${SWITCHES_SCANNED_MAX})
    WHERE action IN ('job.enable', 'job.disable', 'job.cancel')
    ORDER BY id DESC
    LIMIT 1`);
  const auditBefore = lastIdBefore(db, 'audit', 'at');
  return (jobId: string, until: number): Pick<MomentRecord, 'then' | 'switched'> => {
    const then = one(revision.get(jobId, until), toThen);
    const last = one(switched.get(jobId, auditBefore(until)), toSwitch);
    return { ...(then === undefined ? {} : { then }), ...(last === undefined ? {} : { switched: last }) };
  };
}

function momentRuns(db: Db) {
  const find = db.prepare(`SELECT ${WHY_RUN_COLUMNS} FROM runs WHERE id = ?`);
  const newest = db.prepare(`
    SELECT ${WHY_RUN_COLUMNS} FROM runs WHERE job_id = +? AND id <= +? ORDER BY id DESC LIMIT ${RUNS_MAX}`);
  const parents = db.prepare(`
    SELECT ${WHY_RUN_COLUMNS}
    FROM runs
    WHERE job_id = (SELECT parent_id FROM jobs WHERE jobs.id = +?) AND id <= +?
    ORDER BY id DESC
    LIMIT 1`);
  const runsBefore = lastIdBefore(db, 'runs', 'created_at');
  return {
    find: (id: number): WhyRun | undefined => one(find.get(id), toWhyRun),
    /** Those that were made within, the one that ran all along, and the parent's last one until then. */
    around(jobId: string, from: number, until: number): Pick<MomentRecord, 'started' | 'during' | 'parentRun'> {
      const last = runsBefore(until);
      const rows = newest.all(jobId, last).map(toWhyRun);
      const during = rows.find(({ createdAt, finishedAt }) => createdAt < from && (finishedAt ?? from) >= from);
      const parentRun = one(parents.get(jobId, last), toWhyRun);
      return {
        started: rows.filter(({ createdAt }) => createdAt >= from),
        ...(during === undefined ? {} : { during }),
        ...(parentRun === undefined ? {} : { parentRun }),
      };
    },
  };
}

/** Ids grow with time, so the last row before an instant is found by halving, whatever the table has no index for. */
function lastIdBefore(db: Db, table: 'runs' | 'decisions' | 'audit', column: 'created_at' | 'first_at' | 'at') {
  const newest = db.prepare<[], { id: number | null }>(`SELECT max(id) AS id FROM ${table}`);
  const from = db.prepare<[number], { id: number; at: number }>(`
    SELECT id, ${column} AS at FROM ${table} WHERE id >= +? ORDER BY id LIMIT 1`);
  return (until: number): number => {
    let low = 0;
    let high = newest.get()?.id ?? 0;
    for (let step = 0; low < high && step < SEARCH_STEPS_MAX; step += 1) {
      const middle = Math.ceil((low + high) / 2);
      const row = from.get(middle);
      if (row === undefined || row.at >= until) high = middle - 1;
      else low = row.id;
    }
    return low;
  };
}
