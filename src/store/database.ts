import { type BigIntStats, closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { ensureFolder } from './ensure-folder.ts';
import { refuseIncomplete } from './expected-parts.ts';
import { compileWhenUsed } from './lazy-statements.ts';
import { APPLICATION_ID, migrate, schemaOf, type Upgrade } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { isOnReadOnlyDisk } from './read-only-disk.ts';
import { StoreError } from './store-error.ts';
import { switchToWal } from './switch-to-wal.ts';

export type Db = Database.Database;
export type Statement = Database.Statement<unknown[]>;

/** Who waits how long for the write lock: engine and console must not stop their event loop, a command has time. */
export type Role = 'engine' | 'console' | 'command';
const BUSY_TIMEOUT_MS: Readonly<Record<Role, number>> = { engine: 20, console: 20, command: 5_000 };
/** What each connection keeps of the file in memory; the system's own cache has the rest at hand. */
const CACHE_KB: Readonly<Record<Role, number>> = { engine: 8_000, console: 2_000, command: 2_000 };
/** A log that was larger is cut to this when it begins anew. */
const WAL_BYTES_KEPT = 16 * 1024 * 1024;

const HEADER = 'SQLite format 3\0';

/** The connections of this process, by device and inode of their file. */
const connections = new Map<string, Set<Db>>();

const REMEDY = 'doctor says more, backup restore puts a backup in its place';

/**
 * Opens, and creates when needed. Throws StoreError: damaged, newer, foreign, unwritable; and for one of an earlier version
 * that its engine works on. Without `upgrade` every lease there counts as held.
 */
export function openDatabase(path: string, role: Role, upgrade?: Upgrade): Db {
  prepareFile(path);
  return guarded(path, () => {
    const db = connected(path, { timeout: BUSY_TIMEOUT_MS[role] });
    try {
      checkOwner(db, path);
      switchToWal(db);
      db.pragma('synchronous = FULL');
      db.pragma('foreign_keys = ON');
      db.pragma('wal_autocheckpoint = 0');
      db.pragma(`journal_size_limit = ${WAL_BYTES_KEPT}`);
      db.pragma('temp_store = MEMORY');
      db.pragma(`cache_size = -${CACHE_KB[role]}`);
      migrate(db, path, upgrade);
      refuseIncomplete(db, path);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** A connection that can only read; the file must exist. */
export function openReadOnly(path: string): Db {
  if (!isVisible(path)) {
    throw new StoreError('database-missing', `no database at ${path}`, 'start openclaw-tui once, or check --db');
  }
  return guarded(path, () => {
    const db = connected(path, { readonly: true, timeout: BUSY_TIMEOUT_MS.console });
    try {
      checkOwner(db, path);
      db.pragma(`cache_size = -${CACHE_KB.console}`);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** A database of another program, which may be writing it: only read, never waited for long. */
export const openForeign = (path: string): Db =>
  connected(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS.console });

/** A database as it stands, to be read or repaired: nothing is created, no table is changed. The file must exist. */
export function openAsIs(path: string): Db {
  checkFile(path);
  return guarded(path, () => {
    const db = connected(path, { timeout: BUSY_TIMEOUT_MS.command, fileMustExist: true });
    try {
      checkOwner(db, path);
      db.pragma('foreign_keys = ON');
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

function prepareFile(path: string): void {
  const isThere = isVisible(path);
  try {
    ensureFolder(dirname(path));
    // SQLite gives -wal and -shm the mode of the database itself, so it is enough to be the one who creates it.
    if (!isThere) closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    throw new StoreError('database-unwritable', `cannot create ${path}: ${reasonOf(error)}`, 'check --home and --db');
  }
  checkFile(path);
}

/** Whether it is there. Throws where nobody can tell: what is behind a closed folder is neither missing nor ours to make. */
export function isVisible(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    throw new StoreError(
      'database-unwritable',
      `${path} cannot be looked at: ${reasonOf(error)}; nothing was changed`,
      'run this program as the owner of the folder, or check its mode',
    );
  }
}

/** Whether it can be one of ours, before SQLite has a look at it. */
export function checkFile(path: string): void {
  const stats = statSync(path, { bigint: true });
  if (stats.isDirectory()) {
    throw new StoreError('database-unwritable', `${path} is a folder, not a database file`, 'give a file to --db');
  }
  if (stats.size > 0n && connectionsTo(idOf(stats)).size > 0) return;
  const head = stats.size === 0n ? '' : headOf(path);
  if (head === '') refuseEmptied(path);
  if (head === '' || head === HEADER) return;
  throw new StoreError(
    'database-damaged',
    `${path} is not a database: its first bytes are wrong; nothing was changed`,
    REMEDY,
  );
}

/**
 * What of this process is connected to it. Then it must not be read otherwise: closing a file gives up every lock that the
 * process has on it, those of SQLite's connections too (fcntl(2)), and the next visitor would believe to be the last one
 * and remove the log.
 */
function connectionsTo(id: string): Set<Db> {
  forgetClosed();
  const known = connections.get(id) ?? new Set();
  connections.set(id, known);
  return known;
}

/** Of every file, or a closed connection would be kept for as long as nobody asks for its file again. */
function forgetClosed(): void {
  for (const [id, known] of connections) {
    for (const db of known) if (!db.open) known.delete(db);
    if (known.size === 0) connections.delete(id);
  }
}

function connected(path: string, options: Database.Options): Db {
  const db = new Database(path, options);
  compileWhenUsed(db);
  connectionsTo(idOf(statSync(path, { bigint: true }))).add(db);
  return db;
}

const idOf = ({ dev, ino }: BigIntStats): string => `${dev}:${ino}`;

/** A new database is empty for a moment, but nothing has run on it and nobody has kept it yet. */
function refuseEmptied(path: string): void {
  const traces = ['runs', 'backups'].filter((name) => isFilled(join(dirname(path), name)));
  if (traces.length === 0) return;
  throw new StoreError(
    'database-damaged',
    `${path} is empty, but ${traces.join(' and ')} beside it are not: it was cut; nothing was changed`,
    `${REMEDY}; to begin anew, delete the empty file`,
  );
}

function isFilled(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}

function headOf(path: string): string {
  const head = Buffer.alloc(HEADER.length);
  try {
    const file = openSync(path, 'r');
    try {
      return head.toString('latin1', 0, readSync(file, head, 0, head.length, 0));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new StoreError('database-unwritable', `cannot read ${path}: ${reasonOf(error)}`, 'check its owner and mode');
  }
}

function checkOwner(db: Db, path: string): void {
  // At one moment: another process may be about to make its tables.
  const { id, version, tables } = db.transaction(() => ({
    id: db.pragma('application_id', { simple: true }) as number,
    version: schemaOf(db),
    tables: db.prepare<[], number>(`SELECT count(*) FROM sqlite_schema`).pluck().get() ?? 0,
  }))();
  if (id !== APPLICATION_ID && tables > 0) {
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

function guarded<T>(path: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw toStoreError(path, error);
  }
}

/** What SQLite refused, as a line for the operator; anything else comes back as it is. */
export function toStoreError(path: string, error: unknown): unknown {
  if (error instanceof StoreError) return error;
  const code = String((error as { code?: unknown }).code ?? '');
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) {
    return new StoreError('database-damaged', `${path} is damaged (${reasonOf(error)}); nothing was changed`, REMEDY);
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return new StoreError('database-busy', `${path} is busy: another process is writing`, 'try again in a moment');
  }
  if (/^SQLITE_(READONLY|CANTOPEN|IOERR|FULL)/.test(code)) {
    if (isOnReadOnlyDisk(path)) {
      return new StoreError(
        'database-unwritable',
        `${path} cannot be used: its disk is read-only`,
        'look at the disk and mount it writable; status, why and what else only looks answers until then',
      );
    }
    return new StoreError(
      'database-unwritable',
      `${path} cannot be used: ${reasonOf(error)}; nothing was changed`,
      'check its owner and mode, the folder and the disk',
    );
  }
  return error;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
