import type { Stream } from './output-index.ts';
import type { OutputSource } from './output-source.ts';

/** What is read at once, whatever is asked for; whoever goes on in the same direction finds it there. */
export const AHEAD_BYTES = 128 * 1024;

/**
 * The same output for somebody who goes through it in one direction: each stretch is read from the disk once. Downwards
 * always into the same memory, as else a gigabyte has to be collected: bytes count until what comes behind them is read.
 */
export function readAhead(source: OutputSource, by: 1 | -1): OutputSource {
  const blocks: Partial<Record<Stream, { start: number; end: number; bytes: Buffer }>> = {};
  const memory: Partial<Record<Stream, Buffer>> = {};
  return {
    ...source,
    async read(stream, start, end) {
      const known = blocks[stream];
      if (known !== undefined && start >= known.start && end <= known.end)
        return known.bytes.subarray(start - known.start, end - known.start);
      // The line that a stretch begins in, or ends in, lies behind whoever goes on.
      if (known !== undefined && (by === 1 ? start < known.start : end > known.end))
        return source.read(stream, start, end);
      const from = by === 1 ? start : Math.max(0, Math.min(start, end - AHEAD_BYTES));
      const to = by === 1 ? Math.max(end, Math.min(source.sizes[stream], start + AHEAD_BYTES)) : end;
      // What is under way must not be taken for what was there before.
      delete blocks[stream];
      if (by === 1) memory[stream] ??= Buffer.allocUnsafe(AHEAD_BYTES);
      const bytes = await source.read(stream, from, to, memory[stream]);
      blocks[stream] = { start: from, end: to, bytes };
      return bytes.subarray(start - from, end - from);
    },
  };
}
