import { statfsSync } from 'node:fs';
import { checkDatabase } from './database-check.ts';

export type Room = { freeBytes: number; totalBytes: number };

export type Disk = {
  /** How much room the file system of a folder has; undefined where nobody can say. */
  room(folder: string): Room | undefined;
  /** What is wrong with a database file; undefined when it is sound. */
  check(databasePath: string): Promise<string | undefined>;
};

export const machineDisk: Disk = {
  room(folder) {
    try {
      const { bavail, blocks, bsize } = statfsSync(folder);
      return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
    } catch {
      // The folder is gone, or its file system does not tell.
      return undefined;
    }
  },
  check: checkDatabase,
};
