import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { type Failure, usageFailure } from './failure.ts';

export const STDIN = 0;
const CHUNK_BYTES = 64 * 1024;

/** `failure` builds the line around the reason; `field` is the flag that named the file. */
export type TextLimits = { bytesMax: number; code: string; field: string; failure(why: string): string };

/**
 * The text of a file, or of stdin, and never more than `bytesMax` of it: devices and pipes have no size to look at before.
 * Throws a usage failure for one that is longer, is no UTF-8 or cannot be read.
 */
export function readText(from: string | typeof STDIN, limits: TextLimits): string {
  const bytes = readBytes(from, limits);
  if (!isUtf8(bytes)) throw failed(limits, 'it is not UTF-8 text');
  return bytes.toString('utf8');
}

function readBytes(from: string | typeof STDIN, limits: TextLimits): Buffer {
  let file: number = STDIN;
  try {
    if (from !== STDIN) file = openSync(from, 'r');
    return readUpTo(file, limits);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).syscall === undefined ? undefined : String(codeOf(error));
    if (code === undefined) throw error;
    throw failed(limits, REASONS[code] ?? code);
  } finally {
    if (file !== STDIN) closeSync(file);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EISDIR: 'it is a folder',
  EACCES: 'no permission to read it',
  EBADF: 'it is closed',
};

function readUpTo(file: number, limits: TextLimits): Buffer {
  const chunks: Buffer[] = [];
  for (let size = 0; size <= limits.bytesMax; ) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const count = readSync(file, chunk, 0, CHUNK_BYTES, null);
    if (count === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, count));
    size += count;
  }
  throw failed(limits, `it is longer than ${limits.bytesMax.toLocaleString('en')} bytes`);
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

const failed = ({ code, field, failure }: TextLimits, why: string): Failure =>
  usageFailure(code, failure(why), { field });
