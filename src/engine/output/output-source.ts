import { type FileHandle, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { wholeSteps } from './merged-order.ts';
import { INDEX_BYTES_MAX, type IndexRecord, parseIndex, type Step, type Stream } from './output-index.ts';
import { createTurns } from './turns.ts';

export type Offsets = Readonly<Record<Stream, number>>;

/** A run's two streams and the order in which their bytes came, wherever they are kept. */
export type OutputSource = {
  sizes: Offsets;
  steps: readonly Step[];
  /** When something came last; absent where nobody knows. */
  lastByteAt?: number;
  /** The bytes of a stream between two offsets, in `into` if that is given; fewer where it has become shorter. */
  read(stream: Stream, start: number, end: number, into?: Buffer): Promise<Buffer>;
};

/** A run's folder, looked at again and again: what was read of its index is not read twice. */
export type OutputFiles = {
  /** The folder as it is now; `gone` when it or its output is not there any more. */
  look(): Promise<{ kind: 'there'; source: OutputSource; isReplaced: boolean } | { kind: 'gone' }>;
  close(): Promise<void>;
};

/** One read takes no more, so that its lines are looked through within a frame. */
export const READ_BYTES_MAX = 1024 * 1024;

export function openOutputFiles(folder: string): OutputFiles {
  let held: Held | undefined;
  const close = async (): Promise<void> => {
    const old = held;
    held = undefined;
    await Promise.all([old?.files.out?.handle.close(), old?.files.err?.handle.close()]);
  };
  // Two looks at once would read the same records twice.
  const inTurn = createTurns();
  const look: OutputFiles['look'] = async () => {
    const out = await statOrNothing(join(folder, 'out'));
    const err = await statOrNothing(join(folder, 'err'));
    if (out === undefined && err === undefined) {
      await close();
      return { kind: 'gone' };
    }
    const isReplaced = held !== undefined && !(isSame(held.files.out, out) && isSame(held.files.err, err));
    if (isReplaced) await close();
    held ??= { files: {}, index: { offset: 0, rest: '', records: [] } };
    held.files.out ??= await openNow(join(folder, 'out'));
    held.files.err ??= await openNow(join(folder, 'err'));
    await readOn(join(folder, 'index'), held.index);
    const sizes = { out: out?.size ?? 0, err: err?.size ?? 0 };
    return { kind: 'there', source: sourceOf(held, sizes, lastByteAtOf([out, err])), isReplaced };
  };
  return { look: () => inTurn(look), close: () => inTurn(close) };
}

/** When the last byte came to any of a run's files: an empty one was made when the run began, and says nothing. */
export function lastByteAtOf(files: readonly ({ size: number; mtimeMs: number } | undefined)[]): number | undefined {
  const times = files.flatMap((file) => (file === undefined || file.size === 0 ? [] : file.mtimeMs));
  return times.length === 0 ? undefined : Math.max(...times);
}

/** What the database kept of a run; where nobody looked when it came, out first. */
export function storedSource(stored: { stdout: string; stderr: string; arrivals?: string }): OutputSource {
  const bytes = { out: Buffer.from(stored.stdout), err: Buffer.from(stored.stderr) };
  const sizes = { out: bytes.out.length, err: bytes.err.length };
  return {
    sizes,
    steps: wholeSteps(parseIndex(stored.arrivals ?? ''), sizes),
    read: async (stream, start, end) => bytes[stream].subarray(start, Math.min(end, start + READ_BYTES_MAX)),
  };
}

type Opened = { handle: FileHandle; inode: number; size: number };
type Held = {
  files: { out?: Opened | undefined; err?: Opened | undefined };
  index: { offset: number; rest: string; records: IndexRecord[] };
};
type Seen = { ino: number; size: number; mtimeMs: number };

function sourceOf({ files, index }: Held, sizes: Offsets, lastByteAt: number | undefined): OutputSource {
  for (const stream of ['out', 'err'] as const) {
    const file = files[stream];
    if (file !== undefined) file.size = sizes[stream];
  }
  return {
    sizes,
    steps: wholeSteps(index.records, sizes),
    ...(lastByteAt === undefined ? {} : { lastByteAt }),
    async read(stream, start, end, into) {
      const length = Math.max(0, Math.min(end - start, READ_BYTES_MAX));
      const buffer = into !== undefined && into.length >= length ? into : Buffer.allocUnsafe(length);
      const got = length === 0 ? 0 : ((await files[stream]?.handle.read(buffer, 0, length, start))?.bytesRead ?? 0);
      return buffer.subarray(0, got);
    },
  };
}

/** Another file under the same name, or one that was cut short: offsets into the old one mean nothing in it. */
const isSame = (held: Opened | undefined, seen: Seen | undefined): boolean =>
  held === undefined || (seen !== undefined && seen.ino === held.inode && seen.size >= held.size);

const INDEX_CHUNK_BYTES = 128 * 1024;

async function readOn(path: string, index: Held['index']): Promise<void> {
  const seen = await statOrNothing(path);
  if (seen === undefined || seen.size <= index.offset) return;
  const file = await openOrNothing(path);
  if (file === undefined) return;
  try {
    const end = Math.min(seen.size, INDEX_BYTES_MAX);
    while (index.offset < end) {
      const buffer = Buffer.allocUnsafe(Math.min(INDEX_CHUNK_BYTES, end - index.offset));
      const { bytesRead } = await file.read(buffer, 0, buffer.length, index.offset);
      if (bytesRead === 0) return;
      index.offset += bytesRead;
      const text = index.rest + buffer.toString('latin1', 0, bytesRead);
      const whole = text.lastIndexOf('\n') + 1;
      index.rest = text.slice(whole);
      for (const record of parseIndex(text)) index.records.push(record);
    }
  } finally {
    await file.close();
  }
}

async function openNow(path: string): Promise<Opened | undefined> {
  const handle = await openOrNothing(path);
  if (handle === undefined) return undefined;
  const { ino, size } = await handle.stat();
  return { handle, inode: ino, size };
}

const openOrNothing = (path: string): Promise<FileHandle | undefined> => open(path, 'r').catch(ifMissing);
const statOrNothing = (path: string): Promise<Seen | undefined> => stat(path).catch(ifMissing);

function ifMissing(error: unknown): undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
  throw error;
}
