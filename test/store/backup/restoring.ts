import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { makeBackup } from '../../../src/store/backup/make-backup.ts';
import { type Restored, type Restoring, restoreDatabase } from '../../../src/store/backup/restore.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { ANA, NOW } from '../fresh-store.ts';

export const LATER = NOW + 3_600_000;

export const backUp = (store: Store): string =>
  makeBackup(store.db, store.path, join(dirname(store.path), 'backups'), NOW).path;

export const restore = (store: Store, backup: string, changes: Partial<Restoring> = {}): Restored =>
  restoreDatabase({
    path: store.path,
    backup,
    actor: ANA,
    now: LATER,
    isHeld: () => false,
    usersOf: () => [],
    hasToken: () => false,
    begin: 'at-once',
    ...changes,
  });

export function done(answer: Restored): Extract<Restored, { kind: 'restored' }> {
  if (answer.kind !== 'restored') throw new Error(`not restored: ${answer.kind}`);
  return answer;
}

export const opened = (path: string): Store => {
  const store = openStore({ path, role: 'command' });
  onTestFinished(() => void store.close());
  return store;
};

export const jobsIn = (path: string): string[] => {
  const db = new Database(path, { readonly: true });
  const ids = db.prepare<[], { id: string }>('SELECT id FROM jobs ORDER BY id').all();
  db.close();
  return ids.map(({ id }) => id);
};

export const CLAIM = {
  holderId: 'h',
  pid: 4711,
  pidStart: '9',
  bootId: 'b',
  host: 'box',
  user: 'ops',
  mode: 'headless',
  version: '1',
} as const;
