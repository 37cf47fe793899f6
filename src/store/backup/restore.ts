import { chmodSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Db, openAsIs, openReadOnly, toStoreError } from '../database.ts';
import { ensureFolder } from '../ensure-folder.ts';
import { leaseIn } from '../lookups/lease-read.ts';
import type { Actor } from '../nouns/actor.ts';
import type { Lease } from '../nouns/lease.ts';
import { isBusy, StoreError } from '../store-error.ts';
import { REPLACED } from './backup-files.ts';
import { refuseOtherBytes } from './checksum.ts';
import { type Continued, continueHistory } from './continue-history.ts';
import { flushToDisk } from './files.ts';
import { type Inspection, inspectDatabase } from './inspect.ts';
import { swapSteps } from './swap.ts';

const LOCK_TRIES_MAX = 3;
const FRESH = '.restoring-';
/** No restore takes so long: who wrote it is gone. */
const LEFTOVER_MS = 6 * 3_600_000;

export type Restoring = {
  path: string;
  backup: string;
  actor: Actor;
  now: number;
  /** Whether who holds the lease is alive, as far as anybody can say. */
  isHeld(lease: Lease): boolean;
  /** Other processes that have the database open: asked where its lease cannot be read. */
  usersOf(path: string): number[];
  hasToken(runId: number): boolean;
  begin: 'at-once' | 'paused';
};

export type Restored =
  | {
      kind: 'restored';
      inspection: Inspection;
      aside?: string;
      continued: Continued;
      old: 'read' | 'unreadable' | 'none';
    }
  | { kind: 'held'; lease: Lease }
  | { kind: 'used'; pids: number[] };

/** Throws a StoreError where the backup or the place is no good; the database is then as it was. */
export function restoreDatabase(wanted: Restoring): Restored {
  const inspection = inspectDatabase(wanted.backup);
  refuseOtherBytes(wanted.backup);
  const old = openOld(wanted.path);
  try {
    const inTheWay = whoIsThere(old, wanted);
    if (inTheWay !== undefined) return inTheWay;
    removeLeftovers(wanted);
    const fresh = `${wanted.path}${FRESH}${process.pid}`;
    try {
      const continued = prepare(fresh, old.db, wanted);
      return replace(old, fresh, wanted) ?? { kind: 'restored', inspection, continued, ...asideOf(wanted, old) };
    } finally {
      for (const each of [fresh, `${fresh}-journal`]) rmSync(each, { force: true });
    }
  } finally {
    old.db?.close();
  }
}

/** What a restore that was killed left beside the database. */
function removeLeftovers({ path, now }: Restoring): void {
  const folder = dirname(path);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((each) => each.startsWith(`${basename(path)}${FRESH}`))) {
    const changedAt = statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? now;
    if (now - changedAt > LEFTOVER_MS) rmSync(join(folder, name), { force: true });
  }
}

type Old = { kind: 'read'; db: Db } | { kind: 'unreadable' | 'none'; db?: undefined };

/** What is to be replaced may be damaged, which is why somebody is here. */
function openOld(path: string): Old {
  if (!existsSync(path)) return { kind: 'none' };
  try {
    const db = openAsIs(path);
    try {
      leaseIn(db);
      return { kind: 'read', db };
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    if (isBusy(error) || (error as { code?: unknown }).code === 'database-busy') throw error;
    return { kind: 'unreadable' };
  }
}

function whoIsThere(old: Old, { path, isHeld, usersOf }: Restoring): Restored | undefined {
  if (old.kind === 'unreadable') {
    const pids = usersOf(path);
    return pids.length === 0 ? undefined : { kind: 'used', pids };
  }
  const lease = old.db === undefined ? undefined : leaseIn(old.db);
  return lease !== undefined && isHeld(lease) ? { kind: 'held', lease } : undefined;
}

/** Beside the database, so that it takes its place at once; whole and on disk before that. */
function prepare(
  fresh: string,
  old: Db | undefined,
  { path, backup, actor, now, hasToken, begin }: Restoring,
): Continued {
  ensureFolder(dirname(path));
  const source = openReadOnly(backup);
  try {
    source.prepare(`VACUUM INTO ?`).run(fresh);
  } catch (error) {
    throw toStoreError(fresh, error);
  } finally {
    source.close();
  }
  chmodSync(fresh, 0o600);
  const copy = openAsIs(fresh);
  try {
    const past = { hasToken, actor, now, begin, from: basename(backup) };
    return continueHistory(copy, old === undefined ? past : { ...past, old });
  } finally {
    copy.close();
    flushToDisk(fresh);
  }
}

/** While it happens nobody can write, or become the engine; who waited for that finds another file in the place. */
function replace(old: Old, fresh: string, wanted: Restoring): Restored | undefined {
  if (old.db !== undefined && lock(old.db, wanted.path) === 'locked') {
    const inTheWay = whoIsThere(old, wanted);
    if (inTheWay !== undefined) return inTheWay;
  }
  for (const step of swapSteps(wanted.path, fresh, asideName(wanted))) step();
  return undefined;
}

/** Keeps writers out, with everything folded back into the one file; a database that cannot be written has none. */
function lock(db: Db, path: string): 'locked' | 'unwritable' {
  for (let tried = 1; tried <= LOCK_TRIES_MAX; tried += 1) {
    try {
      db.pragma('wal_checkpoint(TRUNCATE)');
      db.exec('BEGIN IMMEDIATE');
    } catch (error) {
      if (isBusy(error)) break;
      return 'unwritable';
    }
    if ((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0) return 'locked';
    db.exec('ROLLBACK');
  }
  throw new StoreError('database-busy', `not restored: another process works on ${path}`, 'try again in a moment');
}

const asideName = ({ path, now }: Restoring): string =>
  `${path}${REPLACED}${new Date(now).toISOString().replace(/[-:]/g, '')}`;

const asideOf = (wanted: Restoring, { kind }: Old): { aside?: string; old: Old['kind'] } =>
  kind === 'none' ? { old: kind } : { old: kind, aside: asideName(wanted) };
