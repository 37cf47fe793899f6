import type { Db } from '../database.ts';
import type { LedgerEntry } from '../ledger.ts';
import { rowReader } from '../rows.ts';

export type LedgerNumbers = { claimed: number; released: number; expired: number };

/** A person's look at the keys; reads the whole ledger. */
export function ledgerReads(db: Db) {
  const numbers = db.prepare<{ now: number }, LedgerNumbers>(`
    SELECT
      count(*) FILTER (WHERE state = 'claimed' AND expires_at > @now) AS claimed,
      count(*) FILTER (WHERE state = 'released' AND expires_at > @now) AS released,
      count(*) FILTER (WHERE expires_at <= @now) AS expired
    FROM ledger`);
  const newest = db.prepare(`
    SELECT key, state, run_id, claimed_at, expires_at FROM ledger ORDER BY claimed_at DESC, key LIMIT +?`);
  const toEntry = rowReader<LedgerEntry>();
  return {
    numbers: (now: number): LedgerNumbers => numbers.get({ now }) ?? { claimed: 0, released: 0, expired: 0 },
    newest: (limit: number): LedgerEntry[] => newest.all(limit).map(toEntry),
  };
}
