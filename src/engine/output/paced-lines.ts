import type { OutputSource } from './output-source.ts';
import type { Scanning } from './output-window.ts';
import { readAhead } from './read-ahead.ts';
import { linesAfter, linesBefore, type ScannedLine, type Skips } from './scan-lines.ts';

/** After so long somebody else gets a turn: a frame has 16 ms, and two may go through output at once. */
const SLICE_MS = 4;
/** So few that what is done with them is done within a slice. */
const LINES_A_LOOK = 32;

/** Lines from a place on, a few at a time in the direction of the search; between them the event loop goes on. */
export async function* pacedLines(
  scanning: Scanning,
  place: number,
  by: 1 | -1,
  skips?: Skips,
): AsyncGenerator<ScannedLine[]> {
  const { clock, signal } = scanning;
  let since = clock.monotonic();
  for await (const { lines, place: reached } of batchesOf(scanning, place, by, skips)) {
    if (by === -1) lines.reverse();
    for (let at = 0; at === 0 || at < lines.length; at += LINES_A_LOOK) {
      if (clock.monotonic() - since >= SLICE_MS) {
        await new Promise<void>((resolve) => clock.setSoon(resolve));
        since = clock.monotonic();
      }
      if (signal?.aborted === true) return;
      if (at < lines.length) yield lines.slice(at, at + LINES_A_LOOK);
    }
    scanning.passed?.(reached);
  }
}

const batchesOf = ({ source, order }: Scanning, place: number, by: 1 | -1, skips?: Skips) => {
  const near: OutputSource = readAhead(source, by);
  return by === 1 ? linesAfter(near, order, place, skips) : linesBefore(near, order, place, skips);
};
