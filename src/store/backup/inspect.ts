import { type Db, openReadOnly } from '../database.ts';
import { schemaOf } from '../migrate.ts';
import { StoreError } from '../store-error.ts';
import { auditUpkeep } from '../upkeep/audit.ts';

const AUDIT_SLICE_MAX = 1_000;
const FINDINGS_MAX = 3;

export type Inspection = {
  schema: number;
  jobs: number;
  runs: number;
  /** Runs and dispatches that were under way in it. */
  active: number;
  waiting: number;
  audit: { kind: 'intact'; checked: number } | { kind: 'broken'; id: number };
};

/** Reads a whole database that nobody works on. Throws a StoreError that says what is wrong with it. */
export function inspectDatabase(path: string): Inspection {
  const db = openReadOnly(path);
  try {
    if (schemaOf(db) === 0) throw unsound(path, 'it has no tables');
    return read(db, path);
  } catch (error) {
    const code = String((error as { code?: unknown }).code ?? '');
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) throw unsound(path, (error as Error).message);
    throw error;
  } finally {
    db.close();
  }
}

function read(db: Db, path: string): Inspection {
  const found = db.pragma(`integrity_check(${FINDINGS_MAX})`) as { integrity_check: string }[];
  const findings = found.map((row) => row.integrity_check).filter((text) => text !== 'ok');
  if (findings.length > 0) throw unsound(path, findings.join('; ').replaceAll('\n', ' '));
  const orphans = db.pragma('foreign_key_check') as unknown[];
  if (orphans.length > 0)
    throw unsound(
      path,
      `${orphans.length === 1 ? '1 row names another that is' : `${orphans.length} rows name others that are`} not there`,
    );
  const count = (sql: string): number => (db.prepare(`SELECT count(*) AS n FROM ${sql}`).get() as { n: number }).n;
  return {
    schema: schemaOf(db),
    jobs: count('jobs WHERE deleted_at IS NULL'),
    runs: count('runs'),
    active: count(`runs WHERE status IN ('pending', 'running')`),
    waiting: count(`dispatches WHERE status IN ('pending', 'awaiting_approval')`),
    audit: auditOf(db),
  };
}

/** R-8. Somebody who changed the record must not end the backups: it is told, and the copy is kept. */
function auditOf(db: Db): Inspection['audit'] {
  const audit = auditUpkeep(db);
  let place = audit.start();
  for (let checked = 0; ; ) {
    const slice = audit.check(place, AUDIT_SLICE_MAX);
    if (slice.kind === 'broken') return slice;
    place = slice.place;
    checked += slice.checked;
    if (!slice.more) return { kind: 'intact', checked };
  }
}

const unsound = (path: string, why: string): StoreError =>
  new StoreError('database-damaged', `${path} is damaged: ${why}`, 'keep it, and take another backup: backup list');
