import type { Clock } from '../ports/clock.ts';
import type { MergedOrder } from './merged-order.ts';
import type { Stream } from './output-index.ts';
import type { OutputSource } from './output-source.ts';
import { pacedLines } from './paced-lines.ts';
import { LINE_SHOWN_BYTES_MAX, lineEndOf, type ScannedLine, type Skips } from './scan-lines.ts';

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
  /** Told now and then up to which place all has been looked at. */
  passed?(place: number): void;
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
  for await (const lines of pacedLines(scanning, place, by, wanted.skips)) {
    for (const line of lines) {
      const text = redacted(scanning, line);
      if (wanted.test(text)) return pageLine(line, text);
    }
  }
  return undefined;
}

/** More are not counted: somebody who gets so many looks for something else. */
export const HITS_MAX = 1_000;

/** Where the lines that pass begin, in their order; one more than `HITS_MAX` says that there are more. */
export async function findAll(scanning: Scanning, wanted: LineTest): Promise<LineId[]> {
  const found: LineId[] = [];
  for await (const lines of pacedLines(scanning, 0, 1, wanted.skips)) {
    for (const line of lines) {
      if (!wanted.test(redacted(scanning, line))) continue;
      found.push({ stream: line.stream, start: line.start });
      if (found.length > HITS_MAX) return found;
    }
  }
  return found;
}

/** All lines from a place on in their order, as text and a few at a time: for a pager or a file. */
export async function* allLines(scanning: Scanning, from: number, only?: LineTest): AsyncGenerator<string[]> {
  for await (const lines of pacedLines(scanning, from, 1, only?.skips)) {
    const texts = lines.map((line) => redacted(scanning, line));
    yield only === undefined ? texts : texts.filter((text) => only.test(text));
  }
}

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
  if (count <= 0) return { lines: [], isOver: false, wants: 0 };
  const bytesMax = only === undefined ? WINDOW_BYTES_MAX / 2 : Number.POSITIVE_INFINITY;
  const taken = createTaken(near, only);
  for await (const lines of pacedLines(scanning, from, by, taken.context === 0 ? only?.skips : undefined)) {
    for (const line of lines) {
      taken.look(line, redacted(scanning, line));
      if (taken.lines.length >= count || taken.bytes() >= bytesMax)
        return { lines: taken.lines.slice(0, count), isOver: false, wants: taken.wants() };
    }
  }
  return { lines: taken.lines, isOver: true, wants: taken.wants() };
}

/** Without a test every line is wanted; with one, a few thousand lines of neighbours are the most. */
function createTaken(near: number, only: WindowWanted['only']) {
  const context = only?.context ?? 0;
  const lines: PageLine[] = [];
  let passedOver: PageLine[] = [];
  let [seen, wants, bytes, left] = [0, 0, 0, near];
  return {
    lines,
    context,
    wants: () => wants,
    bytes: () => bytes,
    look(line: ScannedLine, text: string): void {
      const page = pageLine(line, text);
      bytes += Math.min(line.bytes, LINE_SHOWN_BYTES_MAX);
      if (only === undefined || only.test(text)) {
        if (wants === 0 && seen < context) wants = context - seen;
        lines.push(...passedOver, page);
        passedOver = [];
        left = context;
        seen = Number.POSITIVE_INFINITY;
        return;
      }
      seen += 1;
      if (left > 0) {
        lines.push(page);
        left -= 1;
      } else if (context > 0) passedOver = [...passedOver, page].slice(-context);
    },
  };
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
