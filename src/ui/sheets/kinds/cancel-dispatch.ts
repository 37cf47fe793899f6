import { formatDuration } from '../../format/index.ts';
import type { Line } from '../../layout/line.ts';
import { waitsFor } from '../../panels/runs.ts';
import type { Scene } from '../../scene.ts';
import { cleanLine } from '../../text/sanitise.ts';
import { jobContent } from '../job-content.ts';
import { prose } from '../prose.ts';
import { saidRows } from '../scope-rows.ts';
import { byCommand, filled, type SheetKind } from '../sheet-kind.ts';
import type { ItemOf } from './item-of.ts';

/** What waits in the queue has no process yet. */
export const cancelDispatch: SheetKind<ItemOf<'cancel-dispatch'>> = {
  question: ({ jobName }) => `Cancel what waits of ${cleanLine(jobName)}?`,
  back: 'Back',
  buttons: ({ item: { dispatchId, jobName } }) =>
    filled('Cancel it', () => byCommand({ kind: 'cancel-dispatch', dispatchId, jobName })),
  hint: () => 'Tab, Enter cancels it',
  does: () => 'cancels it',
  content: (sheet, scene, width) => [
    ...prose(['It has not started: nothing is to be killed. It leaves the queue, and the schedule goes on.'], width),
    [],
    ...waitsFact(sheet.item.dispatchId, scene, width),
    ...jobContent(sheet, scene, width),
  ],
  recorded: 'plain',
  read: ({ snapshots }, { dispatchId, jobId }) => {
    const detail = snapshots.detail({ kind: 'queued', dispatchId, jobId });
    return detail === undefined ? {} : { detail };
  },
};

function waitsFact(dispatchId: number, { data, now }: Scene, width: number): Line[] {
  const row = data.lists['runs.now']?.rows.find((each) => each.dispatchId === dispatchId);
  if (row === undefined) return [];
  const since = formatDuration(now - row.sinceAt);
  const text = `${since}: ${waitsFor(row)}`;
  return saidRows('WAITS', text, width);
}
