import { type Reduced, still } from '../reduced.ts';
import { selectedItem, selectionOf } from '../selection.ts';
import type { ScreenData, View } from '../view.ts';

/** What an imported line of a crontab says of itself while cron still has it. */
const CRON_RUNS_IT = 'cron runs it';

/** Whether the selected job would run in cron and here if it were only switched on. */
export function runsInCron(view: View, data: ScreenData): boolean {
  const row = selectedItem(view, data)?.item.row;
  if (row !== undefined && 'disabledBecause' in row) return row.disabledBecause === CRON_RUNS_IT;
  const job = data.detail?.detail.job;
  return job !== undefined && job.id === selectionOf(view, data).jobId && job.disabledBecause === CRON_RUNS_IT;
}

export const openCronMove = (view: View, jobId: string | undefined): Reduced =>
  jobId === undefined
    ? still(view)
    : still(view, [
        { kind: 'open-page', item: { kind: 'move', key: `move:${jobId}`, jobId } },
        { kind: 'drop-pending' },
      ]);
