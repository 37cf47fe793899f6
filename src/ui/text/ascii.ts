import { widthOf } from './width.ts';

/** For terminals without more than ASCII: typography by its plain form, any other character by `?`, as wide as it was. */
export const toAscii = (text: string): string =>
  text.replace(NOT_ASCII, (character) => PLAIN[character] ?? '?'.repeat(widthOf(character)));

const NOT_ASCII = /[^\0-\x7f]/gu;

const PLAIN: Record<string, string> = {
  '…': '...',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '‹': '<',
  '›': '>',
  '–': '-',
  '—': '-',
  '−': '-',
  '×': 'x',
  '·': '-',
  '•': '*',
  '→': '->',
  '←': '<-',
  '↑': '^',
  '↓': 'v',
  '≥': '>=',
  '≤': '<=',
  '⏎': '<LF>',
};
