import { labelled, roomOf } from '../../detail/labelled.ts';
import { type Line, span } from '../../layout/line.ts';
import { cleanLine } from '../../text/sanitise.ts';
import { wrapText } from '../../text/width.ts';
import { jobContent, jobOf } from '../job-content.ts';
import { byCommand, deciding, type SheetKind } from '../sheet-kind.ts';
import type { ItemOf } from './item-of.ts';

export const run: SheetKind<ItemOf<'run'>> = {
  question: ({ jobName }) => `Run ${cleanLine(jobName)}?`,
  back: 'Cancel',
  buttons: ({ item: { jobId, jobName } }) => deciding('Run', () => byCommand({ kind: 'run', jobId, jobName })),
  hint: () => 'Tab, Enter runs it',
  content: (sheet, scene, width) => [
    ...jobContent(sheet, scene, width),
    ...forecastFact(sheet.content.forecast, width),
  ],
  recorded: 'plain',
  read: (options, { jobId }) => ({ ...jobOf(options, jobId), forecast: options.commands.forecast(jobId) }),
};

const forecastFact = (forecast: string | undefined, width: number): Line[] =>
  forecast === undefined
    ? []
    : labelled(
        'NOW',
        wrapText(cleanLine(forecast), roomOf(width)).lines.map((line): Line => [span(line)]),
      );
