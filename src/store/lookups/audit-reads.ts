import type { AuditEntry } from '../audit.ts';
import type { Db } from '../database.ts';
import { rowReader } from '../rows.ts';

export type AuditWish = {
  /** Of this subject alone; both or neither. */
  subjectKind?: AuditEntry['subjectKind'];
  subjectId?: string;
  /** What was done, or the beginning of it: `job`, `job.edit`. */
  action?: string;
  /** The name of who did it. */
  actor?: string;
  sinceAt?: number;
  limit: number;
};

const toEntry = rowReader<AuditEntry>({ json: ['actor', 'detail'] });

/** The audit, newest first. */
export function auditReads(db: Db) {
  return {
    list(wish: AuditWish): AuditEntry[] {
      const wanted = [
        { has: wish.subjectKind !== undefined, sql: 'subject_kind = @subjectKind' },
        { has: wish.subjectId !== undefined, sql: 'subject_id = @subjectId' },
        { has: wish.action !== undefined, sql: "(action = @action OR action LIKE @action || '.%')" },
        { has: wish.actor !== undefined, sql: "json_extract(actor, '$.name') = @actor" },
        { has: wish.sinceAt !== undefined, sql: 'at >= @sinceAt' },
      ].filter(({ has }) => has);
      const where = wanted.length === 0 ? '' : `WHERE ${wanted.map(({ sql }) => sql).join(' AND ')}`;
      return db.prepare(`SELECT * FROM audit ${where} ORDER BY id DESC LIMIT +@limit`).all(wish).map(toEntry);
    },
  };
}
