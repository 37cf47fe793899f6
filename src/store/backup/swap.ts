import { copyFileSync, existsSync, linkSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { flushToDisk } from './files.ts';

/**
 * The steps that put `fresh` in the place of the database, which goes on as `aside`. Between any two of them there is one
 * whole database under the name: the old one, whose write-ahead log is empty by now, or the new one. Its log goes first,
 * since SQLite would take it for the new one's.
 */
export const swapSteps = (path: string, fresh: string, aside: string): (() => void)[] => [
  () => giveSecondName(path, aside),
  () => moveIfThere(`${path}-wal`, `${aside}-wal`),
  () => moveIfThere(`${path}-shm`, `${aside}-shm`),
  () => renameSync(fresh, path),
  () => flushToDisk(dirname(path)),
];

function giveSecondName(path: string, aside: string): void {
  if (!existsSync(path)) return;
  if (statSync(path).isDirectory()) {
    renameSync(path, aside);
    return;
  }
  try {
    linkSync(path, aside);
  } catch {
    // Some file systems know no second names.
    copyFileSync(path, aside);
    flushToDisk(aside);
  }
}

function moveIfThere(from: string, to: string): void {
  if (existsSync(from)) renameSync(from, to);
}
