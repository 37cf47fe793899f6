import { formatTimes } from './number.ts';

export type RunBar =
  | { kind: 'bar'; text: string }
  /** Past the usual time. */
  | { kind: 'over'; text: string }
  /** At 80 % of the limit and beyond; the word is followed by the limit itself. */
  | { kind: 'limit' };

/** Elapsed against the usual time in `columns` cells. */
export const runBar = (
  times: { elapsedMs: number; usualMs: number | undefined; limitMs: number | undefined },
  columns: number,
  cells: { full: string; empty: string },
): RunBar => {
  const { elapsedMs, usualMs, limitMs } = times;
  if (limitMs !== undefined && elapsedMs >= LIMIT_SHARE * limitMs) return { kind: 'limit' };
  if (usualMs === undefined || usualMs <= 0) return { kind: 'bar', text: '' };
  const ratio = elapsedMs / usualMs;
  if (ratio > 1) return { kind: 'over', text: formatTimes(ratio, cells.full === '#' ? 'x' : '×') };
  // A run that starts in this very second may lie ahead of the clock the screen was drawn with.
  const full = Math.min(columns, Math.max(0, Math.round(ratio * columns)));
  return { kind: 'bar', text: cells.full.repeat(full) + cells.empty.repeat(columns - full) };
};

const LIMIT_SHARE = 0.8;
