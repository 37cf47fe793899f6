import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wholeSteps } from './merged-order.ts';
import { readTail } from './read-output.ts';

export type Stream = 'out' | 'err';

/** At this instant the stream was this long. Without an instant nobody had looked, and the bytes came at some time before. */
export type IndexRecord = { at: number | undefined; stream: Stream; offset: number };

/** The bytes from start to end of one stream, which came before the next step's. */
export type Step = { at: number | undefined; stream: Stream; start: number; end: number };

/** Some 80,000 records, read within two frames; what comes later has no time. */
export const INDEX_BYTES_MAX = 2 * 1024 * 1024;

export const appendRecords = (folder: string, records: readonly IndexRecord[]): void =>
  appendFileSync(indexPath(folder), textOf(records), { mode: 0o600 });

export const readRecords = async (folder: string): Promise<IndexRecord[]> => parseIndex(await readIndex(folder));

/** Puts these records in the place of all there are. */
export const replaceRecords = async (folder: string, records: readonly IndexRecord[]): Promise<void> => {
  const fresh = `${indexPath(folder)}.new`;
  await writeFile(fresh, textOf(records), { mode: 0o600 });
  await rename(fresh, indexPath(folder));
};

export const indexBytes = (folder: string): number => statSync(indexPath(folder), { throwIfNoEntry: false })?.size ?? 0;

/** How far both streams were recorded when somebody last looked. */
export const recordedOffsets = (folder: string): Record<Stream, number> => {
  const offsets = { out: 0, err: 0 };
  // Near its end the index names both streams again and again, unless one of them has long been silent.
  const tail = parseIndex(readTail(indexPath(folder), TAIL_BYTES).text);
  const isWhole = indexBytes(folder) <= TAIL_BYTES;
  const bothSeen = tail.some(({ stream }) => stream === 'out') && tail.some(({ stream }) => stream === 'err');
  const records = isWhole || bothSeen ? tail : parseIndex(readFileSync(indexPath(folder), 'latin1'));
  for (const { stream, offset } of records) offsets[stream] = Math.max(offsets[stream], offset);
  return offsets;
};

/** The streams' bytes in the order in which they came, as far as somebody looked; the rest comes last, out before err. */
export const readSteps = async (folder: string, sizes: Readonly<Record<Stream, number>>): Promise<Step[]> =>
  wholeSteps(parseIndex(await readIndex(folder)), sizes);

const TAIL_BYTES = 64 * 1024;

export const textOf = (records: readonly IndexRecord[]): string =>
  records.map(({ at, stream, offset }) => `${at ?? '-'} ${stream} ${offset}\n`).join('');

export const indexPath = (folder: string): string => join(folder, 'index');

const readIndex = async (folder: string): Promise<string> => {
  try {
    return (await readFile(indexPath(folder), 'latin1')).slice(0, INDEX_BYTES_MAX);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
};

const RECORD = /^(-|\d{1,15}) (out|err) (\d{1,15})$/gm;

/** A record that is only half there, or is none, is passed over. */
export const parseIndex = (text: string): IndexRecord[] =>
  Array.from(text.slice(0, text.lastIndexOf('\n') + 1).matchAll(RECORD), ([, at, stream, offset]) => ({
    at: at === '-' ? undefined : Number(at),
    stream: stream as Stream,
    offset: Number(offset),
  }));
