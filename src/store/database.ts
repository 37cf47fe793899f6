import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { ensureFolder } from './ensure-folder.ts';
import { migrations } from './migrations/index.ts';
import { StoreError } from './store-error.ts';

export type Db = Database.Database;

/** Who waits how long for the write lock: engine and console must not stop their event loop, a command has time. */
export type Role = 'engine' | 'console' | 'command';
const BUSY_TIMEOUT_MS: Readonly<Record<Role, number>> = { engine: 20, console: 20, command: 5_000 };

/** `octu` in hex: tells our databases from others. */
const APPLICATION_ID = 0x6f637475;
const HEADER = 'SQLite format 3\0';

/** Opens, and creates or migrates when needed. Throws StoreError: damaged, newer, foreign, unwritable. */
export function openDatabase(path: string, role: Role): Db {
  prepareFile(path);
  return guarded(path, () => {
    const db = new Database(path, { timeout: BUSY_TIMEOUT_MS[role] });
    try {
      checkOwner(db, path);
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.pragma('foreign_keys = ON');
      db.pragma('wal_autocheckpoint = 0');
      db.pragma('temp_store = MEMORY');
      migrate(db, path);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** A connection that can only read; the file must exist. */
export function openReadOnly(path: string): Db {
  if (!existsSync(path)) {
    throw new StoreError('database-missing', `no database at ${path}`, 'start openclaw-tui once, or check --db');
  }
  return guarded(path, () => {
    const db = new Database(path, { readonly: true, timeout: BUSY_TIMEOUT_MS.console });
    try {
      checkOwner(db, path);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

function prepareFile(path: string): void {
  try {
    ensureFolder(dirname(path));
    // SQLite gives -wal and -shm the mode of the database itself, so it is enough to be the one who creates it.
    if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    throw new StoreError('database-unwritable', `cannot create ${path}: ${reasonOf(error)}`, 'check --home and --db');
  }
  if (statSync(path).isDirectory()) {
    throw new StoreError('database-unwritable', `${path} is a folder, not a database file`, 'give a file to --db');
  }
  checkHeader(path);
}

function checkHeader(path: string): void {
  if (statSync(path).size === 0) return;
  const head = Buffer.alloc(HEADER.length);
  const file = openSync(path, 'r');
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  if (head.toString('latin1') !== HEADER) {
    throw new StoreError(
      'database-damaged',
      `${path} is not a database: its first bytes are wrong; nothing was changed`,
      'restore a backup beside it, or choose another file with --db',
    );
  }
}

function checkOwner(db: Db, path: string): void {
  const id = db.pragma('application_id', { simple: true }) as number;
  const version = db.pragma('user_version', { simple: true }) as number;
  const tables = db.prepare(`SELECT count(*) AS n FROM sqlite_schema`).get() as { n: number };
  if (id !== APPLICATION_ID && tables.n > 0) {
    throw new StoreError('database-foreign', `${path} belongs to another program`, 'choose another file with --db');
  }
  if (version > migrations.length) {
    throw new StoreError(
      'database-newer',
      `${path} was written by a newer version (schema ${version}, this one knows ${migrations.length})`,
      'update openclaw-tui; nothing was changed',
    );
  }
}

function migrate(db: Db, path: string): void {
  const version = () => db.pragma('user_version', { simple: true }) as number;
  if (version() === migrations.length) return;
  const step = db.transaction(() => {
    // Another process may have migrated while this one waited for the lock.
    for (let next = version(); next < migrations.length; next += 1) {
      const sql = migrations[next];
      if (sql === undefined) throw new Error(`migration ${next + 1} of ${path} is missing`);
      db.exec(sql);
      db.pragma(`user_version = ${next + 1}`);
    }
    db.pragma(`application_id = ${APPLICATION_ID}`);
  });
  step.immediate();
}

function guarded<T>(path: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw translate(path, error);
  }
}

function translate(path: string, error: unknown): unknown {
  if (error instanceof StoreError) return error;
  const code = String((error as { code?: unknown }).code ?? '');
  if (code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB') {
    return new StoreError(
      'database-damaged',
      `${path} is damaged (${reasonOf(error)}); nothing was changed`,
      'keep the file, restore a backup beside it, or choose another file with --db',
    );
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return new StoreError('database-busy', `${path} is busy: another process is writing`, 'try again in a moment');
  }
  if (code === 'SQLITE_READONLY' || code === 'SQLITE_CANTOPEN' || code.startsWith('SQLITE_IOERR')) {
    return new StoreError(
      'database-unwritable',
      `cannot write ${path}: ${reasonOf(error)}`,
      'check its owner and disk',
    );
  }
  return error;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
