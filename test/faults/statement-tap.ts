// Stands between a store and SQLite: whoever taps a connection is asked before each of its statements, BEGIN and COMMIT
// and pragmas among them, and may throw instead of letting it through.
import Database from 'better-sqlite3';
import type { Db } from '../../src/store/database.ts';

export type Tap = (sql: string) => void;

const METHODS = ['run', 'get', 'all', 'iterate'] as const;
const taps = new WeakMap<object, Tap>();
let isInstalled = false;

export function tapStatements(db: Db, tap: Tap): () => void {
  install();
  taps.set(db, tap);
  return () => taps.delete(db);
}

/** All statements share one prototype, so nothing of the product has to know of this. */
function install(): void {
  if (isInstalled) return;
  isInstalled = true;
  const probe = new Database(':memory:');
  const prototype = Object.getPrototypeOf(probe.prepare('SELECT 1'));
  probe.close();
  for (const method of METHODS) {
    const original = prototype[method] as (...values: unknown[]) => unknown;
    prototype[method] = function tapped(this: { database: object; source: string }, ...values: unknown[]) {
      taps.get(this.database)?.(this.source);
      return original.apply(this, values);
    };
  }
}

/** What SQLite throws. */
export function sqliteError(code: string): Error {
  return new Database.SqliteError(TEXTS[code] ?? 'injected', code);
}

const TEXTS: Readonly<Record<string, string>> = {
  SQLITE_BUSY: 'database is locked',
  SQLITE_FULL: 'database or disk is full',
  SQLITE_IOERR_WRITE: 'disk I/O error',
};
