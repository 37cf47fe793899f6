import type { ScreenContext } from '../events.ts';
import { type Selection, selectionOf } from '../selection.ts';
import type { SheetItem } from '../sheet.ts';
import type { Action } from './action.ts';
import { openMove, runsElsewhere } from './cron-move.ts';
import { needsJob, needsJobThatIs } from './needs.ts';
import { opensFor } from './open-sheet.ts';

export const JOB_ACTIONS: readonly Action[] = [
  {
    id: 'enable',
    keys: ['E'],
    title: 'enable a job',
    command: 'openclaw-tui jobs enable JOB',
    opens: 'sheet',
    group: 'act',
    marked: 'enable',
    footer: { panels: ['jobs'], word: 'enable' },
    offBecause: needsJobThatIs('off', '{enable} enables'),
    run: (view, pressed, context) =>
      runsElsewhere(view, context.data)
        ? openMove(view, selectionOf(view, context.data).jobId)
        : opensFor((selection) => jobSheet('enable', selection, context))(view, pressed, context),
  },
  {
    id: 'disable',
    keys: ['d'],
    title: 'disable a job',
    command: 'openclaw-tui jobs disable JOB',
    opens: 'sheet',
    group: 'act',
    marked: 'disable',
    footer: { panels: ['jobs'], word: 'disable' },
    offBecause: needsJobThatIs('on', '{disable} disables'),
    run: opensFor((selection, context) => jobSheet('disable', selection, context)),
  },
  {
    id: 'delete',
    keys: ['D'],
    title: 'delete a job',
    command: 'openclaw-tui jobs delete JOB',
    opens: 'sheet',
    group: 'act',
    marked: 'delete',
    offBecause: needsJob,
    run: opensFor((selection, context) => jobSheet('delete', selection, context)),
  },
];

/** A sheet about the job that the selection is or belongs to. */
export function jobSheet(
  kind: 'run' | 'enable' | 'disable' | 'delete',
  selection: Selection,
  context: ScreenContext,
): SheetItem | undefined {
  if (selection.jobId === undefined) return undefined;
  const detail = context.data.detail?.detail;
  const known = detail?.job?.id === selection.jobId ? detail.job : undefined;
  const base = {
    key: `${kind}:${selection.jobId}`,
    jobId: selection.jobId,
    jobName: known?.name ?? selection.jobName ?? selection.jobId,
  };
  // Whether it has a history is looked at again when the sheet is filled; until then the name is asked for.
  return kind === 'delete'
    ? { kind, ...base, nameNeeded: known === undefined || known.history.length > 0 }
    : { kind, ...base };
}
