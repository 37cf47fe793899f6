import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Stream } from './output-index.ts';

/** One look reads no more, so that a flood of output stops nobody from seeing the run's end. */
export const FOLLOW_BYTES_MAX = 1024 * 1024;

export type Follower = {
  /** What came since the last look; empty when there is nothing new, or no file yet. */
  read(stream: Stream): Buffer;
  /** Whether a stream was there to be read, and so was given whole. */
  isOpen(stream: Stream): boolean;
  close(): void;
};

/**
 * Reads a run's output while it is written, each byte once. The files are held open: when the run is settled they are
 * removed, or others without its secrets take their place, and what was begun goes on to its end.
 */
export function createFollower(folder: string): Follower {
  const files = new Map<Stream, { file: number; offset: number }>();

  const openedOf = (stream: Stream): { file: number; offset: number } | undefined => {
    const held = files.get(stream);
    if (held !== undefined) return held;
    const file = openOrNothing(join(folder, stream));
    if (file === undefined) return undefined;
    const opened = { file, offset: 0 };
    files.set(stream, opened);
    return opened;
  };

  return {
    read(stream) {
      const opened = openedOf(stream);
      if (opened === undefined) return Buffer.alloc(0);
      const bytes = Buffer.allocUnsafe(FOLLOW_BYTES_MAX);
      const got = readSync(opened.file, bytes, 0, bytes.length, opened.offset);
      opened.offset += got;
      return bytes.subarray(0, got);
    },
    isOpen: (stream) => files.has(stream),
    close() {
      for (const { file } of files.values()) closeSync(file);
      files.clear();
    },
  };
}

function openOrNothing(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
