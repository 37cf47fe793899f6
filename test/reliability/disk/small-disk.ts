import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SIZE = '64m';
const BLOCK_SIZES = [1_048_576, 65_536, 4_096, 512, 1];
const BLOCKS_MAX = 10_000;

export type SmallDisk = ReturnType<typeof openDisk>;

/** A file system of 64 MB in memory, which only root may mount, or whoever is root of a namespace of its own. */
export const mountSmallDisk = (): { kind: 'mounted'; disk: SmallDisk } | { kind: 'refused'; why: string } => {
  const directory = mkdtempSync(join(tmpdir(), 'openclaw-small-disk-'));
  const { status, stderr, error } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', directory], {
    encoding: 'utf8',
  });
  if (status === 0) return { kind: 'mounted', disk: openDisk(directory) };
  rmSync(directory, { recursive: true });
  return { kind: 'refused', why: (error?.message ?? stderr).trim().split('\n')[0] ?? `mount ended with ${status}` };
};

const openDisk = (directory: string) => {
  const filler = join(directory, 'filler');
  return {
    directory,
    /** To the last byte. */
    fill(): void {
      const file = openSync(filler, 'a');
      try {
        for (const size of BLOCK_SIZES) writeUntilFull(file, Buffer.alloc(size, 'x'));
      } finally {
        closeSync(file);
      }
    },
    free: (): void => rmSync(filler, { force: true }),
    remount: (how: 'ro' | 'rw'): boolean => spawnSync('mount', ['-o', `remount,${how}`, directory]).status === 0,
    remove(): void {
      // Lazily: what failed may have left a file open in there, and must not be hidden by a complaint about that.
      spawnSync('umount', ['--lazy', directory]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
};

const writeUntilFull = (file: number, block: Buffer): void => {
  try {
    for (let blocks = 0; blocks < BLOCKS_MAX; blocks += 1) writeSync(file, block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
};
