import { type BigIntStats, statSync } from 'node:fs';
import type { Db } from './database.ts';
import { schemaOf } from './migrate.ts';
import { StoreError } from './store-error.ts';

/** What stands under its name now. `cut`: to nothing. `log-gone`: its write-ahead log was removed or is another one. */
export type FileStanding = 'there' | 'replaced' | 'gone' | 'cut' | 'log-gone';

export type SameFile = {
  standing(): FileStanding;
  /** True when a restore has put another file in the place of the one that was opened. */
  replaced(): boolean;
  /** Throws for one that was replaced, or brought to another version since: whoever starts to work on it must not. */
  refuseStale(): void;
};

/** Remembers which file was opened: a connection goes on with it, whatever stands under its name later. */
export function rememberFile(db: Db, path: string): SameFile {
  const opened = fileAt(path);
  const schema = schemaOf(db);
  let log: string | undefined;
  const replaced = (): boolean => {
    const now = fileAt(path);
    return now !== undefined && now !== opened;
  };
  const standing = (): FileStanding => {
    const now = statAt(path);
    if (now === undefined) return 'gone';
    if (idOf(now) !== opened) return 'replaced';
    if (now.size === 0n) return 'cut';
    const logNow = fileAt(`${path}-wal`);
    // SQLite makes it with the first write, and removes it with the last connection.
    log ??= logNow;
    return logNow === log ? 'there' : 'log-gone';
  };
  return {
    standing,
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
  const stats = statAt(path);
  return stats === undefined ? undefined : idOf(stats);
}

const statAt = (path: string): BigIntStats | undefined => statSync(path, { throwIfNoEntry: false, bigint: true });

const idOf = ({ dev, ino }: BigIntStats): string => `${dev}:${ino}`;
