import type { Db } from '../database.ts';
import type { Lease } from '../nouns/lease.ts';
import { rowReader } from '../rows.ts';

const toLease = rowReader<Lease & { wish?: unknown }>();

/** Who holds the lease, in a database of any schema; undefined when nobody does. */
export function leaseIn(db: Db): Lease | undefined {
  const row = db.prepare<[], { holder_id: string | null }>(`SELECT * FROM lease WHERE id = 1`).get();
  if (row === undefined || row.holder_id === null) return undefined;
  const { wish: _, ...lease } = toLease(row);
  return lease;
}
