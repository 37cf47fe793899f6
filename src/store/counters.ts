import type { Db } from './database.ts';

const MINUTE_MS = 60_000;

/** How many runs ended how, and fire times were skipped, by the minute: a day's count over the runs themselves would cost 17 ms. */
export function counterStore(db: Db) {
  const add = db.prepare(`
    INSERT INTO counters (bucket_minute, status, n) VALUES (?, ?, 1)
    ON CONFLICT (bucket_minute, status) DO UPDATE SET n = n + 1`);
  const since = db.prepare<[number], { status: string; n: number }>(`
    SELECT status, sum(n) AS n FROM counters WHERE bucket_minute >= ? GROUP BY status`);
  return {
    add: (status: string, now: number): void => void add.run(Math.floor(now / MINUTE_MS), status),
    since: (at: number): Record<string, number> =>
      Object.fromEntries(since.all(Math.floor(at / MINUTE_MS)).map((row) => [row.status, row.n])),
  };
}
