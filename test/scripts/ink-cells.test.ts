import * as rules from '@alcalzone/ansi-tokenize';
import fc from 'fast-check';
import { expect, test } from 'vitest';
// biome-ignore lint/correctness/useImportExtensions: its types stand beside it
import { createCells, isPlainRow } from '../../scripts/ink-cells.mjs';
import { isNarrow } from '../../src/ui/text/narrow.ts';

const CODES = ['0', '1', '2', '7', '22', '27', '31', '39', '44', '49', '1;31', '38;2;1;2;3', '48;5;17', '', '999'];
const piece = fc.oneof(
  fc.constantFrom(...CODES).map((code) => `\u001b[${code}m`),
  fc.constantFrom('job', ' ', '✓', '─', 'é', '…'),
);
const plain = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));
const RUNS = { numRuns: 3_000, seed: 1 };

const cellsByRules = (text: string) => rules.styledCharsFromTokens(rules.tokenize(text));

test('cells of a plain row are those of the library, and so is their text', () => {
  // One for all of them, so that what is known of other rows is used, and forgotten in between.
  const cells = createCells(rules);
  fc.assert(
    fc.property(plain, (text) => {
      const made = cells.plainCellsOf(text) ?? [];
      expect(made).toEqual(cellsByRules(text));
      expect(cells.textOf(made)).toBe(rules.styledCharsToString(cellsByRules(text)));
    }),
    RUNS,
  );
});

test('cells of different rows beside each other have the text that the library gives them', () => {
  const cells = createCells(rules);
  fc.assert(
    fc.property(plain, plain, (left, right) => {
      const wide = cells.shared(cellsByRules(`漢${right}`));
      const made = [...(cells.plainCellsOf(left) ?? []), cells.blank, ...wide];
      expect(cells.textOf(made)).toBe(rules.styledCharsToString(made));
      expect(wide).toEqual(cellsByRules(`漢${right}`));
    }),
    RUNS,
  );
});

test('what colours there are does not fill the memory: of more than are known at once each is still right', () => {
  const cells = createCells(rules);
  for (let colour = 0; colour < 5_000; colour += 1) {
    const text = `\u001b[38;2;${colour >> 8};${colour & 0xff};7mx\u001b[39m`;
    expect(cells.textOf(cells.plainCellsOf(text) ?? [])).toBe(text);
  }
});

test('every narrow character is a cell of one column to the library as well, and visible', () => {
  for (let code = 0; code < 0x10000; code += 1) {
    const text = String.fromCharCode(code);
    if (!isNarrow(text)) continue;
    expect(cellsByRules(text)).toEqual([{ type: 'char', value: text, fullWidth: false, styles: [] }]);
    expect(text).not.toMatch(/\p{Default_Ignorable_Code_Point}|\p{Control}|\p{Mark}/u);
  }
});

test('a row with anything else is left to the library', () => {
  for (const text of [
    '漢',
    'e\u0301',
    '👩‍💻',
    '\u001b]8;;x\u0007link',
    '\u001b[2K',
    '\u001b[4:3m',
    'a\nb',
    '\t',
    '\u00ad',
  ])
    expect(isPlainRow(text)).toBe(false);
});
