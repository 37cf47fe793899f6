import type { Db } from '../database.ts';
import type { Actor } from '../nouns/actor.ts';
import type { RunStatus } from '../nouns/run.ts';
import { rowReader } from '../rows.ts';

/** Up to where everything was told; the ids are those within the overlap. */
export type NewsMark = {
  at: number;
  runId: number;
  startedIds: readonly number[];
  endedIds: readonly number[];
  decidedIds: readonly number[];
};

export type StartedNews = {
  id: number;
  dispatchId: number;
  jobId: string;
  jobName: string;
  startedAt: number;
  approvalId?: number;
  cause: string;
  requestedBy: Actor;
};
export type EndedNews = {
  id: number;
  jobId: string;
  jobName: string;
  status: RunStatus;
  finishedAt: number;
  durationMs?: number;
  error?: string;
};
export type DecidedNews = {
  id: number;
  jobName: string;
  status: string;
  decidedAt: number;
  decidedBy?: Actor;
  onTimeout: string;
  note?: string;
};

/** What began, ended and was decided since a mark, each the oldest first, and the mark behind it. */
export type News = { started: StartedNews[]; ended: EndedNews[]; decided: DecidedNews[]; mark: NewsMark };

const EACH_MAX = 40;
/** Records are not committed in the order of their instants and ids: what is so much older may be new all the same. */
const OVERLAP_MS = 10_000;
const OVERLAP_IDS = 64;

const readStarted = rowReader<StartedNews>({ json: ['requested_by'] });
const readEnded = rowReader<EndedNews>();
const readDecided = rowReader<DecidedNews>({ json: ['decided_by'] });

/** Without a mark nothing is told, and the mark says where telling begins. */
export function newsQuery(db: Db) {
  const newest = db.prepare<[], { id: number | null }>(`SELECT max(id) AS id FROM runs`);
  const started = db.prepare<[number]>(`
    SELECT id, dispatch_id, job_id, job_name, started_at, approval_id, cause, requested_by
    FROM runs
    WHERE status = 'running' AND id > +?
    ORDER BY id DESC
    LIMIT ${EACH_MAX}`);
  const ended = db.prepare<[number]>(`
    SELECT id, job_id, job_name, status, finished_at, duration_ms, error
    FROM runs
    WHERE finished_at > +?
    ORDER BY finished_at DESC
    LIMIT ${EACH_MAX}`);
  const decided = db.prepare<[number]>(`
    SELECT id, job_name, status, decided_at, decided_by, on_timeout, note
    FROM approvals
    WHERE decided_at > +?
    ORDER BY decided_at DESC
    LIMIT ${EACH_MAX}`);
  return (mark: NewsMark | undefined, now: number): News => {
    const newestId = newest.get()?.id ?? 0;
    // After a step back of the clock the mark lies ahead of what is written.
    const since = Math.min(mark?.at ?? now, now) - OVERLAP_MS;
    const starts = started.all((mark?.runId ?? newestId) - OVERLAP_IDS).map(readStarted);
    const ends = ended.all(since).map(readEnded);
    const answers = decided.all(since).map(readDecided);
    const idsOf = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => id);
    const fresh = <Row extends { id: number }>(rows: readonly Row[], known: readonly number[] | undefined): Row[] =>
      known === undefined ? [] : rows.filter(({ id }) => !known.includes(id)).reverse();
    return {
      started: fresh(starts, mark?.startedIds),
      ended: fresh(ends, mark?.endedIds),
      decided: fresh(answers, mark?.decidedIds),
      mark: {
        at: now,
        runId: newestId,
        startedIds: idsOf(starts),
        endedIds: idsOf(ends),
        decidedIds: idsOf(answers),
      },
    };
  };
}
