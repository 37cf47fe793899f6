import type { Clock } from '../ports/clock.ts';
import type { MergedOrder } from './merged-order.ts';
import type { Stream } from './output-index.ts';
import type { OutputSource } from './output-source.ts';
import {
  LINE_SHOWN_BYTES_MAX,
  lineEndOf,
  linesAfter,
  linesBefore,
  type ScannedLine,
  type Skips,
} from './scan-lines.ts';

/** A line is known by its stream and where in it it begins, as long as the stream is the same. */
export type LineId = { stream: Stream; start: number };

export type PageLine = LineId & {
  /** Behind its newline, or where the stream ends. */
  end: number;
  at?: number;
  /** Its whole length; `text` may be less. */
  bytes: number;
  text: string;
};

export type OutputWindow = {
  lines: PageLine[];
  /** Nothing comes before the first line, or after the last. */
  isAtStart: boolean;
  isAtEnd: boolean;
};

/** What is done with the text of a line before anybody sees it; an open one may end within a secret. */
export type Redact = (text: string, end: 'whole' | 'open') => string;

/** Which lines are wanted: all, or those that pass with their neighbours. */
export type LineTest = { test(text: string): boolean; skips?: Skips };

export type Scanning = {
  source: OutputSource;
  order: MergedOrder;
  redact: Redact;
  clock: Pick<Clock, 'monotonic' | 'setSoon'>;
  signal?: AbortSignal;
};

export type WindowWanted = {
  at: 'start' | 'end' | LineId;
  /** So many lines before the one that is asked for, and from it on. */
  before: number;
  after: number;
  only?: LineTest & { context: number };
};

/** A window holds no more text, whatever was asked for. */
export const WINDOW_BYTES_MAX = 256 * 1024;

/** The lines around a place. Reads only what it needs for them, and lets the event loop go on between slices. */
export async function readWindow(scanning: Scanning, wanted: WindowWanted): Promise<OutputWindow> {
  const { source, order } = scanning;
  const { at, only } = wanted;
  if (at === 'start') {
    const { lines, isOver } = await collect(scanning, { from: 0, by: 1, count: wanted.after, near: 0, only });
    return { lines, isAtStart: true, isAtEnd: isOver };
  }
  if (at === 'end') {
    const { lines, isOver } = await collect(scanning, {
      from: order.total,
      by: -1,
      count: wanted.before,
      near: 0,
      only,
    });
    return { lines: lines.reverse(), isAtStart: isOver, isAtEnd: true };
  }
  const from = order.placeOf(at.stream, at.start);
  const end = await lineEndOf(source, at.stream, Math.min(at.start, source.sizes[at.stream]));
  const seam = end <= at.start ? from : order.placeOf(at.stream, end - 1) + 1;
  const first = await collect(scanning, { from: seam, by: 1, count: wanted.after, near: 0, only });
  const back = await collect(scanning, { from: seam, by: -1, count: wanted.before + 1, near: first.wants, only });
  const behind =
    back.wants === 0
      ? first
      : await collect(scanning, { from: seam, by: 1, count: wanted.after, near: back.wants, only });
  return { lines: [...back.lines.reverse(), ...behind.lines], isAtStart: back.isOver, isAtEnd: behind.isOver };
}

/** From where a line is looked for; downwards the line itself may be looked at first. */
export type From = 'start' | 'end' | (LineId & { isIncluded?: true });

/** The nearest line that passes before or behind a line, or from one end of all. */
export async function findLine(
  scanning: Scanning,
  from: From,
  by: 1 | -1,
  wanted: LineTest,
): Promise<PageLine | undefined> {
  const place = await placeFor(scanning, from, by);
  for await (const line of paced(scanning, place, by, wanted.skips)) {
    const text = redacted(scanning, line);
    if (wanted.test(text)) return pageLine(line, text);
  }
  return undefined;
}

/** More are not counted: somebody who gets so many looks for something else. */
export const HITS_MAX = 1_000;

/** Where the lines that pass begin, in their order; one more than `HITS_MAX` says that there are more. */
export async function findAll(scanning: Scanning, wanted: LineTest): Promise<LineId[]> {
  const found: LineId[] = [];
  for await (const line of paced(scanning, 0, 1, wanted.skips)) {
    if (!wanted.test(redacted(scanning, line))) continue;
    found.push({ stream: line.stream, start: line.start });
    if (found.length > HITS_MAX) break;
  }
  return found;
}

