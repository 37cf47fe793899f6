import { widthOf } from '../text/width.ts';
import { BORDERS, type Border } from '../theme/borders.ts';
import { BAR, HEIGHTS, MARKS } from '../theme/marks.ts';
import type { Line } from './line.ts';

/**
 * A frame is laid out in full first and spelled in ASCII last, one column for one column, so that nothing shifts.
 * The cut's mark is one column here as well, unlike in running text.
 */
export const inAscii = (line: Line): Line =>
  line.map((part) => ({
    ...part,
    text: part.text.replace(/[^\0-\x7f]/gu, (character) => PLAIN.get(character) ?? '?'.repeat(widthOf(character))),
  }));

const PUNCTUATION: Readonly<Record<string, string>> = {
  '…': '~',
  '—': '-',
  '−': '-',
  '×': 'x',
  '·': '.',
  '→': '>',
  '←': '<',
  '↑': '^',
  '↓': 'v',
  '‹': '<',
  '›': '>',
  '⏎': '$',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '▏': '|',
  '├': '|',
  '└': '`',
};

const pairs = (from: string, to: string): [string, string][] => {
  const targets = [...to];
  return [...from].map((character, index) => [character, targets[index] ?? '?']);
};
const sides = (border: Border): string =>
  Object.keys(border)
    .map((side) => border[side as keyof Border])
    .join('');

const PLAIN: ReadonlyMap<string, string> = new Map([
  ...Object.entries(PUNCTUATION),
  ...Object.values(MARKS).map((mark): [string, string] => [mark.unicode, mark.ascii]),
  ...pairs(HEIGHTS.unicode, HEIGHTS.ascii),
  ...pairs(BAR.unicode.full + BAR.unicode.empty, BAR.ascii.full + BAR.ascii.empty),
  ...pairs(sides(BORDERS.unicode.light), sides(BORDERS.ascii.light)),
  ...pairs(sides(BORDERS.unicode.heavy), sides(BORDERS.ascii.heavy)),
]);
