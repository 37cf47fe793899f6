import type { Db } from './database.ts';
import { type Blocker, type Dispatch, type DispatchStatus, type NewDispatch, rankOf } from './nouns/dispatch.ts';
import { bind, rowReader } from './rows.ts';

const toDispatch = rowReader<Dispatch>({ json: ['requested_by', 'override'], booleans: ['queued', 'owed'] });
const optional = (row: unknown): Dispatch | undefined => (row === undefined ? undefined : toDispatch(row));

export function dispatchStore(db: Db) {
  const insert = db.prepare(`
    INSERT INTO dispatches (job_id, cause, occasion_key, due_at, rank, slot_at, schedule_revision, source_run_id, retry_of,
      retry_count, replay_of, approval_id, requested_by, request_id, job_revision, override, cause_root,
      owed, created_at)
    VALUES (@jobId, @cause, @occasionKey, @dueAt, @rank, @slotAt, @scheduleRevision, @sourceRunId, @retryOf,
      @retryCount, @replayOf, @approvalId, @requestedBy, @requestId, @jobRevision, @override, @causeRoot, @owed, @now)
    ON CONFLICT (occasion_key) DO NOTHING
    RETURNING *`);
  const find = db.prepare(`SELECT * FROM dispatches WHERE id = ?`);
  const byOccasion = db.prepare(`SELECT * FROM dispatches WHERE occasion_key = ?`);
  return {
    ...dispatchQueue(db),
    ...dispatchLines(db),
    /** Undefined when this occasion has its dispatch already. */
    add: (dispatch: NewDispatch, priority: number, now: number): Dispatch | undefined =>
      optional(insert.get(bind({ ...EMPTY, ...dispatch, rank: rankOf(dispatch.dueAt, priority), now }))),
    get: (id: number): Dispatch | undefined => optional(find.get(id)),
    byOccasion: (key: string): Dispatch | undefined => optional(byOccasion.get(key)),
  };
}

const EMPTY = {
  slotAt: undefined,
  scheduleRevision: undefined,
  sourceRunId: undefined,
  retryOf: undefined,
  replayOf: undefined,
  approvalId: undefined,
  requestId: undefined,
  jobRevision: undefined,
  override: undefined,
  causeRoot: undefined,
  owed: false,
};

function dispatchQueue(db: Db) {
  const anyDue = db.prepare(`
    SELECT 1 FROM dispatches WHERE status = 'pending' AND blocked_on IS NULL AND due_at <= ? LIMIT 1`);
  const best = db.prepare(`
    SELECT * FROM dispatches INDEXED BY dispatches_ready
    WHERE status = 'pending' AND blocked_on IS NULL AND due_at <= +?
    ORDER BY rank
    LIMIT 1`);
  const claim = db.prepare(`UPDATE dispatches SET status = 'claimed', claimed_at = ? WHERE id = ?`);
  const earliest = db.prepare<[], { at: number | null }>(`
    SELECT min(due_at) AS at FROM dispatches WHERE status = 'pending' AND blocked_on IS NULL`);
  const hold = db.prepare(`
    UPDATE dispatches SET status = 'pending', claimed_at = NULL, queued = 1, blocked_on = ? WHERE id = ?`);
  const postpone = db.prepare(`
    UPDATE dispatches
    SET status = 'pending', claimed_at = NULL, queued = 1, blocked_on = NULL, due_at = @until, rank = rank - due_at + @until,
      put_off_for = @waitsFor
    WHERE id = @id`);
  const lookAgain = db.prepare(`
    UPDATE dispatches INDEXED BY dispatches_put_off SET due_at = @now, rank = rank - due_at + @now, put_off_for = NULL
    WHERE status = 'pending' AND put_off_for IS NOT NULL AND put_off_for = 'gateway' AND blocked_on IS NULL AND due_at > @now`);
  const throwBack = db.prepare(`
    UPDATE dispatches
    SET status = 'pending', claimed_at = NULL, blocked_on = NULL, due_at = @until, rank = rank - due_at + @until,
      error_count = error_count + 1, put_off_for = NULL
    WHERE id = @id`);
  const ask = db.prepare(`UPDATE dispatches SET status = 'awaiting_approval', approval_id = ? WHERE id = ?`);
  const resume = db.prepare(`
    UPDATE dispatches SET status = 'pending', claimed_at = NULL, queued = 1, blocked_on = NULL
    WHERE id = ? AND status IN ('awaiting_approval', 'claimed')`);
  const end = db.prepare(`UPDATE dispatches SET status = ?, ended_at = ?, blocked_on = NULL WHERE id = ?`);
  return {
    /** The best-ranked dispatch that is due and waits for nothing else, now claimed. */
    claimNext(now: number): Dispatch | undefined {
      const found = anyDue.get(now) === undefined ? undefined : optional(best.get(now));
      if (found === undefined) return undefined;
      claim.run(now, found.id);
      return { ...found, status: 'claimed', claimedAt: now };
    },
    /** When the next unblocked dispatch is due, in epoch ms; it may be in the past. */
    earliest: (): number | undefined => earliest.get()?.at ?? undefined,
    hold: (id: number, blocker: Blocker): void => void hold.run(blocker, id),
    /** Its rank goes with it, or every claim would step over it; one that waits for something may look again before its time. */
    postpone: (id: number, until: number, waitsFor?: 'gateway'): void =>
      void postpone.run(bind({ id, until, waitsFor })),
    /** What was put off for the gateway is due now. */
    gatewayIsThere: (now: number): number => lookAgain.run({ now }).changes,
    throwBack: (id: number, until: number): void => void throwBack.run({ id, until }),
    awaitApproval: (id: number, approvalId: number): void => void ask.run(approvalId, id),
    /** False when it was ended meanwhile. */
    resume: (id: number): boolean => resume.run(id).changes === 1,
    end: (id: number, status: Extract<DispatchStatus, 'done' | 'cancelled'>, now: number): void =>
      void end.run(status, now, id),
  };
}

