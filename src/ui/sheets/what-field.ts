import type { PauseContent } from '../state/act-items.ts';
import type { SheetField } from './sheet-kind.ts';

/** What is paused or resumed, by its name. */
export const whatField = (
  label: string,
  asked: PauseContent | undefined,
  { initial, wants }: { initial: string; wants: string },
): SheetField => ({
  id: 'what',
  place: 'row',
  label,
  reading: (text) => {
    if (text.trim() === '') return { state: 'open', word: 'what?' };
    if (asked?.named === undefined) return { state: 'wrong', word: 'not found' };
    return { state: 'right', word: '' };
  },
  paste: 'text',
  draft: 'asked-again',
  fresh: 'replaced',
  initial,
  wants,
  choices: asked?.choices ?? [],
});
