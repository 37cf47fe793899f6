import type { Db } from './database.ts';
import type { Lease, LeaseClaim, LeaseWish } from './nouns/lease.ts';
import { bind, rowReader } from './rows.ts';

type LeaseRow = {
  holder_id: string | null;
  fence: number;
  clean_stop: number;
  wish: string | null;
  heartbeat_at: number | null;
};

const toLease = rowReader<Lease & { id: number; cleanStop: number; wish?: unknown }>();

export function leaseStore(db: Db) {
  const read = db.prepare<[], LeaseRow>(`SELECT * FROM lease WHERE id = 1`);
  const take = db.prepare(`
    UPDATE lease
    SET holder_id = @holderId, pid = @pid, pid_start = @pidStart, boot_id = @bootId, host = @host, user = @user,
      mode = @mode, version = @version, fence = fence + 1, acquired_at = @now, heartbeat_at = @now, clean_stop = 0,
      wish = NULL
    WHERE id = 1`);
  const beat = db.prepare(`UPDATE lease SET heartbeat_at = ? WHERE id = 1 AND holder_id = ? AND fence = ?`);
  const drop = db.prepare(`
    UPDATE lease SET holder_id = NULL, clean_stop = 1 WHERE id = 1 AND holder_id = ? AND fence = ?`);
  const setMode = db.prepare(`UPDATE lease SET mode = ? WHERE id = 1 AND holder_id = ? AND fence = ?`);
  const wish = db.prepare(`UPDATE lease SET wish = ? WHERE id = 1`);
  const withdraw = db.prepare(`UPDATE lease SET wish = NULL WHERE id = 1 AND json_extract(wish, '$.holderId') = ?`);
  const setPlaces = db.prepare(`
    INSERT INTO meta (key, value) VALUES ('max_active_runs', ?)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
  const places = placesQuery(db);
  const current = (): Lease | undefined => {
    const row = read.get();
    if (row === undefined || row.holder_id === null) return undefined;
    const { id: _id, cleanStop: _cleanStop, wish: _wish, ...lease } = toLease(row);
    return lease;
  };
  return {
    /** Undefined when nobody holds it. */
    current,
    /** Whether the last holder gave it back; if not, there may be runs to recover. */
    stoppedCleanly: (): boolean => read.get()?.clean_stop === 1,
    /** When an engine last said that it lives, in epoch ms; later than now when the clock was set back since. */
    lastBeatAt: (): number | undefined => read.get()?.heartbeat_at ?? undefined,
    /** Inside a write transaction, by somebody who has looked at the holder in it. Returns the fence. */
    take(claim: LeaseClaim, now: number): number {
      take.run(bind({ ...claim, now }));
      return read.get()?.fence ?? 0;
    },
    /** False when somebody else has taken it. */
    beat: (holderId: string, fence: number, now: number): boolean => beat.run(now, holderId, fence).changes === 1,
    /** A wish stays: the lease is promised to whoever asked for it. */
    release: (holderId: string, fence: number): void => void drop.run(holderId, fence),
    /** How many runs at once the holder lets go on; what somebody else is configured with says nothing of that. */
    setPlaces: (maxActiveRuns: number): void => void setPlaces.run(maxActiveRuns),
    places,
    setMode: (mode: Lease['mode'], holderId: string, fence: number): void => void setMode.run(mode, holderId, fence),
    holds: (holderId: string, fence: number): boolean => {
      const row = read.get();
      return row?.holder_id === holderId && row.fence === fence;
    },
    /** Who asks for the lease; the newest wish counts. */
    wish: (): LeaseWish | undefined => {
      const text = read.get()?.wish;
      return text === undefined || text === null ? undefined : (JSON.parse(text) as LeaseWish);
    },
    ask: (wanted: LeaseWish): void => void wish.run(JSON.stringify(wanted)),
    withdraw: (holderId: string): void => void withdraw.run(holderId),
  };
}

/** How many runs at once the engine lets go on; undefined where none holds the lease, or one that did not say. */
export function placesQuery(db: Db): () => number | undefined {
  const read = db.prepare<[], { value: number }>(`
    SELECT value FROM meta WHERE key = 'max_active_runs' AND (SELECT holder_id FROM lease WHERE id = 1) IS NOT NULL`);
  return () => read.get()?.value;
}
