import type { Db } from './database.ts';
import { rowReader } from './rows.ts';

export type LedgerEntry = {
  key: string;
  state: 'claimed' | 'released';
  runId?: number;
  claimedAt: number;
  expiresAt: number;
};

const toEntry = rowReader<LedgerEntry>();

/** Occasion keys: one occasion is run once, whatever happens around it. */
export function ledgerStore(db: Db) {
  const claim = db.prepare(`
    INSERT INTO ledger (key, state, run_id, claimed_at, expires_at)
    VALUES (@key, 'claimed', @runId, @now, @expiresAt)
    ON CONFLICT (key) DO UPDATE
    SET state = 'claimed', run_id = excluded.run_id, claimed_at = excluded.claimed_at, expires_at = excluded.expires_at,
      result_hash = NULL
    WHERE state = 'released' OR expires_at <= @now`);
  const held = db.prepare(`SELECT 1 FROM ledger WHERE key = ? AND state = 'claimed' AND expires_at > ?`);
  const release = db.prepare(`UPDATE ledger SET state = 'released' WHERE key = ?`);
  const keep = db.prepare(`UPDATE ledger SET result_hash = ? WHERE key = ?`);
  const find = db.prepare(`SELECT key, state, run_id, claimed_at, expires_at FROM ledger WHERE key = ?`);
  const expire = db.prepare(`
    DELETE FROM ledger
    WHERE key IN (
      SELECT l.key FROM ledger l
      WHERE l.expires_at <= +?
        AND NOT EXISTS (SELECT 1 FROM runs r WHERE r.id = l.run_id AND r.finished_at IS NULL)
      ORDER BY l.expires_at
      LIMIT +?)`);
  return {
    /** False when somebody holds the key: this occasion was run already. */
    claim: (key: string, entry: { runId: number; expiresAt: number }, now: number): boolean =>
      claim.run({ key, ...entry, now }).changes === 1,
    isClaimed: (key: string, now: number): boolean => held.get(key, now) !== undefined,
    get: (key: string): LedgerEntry | undefined => {
      const row = find.get(key);
      return row === undefined ? undefined : toEntry(row);
    },
    /** How many were removed; a key whose run goes on stays. */
    removeExpired: (now: number, limit: number): number => expire.run(now, limit).changes,
    release: (key: string): void => void release.run(key),
    keep: (key: string, resultHash: string | undefined): void => void keep.run(resultHash ?? null, key),
  };
}
