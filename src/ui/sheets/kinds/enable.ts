import { cleanLine } from '../../text/sanitise.ts';
import { jobContent, jobOf } from '../job-content.ts';
import { prose } from '../prose.ts';
import { byCommand, filled, type SheetKind } from '../sheet-kind.ts';
import type { ItemOf } from './item-of.ts';

export const enable: SheetKind<ItemOf<'enable'>> = {
  question: ({ jobName }) => `Enable ${cleanLine(jobName)}?`,
  back: 'Cancel',
  buttons: ({ item: { jobId, jobName } }) => filled('Enable', () => byCommand({ kind: 'enable', jobId, jobName })),
  hint: () => 'Tab, Enter enables it',
  does: () => 'enables it',
  content: (sheet, scene, width) => [
    ...prose(['Its schedule starts again from now; nothing that was missed is run.'], width),
    [],
    ...jobContent(sheet, scene, width),
  ],
  recorded: 'plain',
  read: (options, { jobId }) => jobOf(options, jobId),
};
