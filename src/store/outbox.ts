import type { Db } from './database.ts';
import type { NewNotice, Notice } from './nouns/notice.ts';
import { bind, rowReader } from './rows.ts';

/** A notice that is due, and what stands behind its `@name` today. */
export type DueNotice = Pick<Notice, 'id' | 'channel' | 'target' | 'lastError'> & {
  aliasChannel?: string;
  aliasTarget?: string;
};

/** Where a notice goes: two with the same one are never under way at once. */
export type Address = { channel: string; target: string };

export type NoticePage = { notices: Notice[]; nextBeforeId?: number };

/** How many due notices one look reads at most; beyond it the ones that are due the longest come first. */
const LOOKED_AT_MAX = 2_000;
/** How far back one page looks for its status. */
const SCANNED_MAX = 1_000;
/** What `held` writes in front of its reason; what is held has spent no attempt by it. */
const HELD = 'held: ';
/** What `again` writes: this one goes before those that rest. */
const AGAIN = 'sent again by ';
const DISCARDED = 'discarded by ';

/** Why a notice is held, told by its last error; undefined when it is not. */
export const heldReason = (lastError: string | undefined): string | undefined =>
  lastError?.startsWith(HELD) === true ? lastError.slice(HELD.length) : undefined;

export const isAskedAgain = (lastError: string | undefined): boolean => lastError?.startsWith(AGAIN) === true;

const toNotice = rowReader<Notice>();
const toDue = rowReader<DueNotice>();
const toAddress = rowReader<Address & { until: number }>();

// One alias stands behind one name: the target of an alias is never looked up again.
const ALIASED = `LEFT JOIN aliases a ON substr(o.target, 1, 1) = '@' AND a.name = substr(o.target, 2)`;
const ADDRESS = `coalesce(a.channel, o.channel, '') AS address_channel, coalesce(a.target, o.target, '') AS address_target`;

/** Notices go out at least once: a claim says who sends now, and only its fence may record the answer. */
export function outboxStore(db: Db) {
  return { ...writing(db), ...sending(db), ...asked(db), ...reading(db), ...listing(db) };
}

function writing(db: Db) {
  const insert = db.prepare(`
    INSERT INTO outbox (key, kind, channel, target, job_id, run_id, title, body, next_attempt_at, created_at)
    VALUES (@key, @kind, @channel, @target, @jobId, @runId, @title, @body, @now, @now)
    ON CONFLICT (key) DO NOTHING`);
  return {
    add: (notice: NewNotice, now: number): void =>
      void insert.run(
        bind({ channel: undefined, target: undefined, jobId: undefined, runId: undefined, ...notice, now }),
      ),
  };
}

function sending(db: Db) {
  const claim = db.prepare(`
    UPDATE outbox
    SET claimed_fence = @fence
    WHERE id = @id AND status = 'pending' AND next_attempt_at <= @now AND coalesce(claimed_fence, 0) <= @fence
    RETURNING *`);
  const sent = db.prepare(`
    UPDATE outbox
    SET status = 'sent', sent_at = @now, attempts = attempts + 1, claimed_fence = NULL, last_error = NULL
    WHERE id = @id AND status = 'pending' AND claimed_fence = @fence`);
  const failed = db.prepare(`
    UPDATE outbox
    SET status = 'failed', attempts = attempts + 1, claimed_fence = NULL, last_error = @reason
    WHERE id = @id AND status = 'pending' AND claimed_fence = @fence`);
  const postponed = db.prepare(`
    UPDATE outbox
    SET next_attempt_at = @until, attempts = attempts + 1, claimed_fence = NULL, last_error = @reason
    WHERE id = @id AND status = 'pending' AND claimed_fence = @fence`);
  const held = db.prepare(`
    UPDATE outbox SET next_attempt_at = @until, last_error = '${HELD}' || @reason WHERE id = @id AND status = 'pending'`);
  const queued = db.prepare(`UPDATE outbox SET next_attempt_at = @until WHERE id = @id AND status = 'pending'`);
  const release = db.prepare(`
    UPDATE outbox
    SET next_attempt_at = @now
    WHERE id IN (
      SELECT id FROM outbox
      WHERE status = 'pending' AND next_attempt_at > @now AND last_error LIKE '${HELD}%'
      LIMIT @limit
    )`);
  const did = (info: { changes: number }): boolean => info.changes === 1;
  return {
    /** Undefined when it is no longer waiting, or a newer engine has it. A claim of an older fence is free again. */
    claim(id: number, fence: number, now: number): Notice | undefined {
      const row = claim.get({ id, fence, now });
      return row === undefined ? undefined : toNotice(row);
    },
    /** These three end one attempt; false when the claim was lost meanwhile. */
    sent: (id: number, fence: number, now: number): boolean => did(sent.run({ id, fence, now })),
    failed: (id: number, fence: number, reason: string): boolean => did(failed.run({ id, fence, reason })),
    postponed: (id: number, fence: number, { until, reason }: { until: number; reason: string }): boolean =>
      did(postponed.run({ id, fence, until, reason })),
    /** There is no way to send it now; no attempt is counted. */
    held: (id: number, { until, reason }: { until: number; reason: string }): void =>
      void held.run({ id, until, reason }),
    /** Waits behind an older one to the same address. */
    queued: (id: number, until: number): void => void queued.run({ id, until }),
    /** What is held may be looked at again; returns how many. */
    releaseHeld: (now: number, limit: number): number => release.run({ now, limit }).changes,
  };
}

