import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileSystemOf, isNetworkFileSystem } from '../rules/file-system.ts';

/** The kind of the network file system that a path is on, or would be; undefined where it is local or nobody can say. */
export function networkFileSystemAt(path: string): string | undefined {
  try {
    const kind = fileSystemOf(readFileSync('/proc/self/mountinfo', 'utf8'), realpathSync(existingPart(path)));
    return kind !== undefined && isNetworkFileSystem(kind) ? kind : undefined;
  } catch {
    // No /proc on this system.
    return undefined;
  }
}

const existingPart = (path: string): string => (existsSync(path) ? path : existingPart(dirname(path)));
