import { type Selection, selectedItem, selectionOf } from '../selection.ts';
import type { SheetItem } from '../sheet.ts';
import type { ScreenData, View } from '../view.ts';
import type { Action } from './action.ts';
import { jobSheet } from './jobs.ts';
import { needs, needsJob } from './needs.ts';
import { openSheet, opensFor } from './open-sheet.ts';

export const RUN_ACTIONS: readonly Action[] = [
  {
    id: 'cancel',
    keys: ['c'],
    title: 'cancel a run, or what waits',
    command: 'openclaw-tui runs cancel RUN',
    opens: 'sheet',
    group: 'act',
    marked: 'cancel',
    footer: { panels: ['runs'], word: 'cancel' },
    offBecause: (view, data, around) =>
      selectionOf(view, data).kind === 'queued'
        ? undefined
        : needs('run', '{cancel} cancels', 'a run that is going on')(view, data, around),
    run: opensFor(cancelSheet),
  },
  {
    id: 'run',
    keys: ['r'],
    title: 'run a job, or a run again',
    command: 'openclaw-tui jobs run JOB',
    opens: 'sheet',
    group: 'act',
    marked: 'run',
    footer: { panels: ['due', 'runs', 'jobs', 'alerts'], word: 'run' },
    offBecause: (view, data, around) =>
      againSheet(view, data) === undefined ? needsJob(view, data, around) : undefined,
    run: (view, pressed, context) => {
      const again = againSheet(view, context.data);
      return again === undefined ? runsJob(view, pressed, context) : openSheet(view, again);
    },
  },
];

const runsJob = opensFor((selection, context) => jobSheet('run', selection, context));

/** A run is run again as it was, also while its row only stays to say how it ended. */
function againSheet(view: View, data: ScreenData): SheetItem | undefined {
  const row = selectedItem(view, data)?.item.row;
  if (row === undefined || !('runId' in row) || !('jobId' in row) || !('jobName' in row)) return undefined;
  const { runId, jobId, jobName } = row;
  if (runId === undefined || jobId === undefined) return undefined;
  return { kind: 'rerun', key: `rerun:${runId}`, runId, jobId, jobName };
}

/** What runs is stopped, what waits leaves the queue. */
function cancelSheet(selection: Selection): SheetItem | undefined {
  const { key } = selection.kind === 'none' ? { key: '' } : selection;
  if (selection.kind === 'run') {
    return { kind: 'cancel-run', key, runId: selection.runId, jobName: selection.jobName };
  }
  if (selection.kind !== 'queued') return undefined;
  const { dispatchId, jobId, jobName } = selection;
  return { kind: 'cancel-dispatch', key: `cancel:${key}`, dispatchId, jobId, jobName };
}
