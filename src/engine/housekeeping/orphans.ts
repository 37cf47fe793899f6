import { type Dir, opendirSync, statSync } from 'node:fs';
import type { Store } from '../../store/store.ts';
import { runFolderPath } from '../ports/processes.ts';
import { type Chore, STEP_ROWS_MAX, type Tidied } from './chore.ts';

/**
 * Folders whose run is no longer known, and that are old enough to have been removed with it: an engine that died between
 * the commit and the removal left them. Younger ones may belong to a database that somebody is about to restore.
 */
export function* findOrphans(store: Store, runsDir: string, before: number, tidied: Tidied): Chore {
  const folders = open(runsDir);
  if (folders === undefined) return;
  try {
    for (let looked = 1; ; looked += 1) {
      const entry = folders.readSync();
      if (entry === null) return;
      if (isOrphan(store, runsDir, entry.name, before)) tidied.folders.push(Number(entry.name));
      if (looked % STEP_ROWS_MAX === 0) yield;
    }
  } finally {
    folders.closeSync();
  }
}

function open(runsDir: string): Dir | undefined {
  try {
    return opendirSync(runsDir);
  } catch {
    // No run was ever started here.
    return undefined;
  }
}

function isOrphan(store: Store, runsDir: string, name: string, before: number): boolean {
  if (!/^[1-9]\d{0,15}$/.test(name)) return false;
  const id = Number(name);
  if (store.upkeep().runs.exists(id)) return false;
  const changed = statSync(runFolderPath(runsDir, id), { throwIfNoEntry: false });
  return changed !== undefined && changed.mtimeMs < before;
}
