import { statfsSync } from 'node:fs';

export type Room = { freeBytes: number; totalBytes: number };

/** How much room the file system of a folder has; undefined where nobody can say. */
export type Disk = { room(folder: string): Room | undefined };

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
};
