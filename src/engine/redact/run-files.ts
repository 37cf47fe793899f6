import { type FileHandle, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecords, replaceRecords, type Stream } from '../output/output-index.ts';
import type { Pattern } from './patterns.ts';
import { createRedactor } from './redactor.ts';

/**
 * Takes the secrets out of what a run printed. Each file is written anew beside the old one and put in its place; whoever
 * holds the old one open goes on with that. The index follows, or its instants would stand at other lines.
 */
export async function redactRunFiles(folder: string, patterns: readonly Pattern[]): Promise<void> {
  if (patterns.length === 0) return;
  const records = await readRecords(folder);
  const moved = { out: new Map<number, number>(), err: new Map<number, number>() };
  for (const stream of STREAMS) {
    const path = join(folder, stream);
    if (!(await holdsSecret(path, patterns))) continue;
    const offsets = new Set(records.filter((one) => one.stream === stream).map(({ offset }) => offset));
    moved[stream] = await rewrite(
      path,
      patterns,
      [...offsets].sort((a, b) => a - b),
    );
  }
  if (moved.out.size + moved.err.size === 0) return;
  await replaceRecords(
    folder,
    records.map((record) => ({ ...record, offset: moved[record.stream].get(record.offset) ?? record.offset })),
  );
}

/** Keeps what a run printed where nobody of ours looks: its secrets are not known any more, or it could not be cleaned. */
export async function setOutputAside(folder: string): Promise<void> {
  for (const stream of STREAMS) await rename(join(folder, stream), join(folder, `${stream}${ASIDE}`)).catch(ifMissing);
}

/** Not `out` and not `err`, so that no reader of ours takes it for what may be shown. */
export const ASIDE = '.unclean';

const STREAMS: readonly Stream[] = ['out', 'err'];
/** Looked through within a frame, also for a few dozen forms. */
const CHUNK_BYTES = 64 * 1024;

/** Most runs print no secret at all, and then nothing is written. */
async function holdsSecret(path: string, patterns: readonly Pattern[]): Promise<boolean> {
  const redactor = createRedactor(patterns);
  for await (const chunk of chunksOf(path)) {
    redactor.push(chunk);
    if (redactor.count() > 0) return true;
  }
  redactor.end();
  return redactor.count() > 0;
}

/** Gives the marks' new offsets by their old ones. */
async function rewrite(
  path: string,
  patterns: readonly Pattern[],
  marks: readonly number[],
): Promise<Map<number, number>> {
  const redactor = createRedactor(patterns, marks);
  const fresh = `${path}.clean`;
  const file = await open(fresh, 'w', 0o600);
  try {
    for await (const chunk of chunksOf(path)) await file.writeFile(redactor.push(chunk));
    await file.writeFile(redactor.end());
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(fresh, path);
  const moved = redactor.moved();
  return new Map(marks.map((mark, index) => [mark, moved[index] ?? mark]));
}

/** Each chunk is a buffer of its own, since a redactor may hold on to its end. */
async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  const file = await openOrNothing(path);
  if (file === undefined) return;
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

const openOrNothing = (path: string): Promise<FileHandle | undefined> => open(path, 'r').catch(ifMissing);

function ifMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  throw error;
}
