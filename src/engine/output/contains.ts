import { type FileHandle, open } from 'node:fs/promises';

/** Beyond this much of one stream nothing is found; reading it takes about a second, in slices. */
export const CONTAINS_BYTES_MAX = 1024 * 1024 * 1024;

/** Whether any of the files holds the text as it stands; one chunk is read and looked through between two turns. */
export const fileContains = async (paths: readonly string[], needle: string): Promise<boolean> => {
  const wanted = Buffer.from(needle);
  if (wanted.length === 0) return true;
  for (const path of paths) {
    if (await streamContains(path, wanted)) return true;
  }
  return false;
};

const CHUNK_BYTES = 256 * 1024;

const streamContains = async (path: string, wanted: Buffer): Promise<boolean> => {
  const file = await openOrNothing(path);
  if (file === undefined) return false;
  try {
    const overlap = wanted.length - 1;
    const buffer = Buffer.allocUnsafe(Math.max(CHUNK_BYTES, wanted.length * 2));
    let kept = 0;
    for (let position = 0; position < CONTAINS_BYTES_MAX; ) {
      const { bytesRead } = await file.read(buffer, kept, buffer.length - kept, position);
      if (bytesRead === 0) return false;
      const filled = kept + bytesRead;
      if (buffer.subarray(0, filled).includes(wanted)) return true;
      position += bytesRead;
      kept = Math.min(overlap, filled);
      buffer.copy(buffer, 0, filled - kept, filled);
    }
    return false;
  } finally {
    await file.close();
  }
};

const openOrNothing = async (path: string): Promise<FileHandle | undefined> => {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};
