import type { Pattern } from './patterns.ts';

/** Takes secrets out of bytes that come in pieces. Holds back only what may be the beginning of one. */
export type Redactor = {
  push(bytes: Buffer): Buffer;
  /** What was held back, once nothing more comes. */
  end(): Buffer;
  /** How many secrets were taken out so far. */
  count(): number;
  /** Where the marked offsets of what came in lie in what went out; complete after the end. */
  moved(): readonly number[];
};

/** `marks` are offsets into what comes in, in ascending order. */
export function createRedactor(patterns: readonly Pattern[], marks: readonly number[] = []): Redactor {
  const openTail = tailFinder(patterns);
  const out = createSink(marks);
  let held: Buffer = Buffer.alloc(0);
  let heldFrom = 0;
  /** Up to here, in bytes of the whole, everything belongs to a secret that has its label. */
  let coveredTo = 0;
  let count = 0;

  /** Settles what is held up to `end`; a secret that begins before it may reach beyond. */
  const settle = (end: number): Buffer => {
    let plainFrom = heldFrom;
    for (const { at, pattern } of matchesIn(held, patterns, end)) {
      const from = heldFrom + at;
      if (from >= coveredTo) {
        const start = Math.max(plainFrom, coveredTo);
        out.plain(held.subarray(start - heldFrom, at), start);
        out.label(pattern.label, from);
        count += 1;
        plainFrom = from;
      }
      coveredTo = Math.max(coveredTo, from + pattern.bytes.length);
    }
    const start = Math.max(plainFrom, coveredTo);
    const stop = heldFrom + end;
    if (start < stop) out.plain(held.subarray(start - heldFrom, end), start);
    held = held.subarray(end);
    heldFrom = stop;
    return out.take();
  };

  return {
    push(bytes) {
      held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
      return settle(held.length - openTail(held));
    },
    end() {
      const rest = settle(held.length);
      out.finish();
      return rest;
    },
    count: () => count,
    moved: out.moved,
  };
}

/** A text that is whole. */
export function redactText(text: string, patterns: readonly Pattern[]): string {
  if (patterns.length === 0 || text === '') return text;
  const redactor = createRedactor(patterns);
  const pieces = [redactor.push(Buffer.from(text)), redactor.end()];
  return redactor.count() === 0 ? text : Buffer.concat(pieces).toString();
}

/** A text that may end within a secret: what may be the beginning of one is left away. */
export const redactOpenText = (text: string, patterns: readonly Pattern[]): string =>
  patterns.length === 0 ? text : createRedactor(patterns).push(Buffer.from(text)).toString();

export const longestOf = (patterns: readonly Pattern[]): number =>
  patterns.reduce((most, { bytes }) => Math.max(most, bytes.length), 0);

type Match = { at: number; pattern: Pattern };

/** Every place before `end` where a secret begins, in ascending order, the longest first where several do. */
function* matchesIn(bytes: Buffer, patterns: readonly Pattern[], end: number): Generator<Match> {
  const next = patterns.map((pattern) => ({ at: bytes.indexOf(pattern.bytes), pattern }));
  let open = next.filter(({ at }) => at >= 0 && at < end);
  // Each turn takes one place of one pattern, so the length of what is held bounds the loop.
  while (open.length > 0) {
    // The patterns stand longest first, and a later one has to be strictly earlier to win.
    const first = open.reduce((best, one) => (one.at < best.at ? one : best));
    yield { at: first.at, pattern: first.pattern };
    first.at = bytes.indexOf(first.pattern.bytes, first.at + 1);
    if (first.at < 0 || first.at >= end) open = open.filter((one) => one !== first);
  }
}

/** How many bytes at the end may be the beginning of a secret that goes on with what comes next. */
function tailFinder(patterns: readonly Pattern[]): (bytes: Buffer) => number {
  const longest = longestOf(patterns);
  const byFirst = new Map<number, Buffer[]>();
  for (const { bytes } of patterns) {
    const first = bytes[0] ?? 0;
    byFirst.set(first, [...(byFirst.get(first) ?? []), bytes]);
  }
  return (bytes) => {
    for (let at = Math.max(0, bytes.length - longest + 1); at < bytes.length; at += 1) {
      const length = bytes.length - at;
      const begins = byFirst
        .get(bytes[at] ?? -1)
        ?.some((one) => one.length > length && one.compare(bytes, at, bytes.length, 0, length) === 0);
      if (begins === true) return length;
    }
    return 0;
  };
}

/** Collects what goes out, and where the marks have moved to. */
function createSink(marks: readonly number[]) {
  const moved: number[] = [];
  let pieces: Buffer[] = [];
  let written = 0;
  const moveTo = (before: number, offset: (mark: number) => number): void => {
    for (let mark = marks[moved.length]; mark !== undefined && mark <= before; mark = marks[moved.length]) {
      moved.push(offset(mark));
    }
  };
  const add = (bytes: Buffer): void => {
    if (bytes.length > 0) pieces.push(bytes);
    written += bytes.length;
  };
  return {
    /** Bytes that stay as they are, and their offset in what came in. */
    plain(bytes: Buffer, from: number): void {
      moveTo(from, () => written);
      moveTo(from + bytes.length, (mark) => written + mark - from);
      add(bytes);
    },
    label(bytes: Buffer, from: number): void {
      moveTo(from, () => written);
      add(bytes);
    },
    take(): Buffer {
      const taken = pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
      pieces = [];
      return taken;
    },
    finish: (): void => moveTo(Number.POSITIVE_INFINITY, () => written),
    moved: (): readonly number[] => moved,
  };
}