/** All lines in their order, as text: for a pager or a file. */
export async function* allLines(scanning: Scanning, only?: LineTest): AsyncGenerator<string> {
  for await (const line of paced(scanning, 0, 1, only?.skips)) {
    const text = redacted(scanning, line);
    if (only === undefined || only.test(text)) yield text;
  }
}

/** After so long somebody else gets a turn; a frame has 16 ms. */
const SLICE_MS = 6;
const LINES_A_LOOK = 32;

type Collecting = {
  from: number;
  by: 1 | -1;
  count: number;
  /** So many lines next to the start are wanted for the sake of one on its other side. */
  near: number;
  only: WindowWanted['only'];
};

/** In the direction of the search. `wants`: so many lines behind the start would be wanted for the first that passed. */
async function collect(
  scanning: Scanning,
  { from, by, count, near, only }: Collecting,
): Promise<{ lines: PageLine[]; isOver: boolean; wants: number }> {
  const lines: PageLine[] = [];
  let passedOver: PageLine[] = [];
  let seen = 0;
  let wants = 0;
  let bytes = 0;
  let left = near;
  const context = only?.context ?? 0;
  // Without a test every line is wanted; with one, a few thousand lines of neighbours are the most.
  if (count <= 0) return { lines, isOver: false, wants };
  for await (const line of paced(scanning, from, by, context === 0 ? only?.skips : undefined)) {
    const text = redacted(scanning, line);
    const page = pageLine(line, text);
    const isWanted = only === undefined || only.test(text);
    if (isWanted) {
      if (wants === 0 && seen < context) wants = context - seen;
      lines.push(...passedOver, page);
      passedOver = [];
      left = context;
    } else if (left > 0) {
      lines.push(page);
      left -= 1;
    } else if (context > 0) {
      passedOver = [...passedOver, page].slice(-context);
    }
    if (isWanted) seen = Number.POSITIVE_INFINITY;
    else seen += 1;
    bytes += Math.min(line.bytes, LINE_SHOWN_BYTES_MAX);
    if (lines.length >= count || (only === undefined && bytes >= WINDOW_BYTES_MAX / 2))
      return { lines: lines.slice(0, Math.max(count, 1)), isOver: false, wants };
  }
  return { lines, isOver: true, wants };
}

async function* paced(scanning: Scanning, place: number, by: 1 | -1, skips?: Skips): AsyncGenerator<ScannedLine> {
  const { source, order, clock, signal } = scanning;
  const batches = by === 1 ? linesAfter(source, order, place, skips) : linesBefore(source, order, place, skips);
  let since = clock.monotonic();
  let count = 0;
  for await (const batch of batches) {
    if (by === -1) batch.reverse();
    for (const line of batch) {
      count += 1;
      if (count % LINES_A_LOOK === 0 && clock.monotonic() - since >= SLICE_MS) {
        await new Promise<void>((resolve) => clock.setSoon(resolve));
        since = clock.monotonic();
      }
      if (signal?.aborted === true) return;
      yield line;
    }
    if (signal?.aborted === true) return;
  }
}

async function placeFor({ source, order }: Scanning, from: From, by: 1 | -1): Promise<number> {
  if (from === 'start') return 0;
  if (from === 'end') return order.total;
  const end = await lineEndOf(source, from.stream, from.start);
  // Backwards the line itself is not looked at either.
  const last = order.placeOf(from.stream, Math.max(from.start, end - 1));
  return by === 1 && from.isIncluded !== true ? last + 1 : last;
}

const redacted = ({ redact, source }: Scanning, line: ScannedLine): string => {
  const isCut = line.bytes > LINE_SHOWN_BYTES_MAX || line.end === source.sizes[line.stream];
  return redact(line.text(), isCut ? 'open' : 'whole');
};

const pageLine = ({ stream, start, end, at, bytes }: ScannedLine, text: string): PageLine => ({
  stream,
  start,
  end,
  bytes,
  text,
  ...(at === undefined ? {} : { at }),
});
