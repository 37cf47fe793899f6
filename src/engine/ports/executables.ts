import { createHash } from 'node:crypto';
import { constants, open } from 'node:fs/promises';

export type FileDigest = { path: string; sha256: string };

/** Reads files that jobs would execute. */
export type Executables = {
  /** Of the first path with a regular file that can be executed; undefined where there is none, or it is too large. */
  digest(paths: readonly string[]): Promise<FileDigest | undefined>;
};

/** A script; hashing more would hold up the event loop. */
const FILE_BYTES_MAX = 1024 * 1024;
const ANY_EXECUTE = 0o111;

export const executables: Executables = {
  async digest(paths) {
    for (const path of paths) {
      const found = await look(path);
      if (found === 'too-large') return undefined;
      if (found !== undefined) return { path, sha256: found };
    }
    return undefined;
  },
};

async function look(path: string): Promise<string | 'too-large' | undefined> {
  try {
    // Opening a pipe would wait for whoever writes into it.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await file.stat();
      if (!stats.isFile() || (stats.mode & ANY_EXECUTE) === 0) return undefined;
      if (stats.size > FILE_BYTES_MAX) return 'too-large';
      const buffer = Buffer.alloc(stats.size);
      const { bytesRead } = await file.read(buffer, 0, stats.size, 0);
      return createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('hex');
    } finally {
      await file.close();
    }
  } catch {
    // Not there, or not for us to read: whoever decides sees no digest.
    return undefined;
  }
}
