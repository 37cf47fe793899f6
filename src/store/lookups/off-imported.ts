import type { Db } from '../database.ts';

const OFF_MAX = 1_000;

/** Imported jobs that are off for one reason, such as that another scheduler runs them; the first thousand. */
export const offImported = (db: Db, because: string): { id: string; name: string }[] =>
  db
    .prepare<[string], { id: string; name: string }>(`
      SELECT id, name FROM jobs
      WHERE import_identity IS NOT NULL AND deleted_at IS NULL AND enabled = 0 AND disabled_because = ?
      ORDER BY import_identity
      LIMIT ${OFF_MAX}`)
    .all(because);
