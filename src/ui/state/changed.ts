import type { ScreenData } from './view.ts';

/** Counts of the header that somebody may be waiting for. */
export const COUNTED = ['due', 'running', 'queued', 'pendingApprovals', 'openAlerts', 'jobs'] as const;
export type Counted = (typeof COUNTED)[number];

/** Which counts are other ones than before; what was never read has not changed. */
export function changedCounts(old: ScreenData, fresh: ScreenData): Counted[] {
  if (Object.keys(old.lists).length === 0) return [];
  return COUNTED.filter((name) => old.counters[name] !== fresh.counters[name]);
}
