import type { Line } from '../../layout/line.ts';
import type { EngineOwner } from '../../state/sheet.ts';
import { cleanLine } from '../../text/sanitise.ts';
import { prose } from '../prose.ts';
import { byCommand, deciding, type SheetKind } from '../sheet-kind.ts';
import type { ItemOf } from './item-of.ts';

export const takeOver: SheetKind<ItemOf<'take-over'>> = {
  question: ({ owner }) =>
    owner === undefined ? 'Start the engine here?' : `Take over the engine from PID ${owner.pid}?`,
  back: 'Cancel',
  buttons: ({ item: { owner } }) =>
    deciding(owner === undefined ? 'Start' : 'Take over', () => byCommand({ kind: 'take-over' })),
  hint: ({ item: { owner } }) => (owner === undefined ? 'Tab, Enter starts it' : 'Tab, Enter takes it over'),
  does: ({ item: { owner } }) => (owner === undefined ? 'starts it' : 'takes it over'),
  content: (sheet, _scene, width) => takeOverContent(sheet.item.owner, width),
  recorded: 'plain',
  read: () => ({}),
};

/** What becomes of the engine that runs elsewhere. */
function takeOverContent(owner: EngineOwner | undefined, width: number): Line[] {
  if (owner === undefined) {
    return prose(
      ['Nobody runs the engine: no job starts. It starts in this console, and takes back what runs.'],
      width,
    );
  }
  const where = `PID ${owner.pid} of ${cleanLine(owner.user)} on ${cleanLine(owner.host)}`;
  const then =
    owner.mode === 'headless'
      ? `${where} ends. A service manager that starts it again finds this one in charge.`
      : `The console of ${where} stays open, attached to this one.`;
  return [
    ...prose([`The engine runs in ${where}${owner.mode === 'headless' ? ', without a screen' : ''}.`], width),
    [],
    ...prose(
      ['It finishes what it has in hand and hands over. No run is stopped: what runs goes on here.', then],
      width,
    ),
  ];
}
