import type { IndexRecord, Step, Stream } from './output-index.ts';

/** Which part of a run's output is looked at. */
export type OutputPart = {
  streams: 'both' | Stream;
  /** What lies before these offsets is left out, but for the rest of a line that they divide. */
  floor?: Readonly<Record<Stream, number>>;
  /** What is known to have come before this instant is left out. */
  sinceAt?: number;
};

/**
 * Both streams as one row of bytes, in the order in which they came. A place in it moves while nobody has noted the
 * order of the newest bytes, so that only offsets into a stream are kept, and places are computed anew.
 */
export type MergedOrder = {
  total: number;
  /** Where a byte of a stream stands; that of the nearest byte behind it which is part of it, or the end. */
  placeOf(stream: Stream, offset: number): number;
  /** The bytes of a stream between two places; they lie together. */
  rangeOf(stream: Stream, from: number, to: number): { start: number; end: number };
  atOf(stream: Stream, offset: number): number | undefined;
};

/** The steps of all bytes there are: those that the records know, then the rest, out before err. */
export function wholeSteps(records: readonly IndexRecord[], sizes: Readonly<Record<Stream, number>>): Step[] {
  const steps: Step[] = [];
  const done = { out: 0, err: 0 };
  const advance = (at: number | undefined, stream: Stream, offset: number): void => {
    const end = Math.min(offset, sizes[stream]);
    // Two may look at once, and then a record can be behind the one before it.
    if (end <= done[stream]) return;
    steps.push({ at, stream, start: done[stream], end });
    done[stream] = end;
  };
  for (const { at, stream, offset } of records) advance(at, stream, offset);
  advance(undefined, 'out', sizes.out);
  advance(undefined, 'err', sizes.err);
  return steps;
}

export function mergedOrder(steps: readonly Step[], part: OutputPart): MergedOrder {
  const rows: Record<Stream, Row[]> = { out: [], err: [] };
  const first = part.sinceAt === undefined ? 0 : firstSince(steps, part.sinceAt);
  let total = 0;
  for (const step of first === 0 ? steps : steps.slice(first)) {
    const { stream, end, at } = step;
    if (part.streams !== 'both' && part.streams !== stream) continue;
    const start = Math.max(step.start, part.floor?.[stream] ?? 0);
    if (start >= end) continue;
    rows[stream].push({ start, end, at, place: total });
    total += end - start;
  }
  const rowAt = (stream: Stream, offset: number): Row | undefined =>
    rows[stream][lowerBound(rows[stream], (row) => row.end > offset)];
  const offsetAt = (stream: Stream, place: number): number => {
    const found = rows[stream];
    const row = found[lowerBound(found, ({ place: from, start, end }) => from + (end - start) > place)];
    return row === undefined ? (found.at(-1)?.end ?? 0) : row.start + Math.max(0, place - row.place);
  };
  return {
    total,
    placeOf(stream, offset) {
      const row = rowAt(stream, offset);
      return row === undefined ? total : row.place + Math.max(0, offset - row.start);
    },
    rangeOf: (stream, from, to) => ({ start: offsetAt(stream, from), end: offsetAt(stream, to) }),
    atOf: (stream, offset) => rowAt(stream, offset)?.at,
  };
}

/** A stretch of a stream that came at once, and where it begins among all. */
type Row = { start: number; end: number; at: number | undefined; place: number };

/** Instants only grow, but for clocks that were set back: the first step of the last stretch since then. */
function firstSince(steps: readonly Step[], sinceAt: number): number {
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    const at = steps[index]?.at;
    if (at !== undefined && at < sinceAt) return index + 1;
  }
  return 0;
}

function lowerBound<T>(sorted: readonly T[], isBehind: (one: T) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBehind(sorted[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
