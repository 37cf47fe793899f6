import type { MergedOrder } from './merged-order.ts';
import type { Stream } from './output-index.ts';
import type { OutputSource } from './output-source.ts';
import { firstCharacterStart, wholeCharactersEnd } from './read-output.ts';

/** A line as it lies in its stream. `end` is behind its newline, or where the stream ends. */
export type ScannedLine = {
  stream: Stream;
  start: number;
  end: number;
  /** Where its end stands among all output. */
  place: number;
  /** Its length without the newline. */
  bytes: number;
  at: number | undefined;
  /** The newline has not come yet. */
  isOpen: boolean;
  /** Its first `LINE_SHOWN_BYTES_MAX`; of a longer one that overwrites itself, what was written last. */
  text(): string;
};

/** Lines that lie together, and up to where all has been looked at with them. */
export type ScannedBatch = { lines: ScannedLine[]; place: number };

/** Of a longer line so much is shown and searched. */
export const LINE_SHOWN_BYTES_MAX = 16 * 1024;

/** So far back the start of a line is looked for; what is longer is taken for lines of this size. */
export const LINE_BYTES_MAX = 64 * 1024 * 1024;

/** Also where each byte is a line of its own, they are made within a frame. */
const CHUNK_BYTES = 8 * 1024;
/** What is only searched as a whole. */
const SKIP_BYTES = 128 * 1024;

/** Whether none of the lines that lie within these bytes are wanted; those that begin before them are given anyhow. */
export type Skips = (bytes: Buffer) => boolean;

/** Lines whose end comes before a place or at it, the nearest chunk first; within a chunk in the order they came in. */
export async function* linesBefore(
  source: OutputSource,
  order: MergedOrder,
  place: number,
  skips?: Skips,
): AsyncGenerator<ScannedBatch> {
  const stride = strideOf(skips);
  for (let to = Math.min(place, order.total); to > 0; to -= stride) {
    const from = Math.max(0, to - stride);
    if (skips !== undefined && (await canSkip(source, order, from, to, skips))) {
      yield { lines: await linesBetween({ source, order, starts: {}, keeps: 'first' }, from, to), place: from };
      continue;
    }
    for (let part = to; part > from; part -= CHUNK_BYTES) {
      const least = Math.max(from, part - CHUNK_BYTES);
      yield { lines: await linesBetween({ source, order, starts: {}, keeps: 'all' }, least, part), place: least };
    }
  }
}

/** Lines whose end comes behind a place. */
export async function* linesAfter(
  source: OutputSource,
  order: MergedOrder,
  place: number,
  skips?: Skips,
): AsyncGenerator<ScannedBatch> {
  const starts = {};
  const stride = strideOf(skips);
  for (let from = Math.max(0, place); from < order.total; from += stride) {
    const to = Math.min(order.total, from + stride);
    if (skips !== undefined && (await canSkip(source, order, from, to, skips))) {
      yield { lines: await linesBetween({ source, order, starts, keeps: 'first' }, from, to), place: to };
      continue;
    }
    for (let part = from; part < to; part += CHUNK_BYTES) {
      const most = Math.min(to, part + CHUNK_BYTES);
      yield { lines: await linesBetween({ source, order, starts, keeps: 'all' }, part, most), place: most };
    }
  }
}

/** The line that a byte of a stream belongs to, as far as it has come; nothing behind the end. */
export async function lineEndOf(source: OutputSource, stream: Stream, offset: number): Promise<number> {
  const size = source.sizes[stream];
  for (let from = offset; from < size && from - offset < LINE_BYTES_MAX; from += CHUNK_BYTES) {
    const bytes = await source.read(stream, from, Math.min(size, from + CHUNK_BYTES));
    const newline = bytes.indexOf(NEWLINE);
    if (newline >= 0) return from + newline + 1;
    if (bytes.length === 0) break;
  }
  return Math.min(size, offset + LINE_BYTES_MAX);
}

const STREAMS: readonly Stream[] = ['out', 'err'];
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
/** The last state of a line that overwrites itself is hardly longer. */
const LAST_STATE_BYTES = 4_096;

type Scan = {
  source: OutputSource;
  order: MergedOrder;
  /** Where the open line of a stream begins, when the chunk before this one has told. */
  starts: { out?: number; err?: number };
  /** Of each stream only the line that begins before the chunk, if it is not to be looked at further. */
  keeps: 'all' | 'first';
};

const strideOf = (skips: Skips | undefined): number => (skips === undefined ? CHUNK_BYTES : SKIP_BYTES);

async function canSkip(
  source: OutputSource,
  order: MergedOrder,
  from: number,
  to: number,
  skips: Skips,
): Promise<boolean> {
  for (const stream of STREAMS) {
    const { start, end } = order.rangeOf(stream, from, to);
    if (start < end && !skips(await source.read(stream, start, end))) return false;
  }
  return true;
}

