import { type Reduced, still } from '../reduced.ts';
import { selectedItem, selectionOf } from '../selection.ts';
import type { ScreenData, View } from '../view.ts';

/** What an imported job says of itself while the scheduler it came from still has it. */
const RUNS_IT: ReadonlySet<string | undefined> = new Set(['cron runs it', 'OpenClaw runs it', 'systemd runs it']);

/** Whether the selected job would run there and here if it were only switched on. */
export function runsElsewhere(view: View, data: ScreenData): boolean {
  const row = selectedItem(view, data)?.item.row;
  if (row !== undefined && 'disabledBecause' in row) return RUNS_IT.has(row.disabledBecause);
  const job = data.detail?.detail.job;
  return job !== undefined && job.id === selectionOf(view, data).jobId && RUNS_IT.has(job.disabledBecause);
}

/** The page that shows what starting it here means for where it came from. */
export const openMove = (view: View, jobId: string | undefined): Reduced =>
  jobId === undefined
    ? still(view)
    : still(view, [
        { kind: 'open-page', item: { kind: 'move', key: `move:${jobId}`, jobId } },
        { kind: 'drop-pending' },
      ]);
