import { cleanLine } from '../text/sanitise.ts';
import type { FieldReading, SheetField } from './sheet-kind.ts';

const RIGHT: FieldReading = { state: 'right', word: '' };
const OPEN: FieldReading = { state: 'open', word: '' };

/** A name that has to be typed: proof that somebody has read it, so it is never pasted and never kept. */
export const nameField = (name: string): SheetField => ({
  id: 'name',
  place: 'asked',
  label: `Type the job’s name: ${cleanLine(name)}`,
  reading: (text) => nameReading(name, text),
  paste: 'refused',
  draft: 'asked-again',
});

function nameReading(name: string, text: string): FieldReading {
  if (text === name) return { state: 'right', word: 'complete' };
  if (!name.startsWith(text)) return { state: 'wrong', word: 'not this name' };
  return { state: 'open', word: `${[...name].length - [...text].length} to go` };
}

/** A sentence without which nothing is decided. */
export const sentenceField = (id: string, label: string): SheetField => ({
  id,
  place: 'asked',
  label,
  reading: (text) => (text.trim() === '' ? OPEN : RIGHT),
  paste: 'text',
  draft: 'kept',
});

/** A sentence that may be left out. */
export const noteField: SheetField = {
  id: 'note',
  place: 'beside',
  label: 'Note',
  reading: () => RIGHT,
  paste: 'text',
  draft: 'kept',
};
