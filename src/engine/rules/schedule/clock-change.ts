import { compileCron } from './compile-cron.ts';
import { COMPENSATED_MAX_SECONDS } from './cron-search.ts';
import type { Schedule } from './types.ts';
import { stretchAt, zoneTable } from './zone-table.ts';

export type Cron = Extract<Schedule, { kind: 'cron' }>;

/** A change of a zone's clocks, in epoch seconds, and its offsets before and from then on, in seconds. */
export type ClockChange = { second: number; before: number; offset: number };

/** The last change of the zone at or before a second. */
export function changeBefore(zone: string, second: number): ClockChange | undefined {
  const table = zoneTable(zone);
  const index = stretchAt(table, second);
  const before = table.offsets[index - 1];
  if (before === undefined) return undefined;
  return { second: table.startsAt[index] ?? 0, before, offset: table.offsets[index] ?? 0 };
}

/** Whether what the clocks jump over is run right after the jump. */
export function isMadeUp({ expression, seed, dst }: Cron, { before, offset }: ClockChange): boolean {
  const followsWall = compileCron(expression, seed)?.followsWall ?? true;
  return dst === 'cronie' && !followsWall && offset - before <= COMPENSATED_MAX_SECONDS;
}
