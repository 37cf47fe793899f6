import { chmodSync, lstatSync } from 'node:fs';

export type Loose = { path: string; why: 'others' | 'owner'; mode: string };

const OTHERS = 0o077;

/** Those of our files and folders that others may read or that are not ours. What is not there is no trouble. */
export function looseAmong(paths: readonly string[]): Loose[] {
  return paths.flatMap((path) => {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined || stats.isSymbolicLink()) return [];
    const mode = (stats.mode & 0o777).toString(8).padStart(3, '0');
    const own = process.getuid?.();
    if (own !== undefined && stats.uid !== own) return [{ path, why: 'owner' as const, mode }];
    return (stats.mode & OTHERS) === 0 ? [] : [{ path, why: 'others' as const, mode }];
  });
}

/** Takes from others what only the owner is to read; answers with those that stay as they were. */
export function tighten(loose: readonly Loose[]): Loose[] {
  return loose.filter(({ path, why }) => {
    if (why === 'owner') return true;
    try {
      const { mode } = lstatSync(path);
      chmodSync(path, mode & 0o777 & ~OTHERS);
      return false;
    } catch {
      // A file system without modes, or gone meanwhile.
      return true;
    }
  });
}
