import type { Db } from '../database.ts';

const MINUTE_MS = 60_000;
/** The indexes of what is open are used only by a query that repeats their condition word for word. */
const OPEN = `status IN ('pending', 'claimed', 'awaiting_approval')`;
const ACTIVE = `status IN ('pending', 'running')`;

/** Removes what is older than `before`, the oldest first; what somebody still waits for or runs on stays. Each returns how many went. */
export function historyUpkeep(db: Db) {
  return { ...decided(db), ...recorded(db), ...messages(db) };
}

function decided(db: Db) {
  // An @reboot job is dispatched once for each start of the machine, which may have been long ago: its last one stays.
  const dispatches = db.prepare(`
    DELETE FROM dispatches
    WHERE id IN (
      SELECT d.id FROM dispatches d INDEXED BY dispatches_ended
      WHERE d.ended_at IS NOT NULL AND d.ended_at < +@before
        AND NOT EXISTS (SELECT 1 FROM runs r WHERE r.dispatch_id = d.id AND r.finished_at IS NULL)
        AND (substr(d.occasion_key, 1, 5) <> 'boot:' OR EXISTS (
          SELECT 1 FROM dispatches n INDEXED BY dispatches_job
          WHERE n.job_id = d.job_id AND n.id > d.id AND substr(n.occasion_key, 1, 5) = 'boot:'))
      ORDER BY d.ended_at
      LIMIT +@limit)`);
  const approvals = db.prepare(`
    DELETE FROM approvals
    WHERE id IN (
      SELECT a.id FROM approvals a INDEXED BY approvals_decided
      WHERE a.decided_at IS NOT NULL AND a.decided_at < +@before
        AND NOT EXISTS (
          SELECT 1 FROM dispatches d INDEXED BY dispatches_open
          WHERE d.job_id = a.job_id AND d.${OPEN} AND (d.approval_id = a.id OR d.id = a.dispatch_id))
        AND NOT EXISTS (
          SELECT 1 FROM runs r INDEXED BY runs_active
          WHERE r.job_id = a.job_id AND r.${ACTIVE} AND r.approval_id = a.id)
      ORDER BY a.decided_at
      LIMIT +@limit)`);
  return {
    dispatches: (before: number, limit: number): number => dispatches.run({ before, limit }).changes,
    approvals: (before: number, limit: number): number => approvals.run({ before, limit }).changes,
  };
}

function recorded(db: Db) {
  const decisions = db.prepare(`
    DELETE FROM decisions
    WHERE id IN (
      SELECT c.id FROM decisions c INDEXED BY decisions_age
      WHERE c.last_at < +@before
        AND NOT EXISTS (SELECT 1 FROM dispatches d WHERE d.id = c.dispatch_id AND d.${OPEN})
      ORDER BY c.last_at
      LIMIT +@limit)`);
  const counters = db.prepare(`
    DELETE FROM counters
    WHERE (bucket_minute, status) IN (
      SELECT bucket_minute, status FROM counters
      WHERE bucket_minute < +@minute
      ORDER BY bucket_minute
      LIMIT +@limit)`);
  const keys = db.prepare(`
    DELETE FROM ledger
    WHERE key IN (
      SELECT l.key FROM ledger l INDEXED BY ledger_expiry
      WHERE l.expires_at <= +@now
        AND NOT EXISTS (SELECT 1 FROM runs r WHERE r.id = l.run_id AND r.finished_at IS NULL)
      ORDER BY l.expires_at
      LIMIT +@limit)`);
  return {
    decisions: (before: number, limit: number): number => decisions.run({ before, limit }).changes,
    counters: (before: number, limit: number): number =>
      counters.run({ minute: Math.floor(before / MINUTE_MS), limit }).changes,
    /** Keys have an expiry of their own. */
    keys: (now: number, limit: number): number => keys.run({ now, limit }).changes,
  };
}

function messages(db: Db) {
  const page = db.prepare<[{ after: number; limit: number }], Message>(`
    SELECT id, status, created_at, coalesce(sent_at, next_attempt_at) AS ended_at FROM outbox
    WHERE id > +@after
    ORDER BY id
    LIMIT +@limit`);
  const drop = db.prepare(`DELETE FROM outbox WHERE id = ? AND status <> 'pending'`);
  const alerts = db.prepare(`
    DELETE FROM alerts
    WHERE id IN (
      SELECT id FROM alerts INDEXED BY alerts_resolved
      WHERE resolved_at IS NOT NULL AND resolved_at < +@before AND state = 'resolved'
      ORDER BY resolved_at
      LIMIT +@limit)`);
  return {
    alerts: (before: number, limit: number): number => alerts.run({ before, limit }).changes,
    /** Messages have no index by age, so they are walked by id: the next place to go on from, undefined at the first young one. */
    messages(after: number, before: number, limit: number): { removed: number; next?: number } {
      const found = page.all({ after, limit });
      const old = found.filter((one) => one.created_at < before);
      const ended = old.filter((one) => one.status !== 'pending' && one.ended_at < before);
      const removed = ended.reduce((count, { id }) => count + drop.run(id).changes, 0);
      const last = found.at(-1);
      return last === undefined || old.length < limit ? { removed } : { removed, next: last.id };
    },
  };
}

type Message = { id: number; status: string; created_at: number; ended_at: number };
