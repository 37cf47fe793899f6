import { auditStore } from '../audit.ts';
import type { Db } from '../database.ts';
import type { Actor } from '../nouns/actor.ts';

/** What the replaced database cannot tell any more, its ids are taken to be within. */
const UNKNOWN_IDS = 1_000_000;
const UNKNOWN_FENCES = 1_000;
/** Rows looked at in one go; there are as many as runs at once and dispatches waiting. */
const OPEN_MAX = 100_000;

export type Past = {
  /** The database that is replaced; absent where nobody can read it. */
  old?: Db;
  /** Whether a run of this id left a start token. */
  hasToken(runId: number): boolean;
  actor: Actor;
  from: string;
  now: number;
  /** `paused`: nothing starts by itself until somebody resumes. */
  begin: 'at-once' | 'paused';
};

export type Continued = {
  /** Runs that were active in the backup and have ended since: they get that end, and start nothing. */
  ended: number;
  /** Dispatches that waited in the backup and were carried out or cancelled since. */
  taken: number;
  /** Runs under way that only the replaced database knows: nobody looks after their processes any more. */
  lost: number[];
};

/**
 * Makes a copy of a backup the next chapter of one history: no id, key or fence is given a second time, and what was under
 * way in the backup and is over since does not start again. In one transaction; nobody has opened the copy yet.
 */
export function continueHistory(copy: Db, past: Past): Continued {
  const work = copy.transaction((): Continued => {
    raiseIds(copy, past.old);
    freeLease(copy, past.old);
    const ended = past.old === undefined ? 0 : copyEnds(copy, past.old, past.now);
    const taken = past.old === undefined ? 0 : dropTaken(copy, past.old, past);
    const lost = past.old === undefined ? [] : lostRuns(copy, past.old);
    distrustUnstarted(copy, past);
    if (past.begin === 'paused') pauseAll(copy, past);
    auditStore(copy).add(
      {
        actor: past.actor,
        action: 'backup.restore',
        subjectKind: 'engine',
        subjectId: 'database',
        subjectName: past.from,
        detail: { ended, taken },
      },
      past.now,
    );
    return { ended, taken, lost };
  });
  return work.immediate();
}

/** Run ids go to webhooks and gateways as keys: given twice, the second run's message would pass for the first one's. */
function raiseIds(copy: Db, old: Db | undefined): void {
  const sequences = (db: Db) =>
    new Map(db.prepare<[], { name: string; seq: number }>(`SELECT name, seq FROM sqlite_sequence`).all().map(pairOf));
  const pairOf = ({ name, seq }: { name: string; seq: number }) => [name, seq] as const;
  const past = old === undefined ? undefined : sequences(old);
  const here = sequences(copy);
  const tables = copy.prepare<[], { name: string }>(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'`,
  );
  const remove = copy.prepare(`DELETE FROM sqlite_sequence WHERE name = ?`);
  const insert = copy.prepare(`INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)`);
  for (const { name } of tables.all()) {
    const known = here.get(name) ?? 0;
    remove.run(name);
    insert.run(name, past === undefined ? known + UNKNOWN_IDS : Math.max(known, past.get(name) ?? 0));
  }
}

/** The stop counts as none, so that the next engine looks at everything. */
function freeLease(copy: Db, old: Db | undefined): void {
  const fenceOf = (db: Db): number =>
    db.prepare<[], { fence: number }>(`SELECT fence FROM lease WHERE id = 1`).get()?.fence ?? 0;
  const fence = old === undefined ? fenceOf(copy) + UNKNOWN_FENCES : Math.max(fenceOf(copy), fenceOf(old)) + 1;
  copy.prepare(`UPDATE lease SET holder_id = NULL, fence = ?, clean_stop = 0 WHERE id = 1`).run(fence);
}

const END = 'status, started_at, finished_at, duration_ms, exit_code, signal, error, summary, stop_reason';

