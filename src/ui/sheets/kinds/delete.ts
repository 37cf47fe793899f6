import { cleanLine } from '../../text/sanitise.ts';
import { jobContent, jobOf } from '../job-content.ts';
import { prose } from '../prose.ts';
import { nameField } from '../sheet-fields.ts';
import { byCommand, deciding, type SheetKind } from '../sheet-kind.ts';
import type { ItemOf } from './item-of.ts';

const WHAT_GOES = [
  'Its active runs are stopped; its waiting dispatches and approvals are closed.',
  'The job’s row is kept so that runs, audit and alerts still name it. This is not undone.',
];

export const deleteJob: SheetKind<ItemOf<'delete'>> = {
  question: ({ jobName }) => `Delete ${cleanLine(jobName)}?`,
  back: 'Cancel',
  fields: ({ item }) => (item.nameNeeded ? [nameField(item.jobName)] : []),
  buttons: ({ item: { jobId, jobName } }) => deciding('Delete', () => byCommand({ kind: 'delete', jobId, jobName })),
  hint: ({ item }) => (item.nameNeeded ? 'type the name, then Enter, Enter' : 'Tab, Enter deletes'),
  does: () => 'deletes',
  content: (sheet, scene, width) => [...prose(WHAT_GOES, width), [], ...jobContent(sheet, scene, width)],
  recorded: 'plain',
  read: (options, { jobId }) => jobOf(options, jobId),
};
