import type { View } from '../../state/view.ts';
import { prose } from '../prose.ts';
import { deciding, type SheetKind } from '../sheet-kind.ts';
import type { ItemOf } from './item-of.ts';

export const unlock: SheetKind<ItemOf<'unlock'>> = {
  question: () => 'Unlock what changes something?',
  back: 'Cancel',
  buttons: () => deciding('Unlock', () => ({ kind: 'close', effects: [], view: unlocked })),
  hint: () => 'Tab, Enter unlocks',
  does: () => 'unlocks',
  content: (_sheet, _scene, width) =>
    prose(
      [
        'It keeps fingers from keys that change something, and nobody from this sheet.',
        'It is gone with the console in any case: the next one begins unlocked.',
      ],
      width,
    ),
  recorded: 'nothing',
  read: () => ({}),
};

function unlocked({ locked: _, ...view }: View): View {
  return view;
}
