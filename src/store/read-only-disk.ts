import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';

/** True where nobody may write, whoever asks, as a disk is after an error of its own; a mode that keeps only us out is another matter. */
export function isOnReadOnlyDisk(path: string): boolean {
  try {
    accessSync(dirname(path), constants.W_OK);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EROFS';
  }
}
