import type { Db } from '../database.ts';

/** How many jobs a name stands for. */
export function pauseReads(db: Db) {
  const inPool = db.prepare<[string], { n: number }>(`
    SELECT count(*) AS n FROM jobs WHERE resource_pool = ? AND deleted_at IS NULL`);
  const withTag = db.prepare<[string], { n: number }>(`
    SELECT count(*) AS n FROM jobs
    WHERE deleted_at IS NULL AND EXISTS (SELECT 1 FROM json_each(definition, '$.tags') WHERE value = ?)`);
  return {
    jobsInPool: (pool: string): number => inPool.get(pool)?.n ?? 0,
    jobsWithTag: (tag: string): number => withTag.get(tag)?.n ?? 0,
  };
}
