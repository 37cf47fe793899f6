import { cleanLine } from '../../text/sanitise.ts';
import { ownFields } from '../own-fields.ts';
import { notesOf, ownChange, ownRows, patchOf, readOwn } from '../own-run.ts';
import { byCommand, deciding, type SheetKind } from '../sheet-kind.ts';
import type { ItemOf } from './item-of.ts';

/** A job by hand, as it is or with a change for this run alone. */
export const run: SheetKind<ItemOf<'run'>> = {
  question: ({ jobName }) => `Run ${cleanLine(jobName)}?`,
  back: 'Cancel',
  fields: ({ content }) => ownFields(content),
  buttons: ({ item: { jobId, jobName }, content }) =>
    deciding('Run', () => {
      const { patch } = patchOf(content);
      return byCommand(
        patch === undefined ? { kind: 'run', jobId, jobName } : { kind: 'run-with', jobId, jobName, patch },
      );
    }),
  hint: () => 'change it or not, Enter, Enter runs it',
  does: () => 'runs it',
  content: (sheet, scene, width) => ownRows(sheet, notesOf(sheet.content.detail?.job, scene), scene, width),
  recorded: 'plain',
  follows: 'fields',
  read: (options, { jobId }, open) => readOwn(options, { jobId }, open),
  change: (_sheet, content) => ownChange(content),
};
