import { cleanLine } from '../../text/sanitise.ts';
import { jobContent, jobOf } from '../job-content.ts';
import { prose } from '../prose.ts';
import { byCommand, deciding, type SheetKind } from '../sheet-kind.ts';
import type { ItemOf } from './item-of.ts';

export const disable: SheetKind<ItemOf<'disable'>> = {
  question: ({ jobName }) => `Disable ${cleanLine(jobName)}?`,
  back: 'Cancel',
  buttons: ({ item: { jobId, jobName } }) => deciding('Disable', () => byCommand({ kind: 'disable', jobId, jobName })),
  hint: () => 'Tab, Enter disables it',
  content: (sheet, scene, width) => [
    ...prose(['What runs goes on to its end. What waits in the queue is cancelled.'], width),
    [],
    ...jobContent(sheet, scene, width),
  ],
  recorded: 'plain',
  read: (options, { jobId }) => jobOf(options, jobId),
};
