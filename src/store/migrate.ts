import type { Db } from './database.ts';
import { leaseIn } from './lookups/lease-read.ts';
import { type Migration, migrations } from './migrations/index.ts';
import type { Lease } from './nouns/lease.ts';
import { isStorageFault, StoreError } from './store-error.ts';

/** `octu` in hex: tells our databases from others. */
export const APPLICATION_ID = 0x6f637475;

/** What a database with rows in it needs before its tables are changed. */
export type Upgrade = {
  /** Whether who holds the lease is alive, as far as anybody can say. */
  isHeld(lease: Lease): boolean;
  /** Keeps the database as it is; throws when that cannot be done, and then nothing is changed. */
  keep(db: Db): void;
};

export const schemaOf = (db: Db): number => db.pragma('user_version', { simple: true }) as number;

/**
 * Creates the tables, or brings them from an earlier version to this one: never while an engine works on them, and
 * only after a backup.
 */
export function migrate(db: Db, path: string, upgrade: Upgrade | undefined, list = migrations): void {
  const from = schemaOf(db);
  if (from === list.length) return;
  if (from > 0) {
    refuseWhileHeld(db, path, upgrade);
    upgrade?.keep(db);
  }
  const step = db.transaction(() => {
    // Another process may have migrated, or become the engine, while this one waited for the lock.
    if (schemaOf(db) === list.length) return;
    if (schemaOf(db) > 0) refuseWhileHeld(db, path, upgrade);
    for (const migration of list.slice(schemaOf(db))) apply(db, path, migration);
    db.pragma(`user_version = ${list.length}`);
    db.pragma(`application_id = ${APPLICATION_ID}`);
  });
  step.immediate();
}

function refuseWhileHeld(db: Db, path: string, upgrade: Upgrade | undefined): void {
  const lease = leaseIn(db);
  if (lease === undefined) return;
  if (upgrade !== undefined && !upgrade.isHeld(lease)) return;
  throw new StoreError(
    'database-older',
    `${path} is of an earlier version, and the engine of pid ${lease.pid} on ${lease.host} works on it; nothing was changed`,
    `stop that engine (kill -TERM ${lease.pid}; its runs go on), then this version takes over, after a backup`,
  );
}

function apply(db: Db, path: string, { name, sql }: Migration): void {
  try {
    db.exec(sql);
  } catch (error) {
    if (isStorageFault(error)) throw error;
    throw new StoreError(
      'migration-failed',
      `${path} could not be brought to this version: ${name}: ${(error as Error).message}; nothing was changed`,
      'go on with the version before, and report this',
    );
  }
}
