import type { Db } from './database.ts';
import type { Actor } from './nouns/actor.ts';
import type { Approval, ApprovalStatus } from './nouns/approval.ts';
import { bind, rowReader } from './rows.ts';

export type NewApproval = Omit<
  Approval,
  'id' | 'revision' | 'status' | 'decidedAt' | 'decidedBy' | 'note' | 'startedRunId'
>;

const toApproval = rowReader<Approval>({ json: ['subject', 'requested_by', 'decided_by'] });
const optional = (row: unknown): Approval | undefined => (row === undefined ? undefined : toApproval(row));
const DUE_MAX = 100;

export function approvalStore(db: Db) {
  const insert = db.prepare(`
    INSERT INTO approvals (job_id, job_name, dispatch_id, run_id, risk, subject, digest, asked_because, requested_by,
      source_run_id, asked_at, expires_at, on_timeout)
    VALUES (@jobId, @jobName, @dispatchId, @runId, @risk, @subject, @digest, @askedBecause, @requestedBy,
      @sourceRunId, @askedAt, @expiresAt, @onTimeout)
    RETURNING *`);
  const find = db.prepare(`SELECT * FROM approvals WHERE id = ?`);
  const decide = db.prepare(`
    UPDATE approvals
    SET status = @status, decided_at = @now, decided_by = @actor, note = @note, revision = revision + 1
    WHERE id = @id AND status = 'pending' AND (@revision IS NULL OR revision = @revision)
    RETURNING *`);
  const close = db.prepare(`
    UPDATE approvals
    SET status = 'cancelled', decided_at = @now, decided_by = @actor, note = @note, revision = revision + 1
    WHERE id = @id AND status IN ('pending', 'approved')`);
  const dispatched = db.prepare(`
    UPDATE approvals SET status = 'dispatched', started_run_id = ?, revision = revision + 1
    WHERE id = ? AND status = 'approved'`);
  const bringForward = db.prepare(`
    UPDATE approvals SET expires_at = max(@now, expires_at - @byMs), asked_at = min(asked_at, @now)
    WHERE status = 'pending' AND expires_at > @now`);
  const noteFile = db.prepare(`
    UPDATE approvals SET subject = json_set(subject, '$.file', json(?)) WHERE id = ? AND status = 'pending'`);
  const expired = db.prepare(`
    SELECT * FROM approvals WHERE status = 'pending' AND expires_at <= +? ORDER BY expires_at LIMIT ${DUE_MAX}`);
  return {
    add: (approval: NewApproval): Approval => toApproval(insert.get(bind({ sourceRunId: undefined, ...approval }))),
    get: (id: number): Approval | undefined => optional(find.get(id)),
    /** Compare-and-set: undefined when it is no longer pending, or not at the revision the decider saw. */
    decide: (
      id: number,
      decision: {
        status: Extract<ApprovalStatus, 'approved' | 'rejected' | 'timed_out'>;
        actor: Actor;
        note?: string;
        revision?: number;
      },
      now: number,
    ): Approval | undefined =>
      optional(decide.get(bind({ note: undefined, revision: undefined, ...decision, id, now }))),
    close: (id: number, note: string, actor: Actor, now: number): void =>
      void close.run(bind({ id, note, actor, now })),
    setDispatched: (id: number, runId: number): void => void dispatched.run(runId, id),
    /** What the file is that would be executed: beside the question, so neither its revision nor its digest change. */
    noteFile: (id: number, file: NonNullable<Approval['subject']['file']>): void =>
      void noteFile.run(JSON.stringify(file), id),
    /** The clock was set back by so much: what is asked lapses after its own time all the same. */
    bringForward: (byMs: number, now: number): void => void bringForward.run({ byMs: Math.round(byMs), now }),
    expired: (now: number): Approval[] => expired.all(now).map(toApproval),
    ...lists(db),
  };
}

function lists(db: Db) {
  const earliest = db.prepare<[], { at: number | null }>(`
    SELECT min(expires_at) AS at FROM approvals WHERE status = 'pending'`);
  const pendingOf = db.prepare(`SELECT * FROM approvals WHERE job_id = +? AND status = 'pending' ORDER BY id`);
  const openOf = db.prepare(`
    SELECT * FROM approvals WHERE job_id = +? AND status IN ('pending', 'approved') ORDER BY id`);
  return {
    /** When the next pending approval lapses, in epoch ms. */
    earliest: (): number | undefined => earliest.get()?.at ?? undefined,
    pendingOf: (jobId: string): Approval[] => pendingOf.all(jobId).map(toApproval),
    /** Pending, or approved and not started yet. */
    openOf: (jobId: string): Approval[] => openOf.all(jobId).map(toApproval),
  };
}
