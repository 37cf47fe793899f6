import type { Db } from './database.ts';
import type { Lease } from './nouns/lease.ts';
import { bind, rowReader } from './rows.ts';

export type LeaseClaim = Omit<Lease, 'fence' | 'acquiredAt' | 'heartbeatAt'>;

const toLease = rowReader<Lease>();

export function leaseStore(db: Db) {
  const read = db.prepare<[], { holder_id: string | null; fence: number; clean_stop: number }>(
    `SELECT * FROM lease WHERE id = 1`,
  );
  const take = db.prepare(`
    UPDATE lease
    SET holder_id = @holderId, pid = @pid, pid_start = @pidStart, boot_id = @bootId, host = @host, user = @user,
      mode = @mode, version = @version, fence = fence + 1, acquired_at = @now, heartbeat_at = @now, clean_stop = 0
    WHERE id = 1`);
  const beat = db.prepare(`UPDATE lease SET heartbeat_at = ? WHERE id = 1 AND holder_id = ? AND fence = ?`);
  const drop = db.prepare(`
    UPDATE lease SET holder_id = NULL, clean_stop = 1 WHERE id = 1 AND holder_id = ? AND fence = ?`);
  const current = (): Lease | undefined => {
    const row = read.get();
    return row === undefined || row.holder_id === null ? undefined : toLease(row);
  };
  return {
    /** Undefined when nobody holds it. */
    current,
    /** Whether the last holder gave it back; if not, there may be runs to recover. */
    stoppedCleanly: (): boolean => read.get()?.clean_stop === 1,
    /** Inside a write transaction, by somebody who has looked at the holder in it. Returns the fence. */
    take(claim: LeaseClaim, now: number): number {
      take.run(bind({ ...claim, now }));
      return read.get()?.fence ?? 0;
    },
    /** False when somebody else has taken it. */
    beat: (holderId: string, fence: number, now: number): boolean => beat.run(now, holderId, fence).changes === 1,
    release: (holderId: string, fence: number): void => void drop.run(holderId, fence),
    holds: (holderId: string, fence: number): boolean => {
      const row = read.get();
      return row?.holder_id === holderId && row.fence === fence;
    },
  };
}
