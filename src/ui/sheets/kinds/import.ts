import type { CrontabItem } from '../../console-options.ts';
import { blank, type Line, span } from '../../layout/line.ts';
import type { Sheet } from '../../state/sheet.ts';
import { cleanLine, spellOut } from '../../text/sanitise.ts';
import { cutMiddle, cutRight, padEnd, wrapText } from '../../text/width.ts';
import { gone, prose } from '../prose.ts';
import { deciding, type SheetKind } from '../sheet-kind.ts';
import type { ItemOf } from './item-of.ts';

export const importCrontab: SheetKind<ItemOf<'import'>> = {
  question: () => 'Import your crontab?',
  back: 'Cancel',
  buttons: () => deciding('Import', () => ({ kind: 'close', effects: [{ kind: 'import' }] })),
  hint: () => 'Tab, Enter imports',
  content: (sheet, _scene, width) => importContent(sheet, width),
  recorded: 'plain',
  read: (options) => {
    const crontab = options.crontab?.();
    return crontab === undefined ? {} : { crontab };
  },
};

function importContent({ content }: Sheet, width: number): Line[] {
  const offer = content.crontab;
  if (offer === undefined) return gone(width);
  const fits = offer.items.filter((item) => item.kind === 'fits').length;
  const head = `${fits} of ${offer.items.length} lines become jobs. They arrive paused; cron goes on running its lines.`;
  return [...prose([head], width), [], ...offer.items.flatMap((item) => importRows(item, width))];
}

/** What a line becomes; the command is whole, because it is what will run. */
function importRows(item: CrontabItem, width: number): Line[] {
  const line = `line ${item.line}`.padEnd(9);
  if (item.kind === 'refused') {
    const because = wrapText(cleanLine(item.because), width - 13).lines;
    return [
      [blank(1), span('–', 'warn'), span(` ${line}`, 'muted'), span(cutRight(cleanLine(item.text), width - 13))],
      ...because.map((text): Line => [blank(12), span(text, 'warn')]),
    ];
  }
  const command = wrapText(spellOut(item.command), width - 13).lines;
  const name = padEnd(cutMiddle(cleanLine(item.name), 28), 28);
  return [
    [
      blank(1),
      span('✓', 'ok'),
      span(` ${line}`, 'muted'),
      span(`${name}  ${cutRight(cleanLine(item.schedule), width - 43)}`),
    ],
    ...command.map((text): Line => [blank(12), span(text, 'muted')]),
    ...item.notes
      .flatMap((note) => wrapText(cleanLine(note), width - 13).lines)
      .map((text): Line => [blank(12), span(text, 'warn')]),
  ];
}
