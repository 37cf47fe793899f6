import { cleanLine } from '../../text/sanitise.ts';
import { ownFields } from '../own-fields.ts';
import { notesOf, ownChange, ownRows, patchOf, readOwn } from '../own-run.ts';
import { byCommand, deciding, type SheetKind } from '../sheet-kind.ts';
import type { ItemOf } from './item-of.ts';

/** A run once more, with what it had of its job and changed for itself, or with another change. */
export const rerun: SheetKind<ItemOf<'rerun'>> = {
  question: ({ runId, jobName }) => `Run ${cleanLine(jobName)} again, as run ${runId}?`,
  back: 'Cancel',
  fields: ({ content }) => ownFields(content),
  buttons: ({ item: { runId, jobName }, content }) =>
    deciding('Run again', () => byCommand({ kind: 'rerun', runId, jobName, ...patchOf(content) })),
  hint: () => 'change it or not, Enter, Enter runs it',
  does: () => 'runs it',
  content: (sheet, scene, width) => ownRows(sheet, notesOf(sheet.content.detail?.job, scene), scene, width),
  recorded: 'plain',
  follows: 'fields',
  read: (options, { jobId, runId }, open) => readOwn(options, { jobId, runId }, open),
  change: (_sheet, content) => ownChange(content),
};
