import type { Step, Stream } from './output-index.ts';
import { wholeCharactersEnd } from './read-output.ts';

export type LineAssembler = { feed(step: Step, bytes: Buffer): void; flush(): void };

type Emit = (at: number | undefined, stream: Stream, decode: () => string) => void;

/** Of a longer line the head is kept, with an ellipsis. */
export const LINE_BYTES_MAX = 64 * 1024;

/**
 * Makes lines of pieces of two streams. A stream that isn't named starts within a line: what comes before its first line
 * end is let go, unless it turns out to be all there is.
 */
export const createLineAssembler = (whole: readonly Stream[], emit: Emit): LineAssembler => {
  const open: Record<Stream, OpenLine> = { out: emptyLine(), err: emptyLine() };
  const isWhole = { out: whole.includes('out'), err: whole.includes('err') };
  let emitted = 0;
  let letGo: (() => void) | undefined;

  const end = (stream: Stream, step: Step | undefined): void => {
    const line = open[stream];
    open[stream] = emptyLine();
    const give = (): void => {
      emitted += 1;
      emit((step ?? line).at, stream, () => decode(line));
    };
    if (isWhole[stream]) give();
    else letGo = give;
    isWhole[stream] = true;
  };
  return {
    feed: (step, bytes) => {
      const { stream } = step;
      for (let start = 0; start < bytes.length; ) {
        const newline = bytes.indexOf(NEWLINE, start);
        append(open[stream], bytes.subarray(start, newline < 0 ? bytes.length : newline), step.at);
        if (newline < 0) return;
        end(stream, step);
        start = newline + 1;
      }
    },
    flush: () => {
      for (const stream of ['out', 'err'] as const) {
        if (open[stream].bytes > 0) end(stream, undefined);
      }
      if (emitted === 0) letGo?.();
    },
  };
};

const NEWLINE = 10;
const ELLIPSIS = '…';

type OpenLine = { pieces: Buffer[]; bytes: number; keptBytes: number; at: number | undefined };

const emptyLine = (): OpenLine => ({ pieces: [], bytes: 0, keptBytes: 0, at: undefined });

const append = (line: OpenLine, bytes: Buffer, at: number | undefined): void => {
  const kept = bytes.subarray(0, LINE_BYTES_MAX - line.keptBytes);
  if (kept.length > 0) line.pieces.push(kept);
  line.keptBytes += kept.length;
  line.bytes += bytes.length;
  line.at = at;
};

const decode = ({ pieces, bytes, keptBytes }: OpenLine): string => {
  const kept = pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
  if (bytes === keptBytes) return kept.toString('utf8');
  return kept.toString('utf8', 0, wholeCharactersEnd(kept)) + ELLIPSIS;
};
