import { type Selection, selectionOf } from '../selection.ts';
import type { SheetItem } from '../sheet.ts';
import type { Action } from './action.ts';
import { jobSheet } from './jobs.ts';
import { needs, needsJob } from './needs.ts';
import { opensFor } from './open-sheet.ts';

export const RUN_ACTIONS: readonly Action[] = [
  {
    id: 'cancel',
    keys: ['c'],
    title: 'cancel a run, or kill it; or what waits',
    command: 'openclaw-tui runs cancel RUN',
    opens: 'sheet',
    group: 'act',
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
    title: 'run a job now',
    command: 'openclaw-tui jobs run JOB',
    opens: 'sheet',
    group: 'act',
    footer: { panels: ['due', 'runs', 'jobs', 'alerts'], word: 'run' },
    offBecause: needsJob,
    run: opensFor((selection, context) => jobSheet('run', selection, context)),
  },
];

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
