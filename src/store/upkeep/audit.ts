import { auditHash } from '../audit.ts';
import type { Db } from '../database.ts';

/** Everything up to and including entry `throughId` was removed on purpose; its hash was `hash`. */
export type AuditAnchor = { throughId: number; hash: string };
/** A place in the chain: the entry after it must hold `hash`. */
export type AuditPlace = { id: number; hash: string };
export type AuditCheck =
  | { kind: 'intact'; checked: number; place: AuditPlace; more: boolean }
  | { kind: 'broken'; id: number };

type Row = {
  id: number;
  at: number;
  actor: string;
  action: string;
  subject_kind: string;
  subject_id: string;
  subject_name: string;
  detail: string;
  previous_hash: string;
  hash: string;
};

/** An anchor is an entry like others: it stands at the chain's end, so that it can't be changed unseen either. */
export const ANCHOR = { action: 'audit.anchor', subjectKind: 'engine', subjectId: 'audit' } as const;

export function auditUpkeep(db: Db) {
  const newest = db.prepare<[], { detail: string }>(`
    SELECT detail FROM audit
    WHERE subject_kind = '${ANCHOR.subjectKind}' AND subject_id = '${ANCHOR.subjectId}'
    ORDER BY id DESC
    LIMIT 1`);
  const oldest = db.prepare<[{ after: number; limit: number }], Pick<Row, 'id' | 'at' | 'hash'>>(`
    SELECT id, at, hash FROM audit WHERE id > +@after ORDER BY id LIMIT +@limit`);
  const whole = db.prepare<[{ after: number; limit: number }], Row>(`
    SELECT * FROM audit WHERE id > +@after ORDER BY id LIMIT +@limit`);
  const remove = db.prepare(`
    DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE id <= +@throughId ORDER BY id LIMIT +@limit)`);
  const anchor = (): AuditAnchor | undefined => {
    const row = newest.get();
    return row === undefined ? undefined : (JSON.parse(row.detail) as AuditAnchor);
  };
  return {
    anchor,
    /** The last of the oldest entries in a row that were written before an instant, and how many they are. */
    oldBefore(before: number, limit: number): (AuditAnchor & { count: number }) | undefined {
      const rows = oldest.all({ after: anchor()?.throughId ?? 0, limit });
      const young = rows.findIndex(({ at }) => at >= before);
      const count = young < 0 ? rows.length : young;
      const last = rows[count - 1];
      return last === undefined ? undefined : { throughId: last.id, hash: last.hash, count };
    },
    removeThrough: (throughId: number, limit: number): number => remove.run({ throughId, limit }).changes,
    /** Where checking begins: at the newest anchor, else at the first entry ever. */
    start(): AuditPlace {
      const found = anchor();
      return found === undefined ? { id: 0, hash: '' } : { id: found.throughId, hash: found.hash };
    },
    /** Whether each of the next entries holds the hash of the one before it and its own. */
    check(from: AuditPlace, limit: number): AuditCheck {
      const rows = whole.all({ after: from.id, limit });
      let place = from;
      for (const row of rows) {
        if (row.previous_hash !== place.hash || row.hash !== auditHash(place.hash, fieldsOf(row)))
          return { kind: 'broken', id: row.id };
        place = { id: row.id, hash: row.hash };
      }
      return { kind: 'intact', checked: rows.length, place, more: rows.length === limit };
    },
  };
}

const fieldsOf = (row: Row): (string | number)[] => [
  row.at,
  row.actor,
  row.action,
  row.subject_kind,
  row.subject_id,
  row.subject_name,
  row.detail,
];
