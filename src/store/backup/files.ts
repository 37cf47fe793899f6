import { closeSync, fsyncSync, openSync } from 'node:fs';

/** What stands in a file, or under which names in a folder, outlives a power cut from here on. */
export function flushToDisk(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
