import { closeSync, openSync, readSync } from 'node:fs';
import { type IndexRecord, indexPath, parseIndex, type Stream, textOf } from './output-index.ts';

/** What is stored of a run's index: some 700 looks, beside at most 64 kB of each stream. */
export const ARRIVALS_BYTES_MAX = 16 * 1024;
/** So much is read within a millisecond; what a run prints in single bytes over hours has no time after it. */
const READ_BYTES_MAX = 128 * 1024;

/** The index of a run's folder as text that can be stored; empty where nobody looked while the run printed. */
export function readArrivals(folder: string): string {
  const records = parseIndex(readStart(indexPath(folder)));
  return textOf(thinned(records));
}

/** Fewer looks where there were too many: what came between two of them has the time of the later one. */
export function thinned(records: readonly IndexRecord[]): readonly IndexRecord[] {
  const newest: Readonly<Record<Stream, IndexRecord | undefined>> = {
    out: records.findLast(({ stream }) => stream === 'out'),
    err: records.findLast(({ stream }) => stream === 'err'),
  };
  const isNewest = (record: IndexRecord): boolean => record === newest[record.stream];
  let kept = records;
  for (let every = 2; textOf(kept).length > ARRIVALS_BYTES_MAX; every *= 2) {
    // A job can write into its folder: all at one instant is one look, and cannot be thinned.
    if (every > 2 * records.length) return records.filter(isNewest);
    let look = -1;
    let at: number | undefined = Number.NaN;
    kept = records.filter((record) => {
      if (record.at !== at) look += 1;
      at = record.at;
      return look % every === 0 || isNewest(record);
    });
  }
  return kept;
}

/** A run that ended at once was looked at by nobody; any other fault costs the times and not the settlement. */
function readStart(path: string): string {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const buffer = Buffer.allocUnsafe(READ_BYTES_MAX);
    return buffer.toString('latin1', 0, readSync(file, buffer, 0, READ_BYTES_MAX, 0));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) return '';
    throw error;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
