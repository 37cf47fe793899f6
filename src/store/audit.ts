import { createHash } from 'node:crypto';
import type { Db } from './database.ts';
import type { Actor } from './nouns/actor.ts';
import { rowReader } from './rows.ts';

export type AuditEntry = {
  id: number;
  at: number;
  actor: Actor;
  action: string;
  subjectKind:
    | 'job'
    | 'run'
    | 'approval'
    | 'alert'
    | 'engine'
    | 'pool'
    | 'pause'
    | 'dispatch'
    | 'key'
    | 'alias'
    | 'message';
  subjectId: string;
  subjectName: string;
  detail: Record<string, unknown>;
  previousHash: string;
  hash: string;
};
export type NewAuditEntry = Pick<AuditEntry, 'actor' | 'action' | 'subjectKind' | 'subjectId' | 'subjectName'> & {
  detail?: Record<string, unknown>;
};

const toEntry = rowReader<AuditEntry>({ json: ['actor', 'detail'] });

/** Who did what, from where. Every entry holds the hash of the one before it, so that a change in the past shows. */
export function auditStore(db: Db) {
  const last = db.prepare<[], { hash: string }>(`SELECT hash FROM audit ORDER BY id DESC LIMIT 1`);
  const insert = db.prepare(`
    INSERT INTO audit (at, actor, action, subject_kind, subject_id, subject_name, detail, previous_hash, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const list = db.prepare(`SELECT * FROM audit ORDER BY id DESC LIMIT +?`);
  const noted = db.prepare<unknown[], { id: number }>(`
    SELECT id FROM audit
    WHERE subject_kind = ? AND subject_id = ? AND action = ? AND actor ->> '$.name' = ? AND detail ->> '$.revision' = ?
    LIMIT 1`);
  return {
    /** Whether somebody did that to this revision of it before. */
    has: ({ subjectKind, subjectId, action, actor }: NewAuditEntry, revision: number): boolean =>
      noted.get(subjectKind, subjectId, action, actor.name, revision) !== undefined,
    add(entry: NewAuditEntry, now: number): void {
      const previous = last.get()?.hash ?? '';
      const fields = [
        now,
        JSON.stringify(entry.actor),
        entry.action,
        entry.subjectKind,
        entry.subjectId,
        entry.subjectName,
        JSON.stringify(entry.detail ?? {}),
      ];
      insert.run(...fields, previous, auditHash(previous, fields));
    },
    list: (limit: number): AuditEntry[] => list.all(limit).map(toEntry),
  };
}

/** The hash of an entry: over the one before it and its own columns, from `at` to `detail`. */
export const auditHash = (previous: string, fields: readonly (string | number)[]): string =>
  createHash('sha256')
    .update(JSON.stringify([previous, ...fields]))
    .digest('hex');