/** Its children ran, or did not, in the history that is replaced: only the run's own end is taken over. */
function copyEnds(copy: Db, old: Db, now: number): number {
  const active = copy.prepare<[], { id: number; dispatch_id: number; created_at: number }>(`
    SELECT id, dispatch_id, created_at FROM runs WHERE status IN ('pending', 'running') LIMIT ${OPEN_MAX}`);
  const endOf = old.prepare<[number, number, number], Record<string, unknown>>(`
    SELECT ${END} FROM runs WHERE id = ? AND dispatch_id = ? AND created_at = ? AND finished_at IS NOT NULL`);
  const columns = END.split(', ');
  const end = copy.prepare(`UPDATE runs SET ${columns.map((name) => `${name} = @${name}`).join(', ')} WHERE id = @id`);
  const done = copy.prepare(`UPDATE dispatches SET status = 'done', ended_at = ? WHERE id = ? AND status = 'claimed'`);
  const ran = copy.prepare(`UPDATE slots SET state = 'ran', run_id = ? WHERE dispatch_id = ? AND state = 'due'`);
  let count = 0;
  for (const run of active.all()) {
    const found = endOf.get(run.id, run.dispatch_id, run.created_at);
    if (found === undefined) continue;
    end.run({ ...found, id: run.id });
    done.run(now, run.dispatch_id);
    ran.run(run.id, run.dispatch_id);
    count += 1;
  }
  return count;
}

/** Of one that waits for an approval the question goes as well: it was answered, or has lapsed, in the history that is replaced. */
function dropTaken(copy: Db, old: Db, { actor, now }: Past): number {
  const waiting = copy.prepare<[], { id: number; occasion_key: string }>(`
    SELECT id, occasion_key FROM dispatches WHERE status IN ('pending', 'awaiting_approval') LIMIT ${OPEN_MAX}`);
  const isTaken = old.prepare<[string], { id: number }>(`
    SELECT id FROM dispatches WHERE occasion_key = ? AND status IN ('claimed', 'done', 'cancelled')`);
  const drop = copy.prepare(`UPDATE dispatches SET status = 'cancelled', ended_at = ? WHERE id = ?`);
  const skip = copy.prepare(`
    UPDATE slots SET state = 'skipped', reason = 'already-claimed' WHERE dispatch_id = ? AND state = 'due'`);
  const close = copy.prepare(`
    UPDATE approvals
    SET status = 'cancelled', decided_at = ?, decided_by = ?, note = 'restored from a backup', revision = revision + 1
    WHERE dispatch_id = ? AND status IN ('pending', 'approved')`);
  const end = copy.prepare(`
    UPDATE runs SET status = 'cancelled', finished_at = ? WHERE dispatch_id = ? AND status = 'awaiting_approval'`);
  let count = 0;
  for (const { id, occasion_key } of waiting.all()) {
    if (isTaken.get(occasion_key) === undefined) continue;
    drop.run(now, id);
    skip.run(id);
    close.run(now, JSON.stringify(actor), id);
    end.run(now, id);
    count += 1;
  }
  return count;
}

function lostRuns(copy: Db, old: Db): number[] {
  const active = old.prepare<[], { id: number }>(`
    SELECT id FROM runs WHERE status IN ('pending', 'running') ORDER BY id LIMIT ${OPEN_MAX}`);
  const isHere = copy.prepare<[number], { id: number }>(`SELECT id FROM runs WHERE id = ?`);
  return active.all().flatMap(({ id }) => (isHere.get(id) === undefined ? [id] : []));
}

function pauseAll(copy: Db, { actor, now }: Past): void {
  const pause = copy.prepare(`
    INSERT INTO pauses (scope, key, note, paused_at, paused_by) VALUES ('all', '', 'restored from a backup', ?, ?)
    ON CONFLICT (scope, key) DO UPDATE SET until = NULL, note = excluded.note`);
  pause.run(now, JSON.stringify(actor));
}

/**
 * A run that was admitted and had no process yet when the backup was made: without a token nobody knows whether it was
 * started since, so it must not pass for one that never was. Recovery finds it `crashed`.
 */
function distrustUnstarted(copy: Db, { hasToken }: Past): void {
  const pending = copy.prepare<[], { id: number }>(`SELECT id FROM runs WHERE status = 'pending' LIMIT ${OPEN_MAX}`);
  const distrust = copy.prepare(`UPDATE runs SET status = 'running', started_at = created_at WHERE id = ?`);
  for (const { id } of pending.all()) if (!hasToken(id)) distrust.run(id);
}
