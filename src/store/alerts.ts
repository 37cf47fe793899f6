import type { Db } from './database.ts';
import type { Actor } from './nouns/actor.ts';
import type { Alert, NewAlert } from './nouns/alert.ts';
import { bind, rowReader } from './rows.ts';

const toAlert = rowReader<Alert>({ json: ['acknowledged_by'] });
const optional = (row: unknown): Alert | undefined => (row === undefined ? undefined : toAlert(row));

const RESOLVED_AT_ONCE = 8;

export function alertStore(db: Db) {
  const raise = db.prepare(`
    INSERT INTO alerts (kind, key, severity, title, detail, first_at, last_at, job_id, run_id)
    VALUES (@kind, @key, @severity, @title, @detail, @now, @now, @jobId, @runId)
    ON CONFLICT (key) WHERE state <> 'resolved' DO UPDATE
    SET count = count + 1, last_at = excluded.last_at, title = excluded.title, detail = excluded.detail,
      severity = excluded.severity, run_id = coalesce(excluded.run_id, run_id)
    RETURNING *`);
  const notice = db.prepare(`
    UPDATE alerts SET next_notice_at = ?, notice_count = notice_count + 1 WHERE id = ?`);
  const resolve = db.prepare(`
    UPDATE alerts SET state = 'resolved', resolved_at = ? WHERE key = ? AND state <> 'resolved'`);
  const resolveSome = db.prepare(`
    UPDATE alerts SET state = 'resolved', resolved_at = ?
    WHERE key IN (${Array.from({ length: RESOLVED_AT_ONCE }, () => '?').join(', ')}) AND state <> 'resolved'`);
  const find = db.prepare(`SELECT * FROM alerts WHERE id = ?`);
  const unresolved = db.prepare(`SELECT * FROM alerts WHERE key = ? AND state <> 'resolved'`);
  const acknowledge = db.prepare(`
    UPDATE alerts
    SET state = 'acknowledged', acknowledged_by = @actor, acknowledged_at = @now, snoozed_until = NULL
    WHERE id = @id AND state IN ('open', 'snoozed')
    RETURNING *`);
  const reopen = db.prepare(`
    UPDATE alerts SET state = 'open', acknowledged_by = NULL, acknowledged_at = NULL, snoozed_until = NULL
    WHERE id = ? AND state IN ('acknowledged', 'snoozed')
    RETURNING *`);
  return {
    ...snoozing(db),
    /** Opens an alert, or counts on the one with this key that is not resolved. */
    raise: (alert: NewAlert, now: number): Alert & { noticeCount: number } =>
      toAlert(raise.get(bind({ jobId: undefined, runId: undefined, ...alert, now }))) as Alert & {
        noticeCount: number;
      },
    recordNotice: (id: number, nextNoticeAt: number): void => void notice.run(nextNoticeAt, id),
    /** True when there was one to resolve. */
    resolve: (key: string, now: number): boolean => resolve.run(now, key).changes > 0,
    /** An end resolves many, and mostly none of them is there. */
    resolveAll(keys: readonly string[], now: number): void {
      for (let from = 0; from < keys.length; from += RESOLVED_AT_ONCE) {
        const some = keys.slice(from, from + RESOLVED_AT_ONCE);
        resolveSome.run(now, ...some, ...Array.from({ length: RESOLVED_AT_ONCE - some.length }, () => null));
      }
    },
    unresolved: (key: string): Alert | undefined => optional(unresolved.get(key)),
    get: (id: number): Alert | undefined => optional(find.get(id)),
    acknowledge: (id: number, actor: Actor, now: number): Alert | undefined =>
      optional(acknowledge.get(bind({ id, actor, now }))),
    reopen: (id: number): Alert | undefined => optional(reopen.get(id)),
  };
}

function snoozing(db: Db) {
  const snooze = db.prepare(`
    UPDATE alerts SET state = 'snoozed', snoozed_until = ?, acknowledged_by = NULL, acknowledged_at = NULL
    WHERE id = ? AND state <> 'resolved'
    RETURNING *`);
  const wake = db.prepare(`
    UPDATE alerts SET state = 'open', snoozed_until = NULL WHERE state = 'snoozed' AND snoozed_until <= ?`);
  const earliest = db.prepare<[], { at: number | null }>(`
    SELECT min(snoozed_until) AS at FROM alerts WHERE state = 'snoozed'`);
  const putBack = db.prepare(`
    UPDATE alerts
    SET state = @state, acknowledged_by = @acknowledgedBy, acknowledged_at = @acknowledgedAt, snoozed_until = @snoozedUntil
    WHERE id = @id AND state <> 'resolved'
    RETURNING *`);
  const resolve = db.prepare(`
    UPDATE alerts SET resolved_at = ?, state = 'resolved' WHERE id = ? AND state <> 'resolved' RETURNING *`);
  return {
    /** As it stood before somebody changed it. */
    putBack: (
      id: number,
      was: Pick<Alert, 'state' | 'acknowledgedBy' | 'acknowledgedAt' | 'snoozedUntil'>,
    ): Alert | undefined =>
      optional(
        putBack.get(
          bind({ acknowledgedBy: undefined, acknowledgedAt: undefined, snoozedUntil: undefined, ...was, id }),
        ),
      ),
    snooze: (id: number, until: number): Alert | undefined => optional(snooze.get(until, id)),
    /** Opens those whose time is over again; returns how many. */
    wakeSnoozed: (now: number): number => wake.run(now).changes,
    /** When the next snoozed one opens again, in epoch ms. */
    earliestWake: (): number | undefined => earliest.get()?.at ?? undefined,
    /** By a person; what resolves by itself is known by its key. */
    resolveById: (id: number, now: number): Alert | undefined => optional(resolve.get(now, id)),
  };
}
