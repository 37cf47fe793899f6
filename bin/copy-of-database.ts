import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isOnReadOnlyDisk } from '../src/store/read-only-disk.ts';
import type { Store } from '../src/store/store.ts';
import { StoreError } from '../src/store/store-error.ts';

/**
 * On a disk that takes no writes any more SQLite cannot even read a database, unless its log and what belongs to that lie
 * beside it already. Nobody writes there, so a copy is what it is, to be read and nothing else. Undefined where that is not
 * what is wrong.
 */
export function openCopyOnReadOnlyDisk(
  path: string,
  because: unknown,
  open: (copy: string) => Store,
): Store | undefined {
  if (!(because instanceof StoreError && because.code === 'database-unwritable')) return undefined;
  if (!existsSync(path) || !isOnReadOnlyDisk(path)) return undefined;
  const store = open(copyOf(path));
  store.db.pragma('query_only = ON');
  return store;
}

/** Gone with this process. */
function copyOf(path: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'openclaw-tui-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const copy = join(folder, basename(path));
  for (const part of ['', '-wal']) if (existsSync(`${path}${part}`)) copyFileSync(`${path}${part}`, `${copy}${part}`);
  return copy;
}
