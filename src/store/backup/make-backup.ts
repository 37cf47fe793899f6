import { chmodSync, closeSync, existsSync, openSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Db } from '../database.ts';
import { ensureFolder } from '../ensure-folder.ts';
import { StoreError } from '../store-error.ts';
import { type BackupFile, backupName, partialName } from './backup-files.ts';
import { writeChecksum } from './checksum.ts';
import { flushToDisk } from './files.ts';
import { type Inspection, inspectDatabase } from './inspect.ts';

export type Backup = BackupFile & { inspection: Inspection };

/** Two in the same millisecond. */
const SAME_NAME_MAX = 100;

/**
 * Copies the database as it is at this moment, while others work on it: under a name of its own until the copy is on disk
 * and has been read whole. Takes as long as that takes; nobody else has to wait.
 */
export function makeBackup(db: Db, databasePath: string, folder: string, at: number): Backup {
  const made = freshName(folder, databasePath, at);
  const path = join(folder, made.name);
  const partial = join(folder, partialName(made.name, process.pid));
  try {
    ensureFolder(folder);
    chmodSync(folder, 0o700);
    refuseWithoutRoom(databasePath, folder);
    closeSync(openSync(partial, 'wx', 0o600));
    db.prepare(`VACUUM INTO ?`).run(partial);
    flushToDisk(partial);
    const inspection = inspectDatabase(partial);
    renameSync(partial, path);
    writeChecksum(path);
    flushToDisk(folder);
    return { ...made, path, bytes: statSync(path).size, inspection };
  } catch (error) {
    if (existsSync(partial)) rmSync(partial);
    throw new StoreError(
      'backup-failed',
      `no backup made in ${folder}: ${(error as Error).message}`,
      error instanceof StoreError ? error.hint : 'check the folder, its owner and the disk; doctor says more',
    );
  }
}

function freshName(folder: string, databasePath: string, at: number): { name: string; at: number } {
  for (let later = 0; later < SAME_NAME_MAX; later += 1) {
    const name = backupName(databasePath, at + later);
    if (!existsSync(join(folder, name))) return { name, at: at + later };
  }
  throw new StoreError('backup-failed', `no backup made in ${folder}: too many at once`, 'try again');
}

/** What a copy takes at most; one that does not fit would fill the disk under the engine's feet first. */
function refuseWithoutRoom(databasePath: string, folder: string): void {
  const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const needed = sizeOf(databasePath) + sizeOf(`${databasePath}-wal`);
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize > needed + MARGIN_BYTES) return;
  const mib = (bytes: number): string => `${Math.ceil(bytes / 1_048_576)} MiB`;
  throw new StoreError(
    'backup-failed',
    `it needs ${mib(needed)}, and ${mib(bavail * bsize)} are free`,
    'make room, or remove old ones: backup prune --keep N',
  );
}

/** Below this much the engine starts nothing. */
const MARGIN_BYTES = 32 * 1_048_576;
