import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cutText, headOf } from '../rules/cut-text.ts';

/** `bytes` is the size of the whole stream, `text` what was read of it; `cut` when that is less. */
export type OutputText = { text: string; bytes: number; cut: boolean };

/** The most a job can ask to have stored. Read at once it takes some 15 ms, a frame; the usual 64 KiB take none of it. */
export const OUTPUT_READ_BYTES_MAX = 16 * 1024 * 1024;

/** The head of a stream, cut between characters. Invalid bytes become U+FFFD, NULs stay; a missing file is empty. */
export const readOutput = (path: string, limitBytes: number): OutputText => {
  const { bytes, part } = readPart(path, limitBytes, () => 0);
  const cut = part.length < bytes;
  return { text: part.toString('utf8', 0, cut ? wholeCharactersEnd(part) : part.length), bytes, cut };
};

/** The tail of a stream, in the same way. */
export const readTail = (path: string, limitBytes: number): OutputText => {
  const { bytes, part } = readPart(path, limitBytes, (size, length) => size - length);
  const cut = part.length < bytes;
  return { text: part.toString('utf8', cut ? firstCharacterStart(part) : 0), bytes, cut };
};

/** A summary stands in lists; whatever a job asks for, no longer one is made. */
export const SUMMARY_BYTES_MAX = 5_000;

/**
 * The last line with something on it; what a carriage return overwrote (a progress bar) counts as a line of its own. Of
 * one that is too long the head is given, or its tail where the head lies further back than is read, with the mark of a cut.
 */
export const lastLine = (path: string, limitBytes: number): string => {
  const mostBytes = Math.min(limitBytes, SUMMARY_BYTES_MAX);
  const { bytes, part } = readPart(path, LAST_LINE_WINDOW_BYTES, (size, length) => size - length);
  let end = part.length;
  while (end > 0 && isBlank(part[end - 1])) end -= 1;
  const breakBefore = Math.max(part.lastIndexOf(NEWLINE, end - 1), part.lastIndexOf(CARRIAGE_RETURN, end - 1));
  const isHeadKnown = (breakBefore >= 0 && breakBefore < end) || part.length === bytes;
  const line = part.subarray(end === 0 ? 0 : breakBefore + 1, end);
  if (isHeadKnown) return cutText(line.toString(), mostBytes);
  const tail = line.subarray(-Math.max(0, mostBytes - Buffer.byteLength(CUT_BEFORE)) || line.length);
  return headOf(`${CUT_BEFORE}${tail.toString('utf8', firstCharacterStart(tail))}`, mostBytes);
};

/** Out and err of a run folder, in the order in which they are looked at. */
export const outputPaths = (folder: string): [out: string, err: string] => [join(folder, 'out'), join(folder, 'err')];

/** Where the last whole character ends; bytes that are no UTF-8 at all are left to the decoder. */
export const wholeCharactersEnd = (bytes: Buffer): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (isContinuation(byte)) continue;
    return sequenceLength(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
};

/** Where the first whole character starts. */
export const firstCharacterStart = (bytes: Buffer): number => {
  let start = 0;
  while (start < 3 && start < bytes.length && isContinuation(bytes[start] ?? 0)) start += 1;
  return start;
};

const LAST_LINE_WINDOW_BYTES = 8_192;
const CUT_BEFORE = '(cut) … ';
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

const isBlank = (byte = 0): boolean => byte === 32 || (byte >= 9 && byte <= 13);
const isContinuation = (byte: number): boolean => (byte & 0b1100_0000) === 0b1000_0000;

const sequenceLength = (lead: number): number => {
  if (lead >= 0b1111_0000 && lead < 0b1111_1000) return 4;
  if (lead >= 0b1110_0000) return lead < 0b1111_0000 ? 3 : 1;
  return lead >= 0b1100_0000 ? 2 : 1;
};

type Part = { bytes: number; part: Buffer };
const NO_FILE = { size: 0 };
const NOTHING: Part = { bytes: 0, part: Buffer.alloc(0) };

const readPart = (path: string, limitBytes: number, startOf: (size: number, length: number) => number): Part => {
  // Most streams are empty: one look is all they cost.
  if ((statSync(path, { throwIfNoEntry: false }) ?? NO_FILE).size === 0) return NOTHING;
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NOTHING;
    throw error;
  }
  try {
    const { size } = fstatSync(file);
    const length = Math.min(size, Math.max(0, limitBytes), OUTPUT_READ_BYTES_MAX);
    const part = Buffer.allocUnsafe(length);
    // One read gives all there is of a plain file; fewer bytes mean that it was cut short meanwhile.
    const got = length === 0 ? 0 : readSync(file, part, 0, length, startOf(size, length));
    return { bytes: size, part: part.subarray(0, got) };
  } finally {
    closeSync(file);
  }
};
