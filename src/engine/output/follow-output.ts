import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Stream } from './output-index.ts';

/** One look reads no more, so that a flood of output stops nobody from seeing the run's end. */
export const FOLLOW_BYTES_MAX = 1024 * 1024;

export type Follower = {
  /** What came since the last look; empty when there is nothing new, or no file any more. */
  read(stream: Stream): Buffer;
  /** How many bytes of a stream were given so far. */
  given(stream: Stream): number;
};

/** Reads a run's output while it is written, each byte once. */
export function createFollower(folder: string): Follower {
  const offsets: Record<Stream, number> = { out: 0, err: 0 };
  return {
    read(stream) {
      const bytes = readNew(join(folder, stream), offsets[stream]);
      offsets[stream] += bytes.length;
      return bytes;
    },
    given: (stream) => offsets[stream],
  };
}

function readNew(path: string, start: number): Buffer {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
  try {
    const bytes = Buffer.allocUnsafe(FOLLOW_BYTES_MAX);
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, start));
  } finally {
    closeSync(file);
  }
}