/** The index of what is open is used only by a query that repeats its condition word for word. */
const OPEN = `status IN ('pending', 'claimed', 'awaiting_approval')`;

/** Who waits, for what, and how they are let go. */
function dispatchLines(db: Db) {
  const blocked = db.prepare<[Blocker, number], { id: number }>(`
    SELECT id FROM dispatches
    WHERE status = 'pending' AND blocked_on = +?
    ORDER BY rank
    LIMIT +?`);
  const unblock = db.prepare(`UPDATE dispatches SET blocked_on = NULL WHERE id = ?`);
  const unblockJob = db.prepare(`
    UPDATE dispatches INDEXED BY dispatches_open SET blocked_on = NULL
    WHERE job_id = ? AND ${OPEN} AND status = 'pending' AND blocked_on IS NOT NULL`);
  const bringForward = db.prepare(`
    UPDATE dispatches INDEXED BY dispatches_open
    SET due_at = max(@now, due_at - @byMs), rank = rank - @byMs, created_at = min(created_at, @now)
    WHERE ${OPEN} AND status <> 'claimed' AND due_at > @now`);
  const pullBack = db.prepare(`
    UPDATE dispatches INDEXED BY dispatches_open
    SET due_at = max(@now, due_at - (created_at - @now)), rank = rank - (created_at - @now), created_at = @now
    WHERE ${OPEN} AND status <> 'claimed' AND created_at > @now`);
  const unblockAll = db.prepare(
    `UPDATE dispatches SET blocked_on = NULL WHERE status = 'pending' AND blocked_on IS NOT NULL`,
  );
  const blockers = db.prepare<[], { blocked_on: string }>(`
    SELECT DISTINCT blocked_on FROM dispatches
    WHERE status = 'pending' AND blocked_on IS NOT NULL AND (blocked_on LIKE 'limit%' OR blocked_on LIKE 'pool:%')`);
  const waitingOf = db.prepare(`
    SELECT * FROM dispatches INDEXED BY dispatches_open
    WHERE job_id = +? AND ${OPEN} AND status <> 'claimed'
    ORDER BY rank`);
  const waitingRetry = db.prepare(`
    SELECT * FROM dispatches INDEXED BY dispatches_open
    WHERE job_id = +? AND ${OPEN} AND status <> 'claimed' AND cause = 'retry' AND slot_at IS NOT NULL
    LIMIT 1`);
  const waiting = db.prepare<[string], { n: number }>(`
    SELECT count(*) AS n FROM dispatches INDEXED BY dispatches_open
    WHERE job_id = ? AND ${OPEN} AND status = 'pending'`);
  const claimed = db.prepare(`
    SELECT * FROM dispatches INDEXED BY dispatches_open
    WHERE ${OPEN} AND status = 'claimed'`);
  return {
    /** Mostly nobody waits, and a look is cheaper than a write that finds nothing. */
    unblock(blocker: Blocker, count: number): number {
      const waiting = blocked.all(blocker, count);
      for (const { id } of waiting) unblock.run(id);
      return waiting.length;
    },
    /** Lets all that waits of a job look again. */
    unblockJob: (jobId: string): void => void unblockJob.run(jobId),
    unblockAll: (): void => void unblockAll.run(),
    /** After the clock was set back by so many ms: what is due later is due as much earlier, but not before now. */
    bringForward: (byMs: number, now: number): void => void bringForward.run({ byMs: Math.round(byMs), now }),
    /** What says that it was made later than now: by a command, before the clock was set back with no engine to notice it. */
    pullBack: (now: number): void => void pullBack.run({ now }),
    sharedBlockers: (): Blocker[] => blockers.all().map((row) => row.blocked_on as Blocker),
    waitingOf: (jobId: string): Dispatch[] => waitingOf.all(jobId).map(toDispatch),
    /** D-97: what waits to try a scheduled run of the job again; a run by hand holds up no schedule. */
    waitingRetry: (jobId: string): Dispatch | undefined => optional(waitingRetry.get(jobId)),
    countPending: (jobId: string): number => waiting.get(jobId)?.n ?? 0,
    claimed: (): Dispatch[] => claimed.all().map(toDispatch),
  };
}
