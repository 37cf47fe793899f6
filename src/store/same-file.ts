import { statSync } from 'node:fs';
import type { Db } from './database.ts';
import { schemaOf } from './migrate.ts';
import { StoreError } from './store-error.ts';

export type SameFile = {
  /** True when a restore has put another file in the place of the one that was opened. */
  replaced(): boolean;
  /** Throws for one that was replaced, or brought to another version since: whoever starts to work on it must not. */
  refuseStale(): void;
};

/** Remembers which file was opened: a connection goes on with it, whatever stands under its name later. */
export function rememberFile(db: Db, path: string): SameFile {
  const opened = fileAt(path);
  const schema = schemaOf(db);
  const replaced = (): boolean => {
    const now = fileAt(path);
    return now !== undefined && now !== opened;
  };
  return {
    replaced,
    refuseStale() {
      if (replaced()) {
        throw new StoreError('database-replaced', `another database was put in the place of ${path}`, 'start again');
      }
      if (schemaOf(db) !== schema) {
        throw new StoreError('database-newer', `${path} was brought to another version meanwhile`, 'start again');
      }
    },
  };
}

/** Device and inode of a file; undefined where there is none. */
function fileAt(path: string): string | undefined {
  const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stats === undefined ? undefined : `${stats.dev}:${stats.ino}`;
}