/** What a person may do with one; nobody may be sending it meanwhile. */
function asked(db: Db) {
  const again = db.prepare(`
    UPDATE outbox
    SET status = 'pending', attempts = 0, next_attempt_at = @now, claimed_fence = NULL,
      last_error = CASE WHEN status = 'pending' AND last_error LIKE '${HELD}%' THEN last_error ELSE '${AGAIN}' || @by END
    WHERE id = @id AND status <> 'sent'
    RETURNING *`);
  const discard = db.prepare(`
    UPDATE outbox
    SET status = 'failed', next_attempt_at = @now, claimed_fence = NULL, last_error = '${DISCARDED}' || @by
    WHERE id = @id AND status = 'pending'
    RETURNING *`);
  const optional = (row: unknown): Notice | undefined => (row === undefined ? undefined : toNotice(row));
  return {
    /** Due at once, as if it had never been tried; what was held stays known as held. Undefined when it was sent. */
    again: (id: number, by: string, now: number): Notice | undefined => optional(again.get({ id, by, now })),
    /** Undefined when it no longer waits. */
    discard: (id: number, by: string, now: number): Notice | undefined => optional(discard.get({ id, by, now })),
  };
}

function reading(db: Db) {
  const pending = db.prepare(
    `SELECT * FROM outbox INDEXED BY outbox_pending WHERE status = 'pending' ORDER BY id LIMIT +?`,
  );
  const due = db.prepare(`
    SELECT id, channel, target, last_error, alias_channel, alias_target
    FROM (
      SELECT o.id, o.channel, o.target, o.last_error, a.channel AS alias_channel, a.target AS alias_target, ${ADDRESS}
      FROM outbox o INDEXED BY outbox_pending ${ALIASED}
      WHERE o.status = 'pending' AND o.next_attempt_at <= +@now
      ORDER BY o.next_attempt_at
      LIMIT ${LOOKED_AT_MAX}
    )
    WHERE address_channel || ' ' || address_target NOT IN (SELECT value FROM json_each(+@busy))
    ORDER BY id
    LIMIT +@limit`);
  const resting = db.prepare(`
    SELECT address_channel AS channel, address_target AS target, max(next_attempt_at) AS until
    FROM (
      SELECT o.next_attempt_at, o.attempts, o.last_error, ${ADDRESS}
      FROM outbox o INDEXED BY outbox_pending ${ALIASED}
      WHERE o.status = 'pending' AND o.next_attempt_at > +@now AND o.next_attempt_at <= +@until
      ORDER BY o.next_attempt_at
      LIMIT ${LOOKED_AT_MAX}
    )
    WHERE attempts BETWEEN 1 AND +@attempts AND last_error NOT LIKE '${HELD}%'
    GROUP BY address_channel, address_target`);
  const hasHeld = db.prepare(`
    SELECT 1 FROM outbox
    WHERE status = 'pending' AND next_attempt_at > +@now AND last_error LIKE '${HELD}%' LIMIT 1`);
  const find = db.prepare(`SELECT * FROM outbox WHERE id = ?`);
  const heldFor = db.prepare(`
    SELECT 1 FROM outbox INDEXED BY outbox_pending WHERE status = 'pending' AND last_error = '${HELD}' || +? LIMIT 1`);
  return {
    /** Oldest first. */
    pending: (limit: number): Notice[] => pending.all(limit).map(toNotice),
    /** Oldest first, without those to an address that is busy (`addressKey`). */
    due: ({ now, busy, limit }: { now: number; busy: readonly string[]; limit: number }): DueNotice[] =>
      due.all({ now, busy: JSON.stringify(busy), limit }).map(toDue),
    /** Addresses where a notice waits until then at the latest, after at most so many attempts. */
    resting: (given: { now: number; until: number; attempts: number }): (Address & { until: number })[] =>
      resting.all(given).map(toAddress),
    get(id: number): Notice | undefined {
      const row = find.get(id);
      return row === undefined ? undefined : toNotice(row);
    },
    isHeldFor: (reason: string): boolean => heldFor.get(reason) !== undefined,
    hasHeld: (now: number): boolean => hasHeld.get({ now }) !== undefined,
  };
}

function listing(db: Db) {
  const scanned = `SELECT * FROM outbox WHERE id < +@beforeId ORDER BY id DESC LIMIT ${SCANNED_MAX}`;
  const list = db.prepare(`SELECT * FROM (${scanned}) WHERE status = +@status ORDER BY id DESC LIMIT +@limit`);
  const lowest = db.prepare<[{ beforeId: number }], { id: number | null; n: number }>(
    `SELECT min(id) AS id, count(*) AS n FROM (SELECT id FROM outbox WHERE id < +@beforeId ORDER BY id DESC LIMIT ${SCANNED_MAX})`,
  );
  return {
    /** Newest first; `nextBeforeId` goes on, also from a page that is short because so many others were passed over. */
    list(status: Notice['status'], limit: number, beforeId = Number.MAX_SAFE_INTEGER): NoticePage {
      const notices = list.all({ status, beforeId, limit }).map(toNotice);
      const last = notices.at(-1);
      if (last !== undefined && notices.length === limit) return { notices, nextBeforeId: last.id };
      const end = lowest.get({ beforeId });
      return end?.n === SCANNED_MAX && end.id !== null ? { notices, nextBeforeId: end.id } : { notices };
    },
  };
}

/** An address as one word, as `due` compares it. */
export const addressKey = ({ channel, target }: Address): string => `${channel} ${target}`;