async function linesBetween(scan: Scan, from: number, to: number): Promise<ScannedLine[]> {
  const [out = [], err = []] = await Promise.all(
    STREAMS.map((stream) => {
      const range = scan.order.rangeOf(stream, from, to);
      return linesOfStream(scan, stream, range.start, range.end);
    }),
  );
  return inOrder(out, err);
}

async function linesOfStream(scan: Scan, stream: Stream, from: number, to: number): Promise<ScannedLine[]> {
  if (from >= to) return [];
  const { source, order, starts, keeps } = scan;
  const bytes = await source.read(stream, from, to);
  const end = from + bytes.length;
  const isOpen = bytes.length > 0 && end === source.sizes[stream] && bytes.at(-1) !== NEWLINE;
  const firstNewline = bytes.indexOf(NEWLINE);
  if (firstNewline < 0 && !isOpen) return [];
  const lines: ScannedLine[] = [];
  const add = (line: Given, text: () => string): void => {
    const place = order.placeOf(stream, line.end - 1) + 1;
    lines.push({ ...line, place, at: order.atOf(stream, line.end - 1), text });
  };
  const firstStart = starts[stream] ?? (await startBefore(source, stream, from));
  const first = givenOf(stream, firstStart, firstNewline < 0 ? end : from + firstNewline + 1, firstNewline < 0);
  add(first, firstStart < from ? await textFrom(source, first) : textIn(bytes, firstStart - from, first));
  let start = first.end;
  if (keeps === 'first') {
    starts[stream] = from + bytes.lastIndexOf(NEWLINE) + 1;
    return lines;
  }
  for (let at = bytes.indexOf(NEWLINE, start - from); at >= 0; at = bytes.indexOf(NEWLINE, start - from)) {
    const line = givenOf(stream, start, from + at + 1, false);
    add(line, textIn(bytes, start - from, line));
    start = line.end;
  }
  starts[stream] = start;
  if (isOpen && start < end)
    add(givenOf(stream, start, end, true), textIn(bytes, start - from, givenOf(stream, start, end, true)));
  return lines;
}

/** Where the line that goes on at an offset begins. */
async function startBefore(source: OutputSource, stream: Stream, offset: number): Promise<number> {
  const least = Math.max(0, offset - LINE_BYTES_MAX);
  for (let to = offset; to > least; to -= CHUNK_BYTES) {
    const from = Math.max(least, to - CHUNK_BYTES);
    const newline = (await source.read(stream, from, to)).lastIndexOf(NEWLINE);
    if (newline >= 0) return from + newline + 1;
  }
  return least;
}

type Given = Pick<ScannedLine, 'stream' | 'start' | 'end' | 'bytes' | 'isOpen'>;

const givenOf = (stream: Stream, start: number, end: number, isOpen: boolean): Given => ({
  stream,
  start,
  end,
  isOpen,
  bytes: end - start - (isOpen ? 0 : 1),
});

function textIn(chunk: Buffer, at: number, { bytes }: Given): () => string {
  if (bytes <= LINE_SHOWN_BYTES_MAX) return () => chunk.toString('utf8', at, at + bytes);
  const line = chunk.subarray(at, at + bytes);
  return () => shownOf(line.subarray(0, LINE_SHOWN_BYTES_MAX), line.subarray(-LAST_STATE_BYTES));
}

async function textFrom(source: OutputSource, { stream, start, bytes }: Given): Promise<() => string> {
  const end = start + bytes;
  const head = await source.read(stream, start, Math.min(end, start + LINE_SHOWN_BYTES_MAX));
  if (bytes <= LINE_SHOWN_BYTES_MAX) return () => head.toString();
  const tail = await source.read(stream, Math.max(start, end - LAST_STATE_BYTES), end);
  return () => shownOf(head, tail);
}

/** A bar that has been drawn a thousand times is what it was drawn as last. */
function shownOf(head: Buffer, tail: Buffer): string {
  const newest = tail.lastIndexOf(CARRIAGE_RETURN, tail.length - 2);
  if (newest < 0) return head.toString('utf8', 0, wholeCharactersEnd(head));
  const drawn = tail.subarray(newest + 1);
  return drawn.toString('utf8', firstCharacterStart(drawn));
}

/** Both in the order of their ends. */
function inOrder(out: readonly ScannedLine[], err: readonly ScannedLine[]): ScannedLine[] {
  if (err.length === 0) return [...out];
  if (out.length === 0) return [...err];
  const merged: ScannedLine[] = [];
  let at = 0;
  for (const line of out) {
    for (let next = err[at]; next !== undefined && next.place < line.place; next = err[at]) {
      merged.push(next);
      at += 1;
    }
    merged.push(line);
  }
  return [...merged, ...err.slice(at)];
}
