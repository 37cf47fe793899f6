import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';

/** `modifiedAt` tells one state of the file from another. */
export type CalendarFile = { kind: 'found'; text: string; modifiedAt: number } | { kind: 'failed'; reason: string };

/** Reads a small text file; one that grows meanwhile is cut, and then does not read as a calendar. */
export function readCalendarFile(path: string, bytesMax: number): CalendarFile {
  try {
    // Opening a pipe would wait for whoever writes into it.
    if (!statSync(path).isFile()) return { kind: 'failed', reason: 'it is no file' };
    const file = openSync(path, 'r');
    try {
      const { size, mtimeMs } = fstatSync(file);
      if (size > bytesMax) return { kind: 'failed', reason: `it has more than ${bytesMax.toLocaleString('en')} bytes` };
      const buffer = Buffer.alloc(size);
      const read = readSync(file, buffer, 0, size, 0);
      const text = new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, read));
      return { kind: 'found', text, modifiedAt: Math.floor(mtimeMs) };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return { kind: 'failed', reason: reasonOf(error as { code?: string }) };
  }
}

/** When the file was changed last; undefined when nobody can say. */
export function calendarFileChangedAt(path: string): number | undefined {
  try {
    return Math.floor(statSync(path).mtimeMs);
  } catch {
    // Reading it will say what the matter is.
    return undefined;
  }
}

function reasonOf({ code }: { code?: string }): string {
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES') return 'it may not be read';
  return code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'it is no text in UTF-8' : (code ?? 'it cannot be read');
}
