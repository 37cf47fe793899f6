import type { Job } from '../../../src/store/nouns/job.ts';
import type { Home } from '../support/home.ts';
import type { OnPeriod } from './loop.ts';

const ROWS_MAX = 100_000;

/** S-4. Every fire time of an interval, while its job was on, stands in one row: it ran, or was skipped or missed. */
export const missingSlots = (
  home: Home,
  jobs: readonly Job[],
  periods: readonly OnPeriod[],
): { missing: string[]; count: number } => {
  const missing: string[] = [];
  let count = 0;
  for (const { id, anchorAt, definition } of jobs) {
    const rows = home.store.slots.list(id, ROWS_MAX);
    const everyMs = definition.schedule_every_ms ?? 1_000;
    for (const { from, to } of periods) {
      const first = anchorAt + Math.ceil((from - anchorAt + 1) / everyMs) * everyMs;
      for (let slotAt = first; slotAt < to; slotAt += everyMs) {
        if (slotAt <= anchorAt) continue;
        count += 1;
        const holders = rows.filter((row) => row.slotAt <= slotAt && slotAt <= row.lastSlotAt);
        if (holders.length !== 1) missing.push(`${definition.name} ${slotAt}: ${holders.length} rows`);
        for (const row of holders) {
          if (row.state === 'due') missing.push(`${definition.name} ${slotAt} is still due`);
        }
      }
    }
  }
  return { missing, count };
};
