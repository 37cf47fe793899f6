import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CUT_MARK, cutText, headOf } from '../../../src/engine/rules/cut-text.ts';

test('a text that fits stays as it is, a longer one ends between characters and says so', () => {
  expect(cutText('äöü', 6)).toBe('äöü');
  expect(cutText('a'.repeat(30), 20)).toBe(`${'a'.repeat(20 - Buffer.byteLength(CUT_MARK))}${CUT_MARK}`);
  expect(cutText('€€€€€€€€', 15)).toBe(`€${CUT_MARK}`);
  expect(cutText('😀😀', 5)).toBe('😀');
  expect(cutText('abc', 0)).toBe('');
});

test('R-9 whatever the text and the limit, what is left is no longer, is whole characters and is where the text begins', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'ä', '€', '😀', '\ud83d', '\u0000') });
  fc.assert(
    fc.property(text, fc.nat(60), (whole, most) => {
      const head = headOf(whole, most);
      expect(Buffer.byteLength(head)).toBeLessThanOrEqual(most);
      expect(whole.toWellFormed().startsWith(head.toWellFormed())).toBe(true);
      expect(Buffer.byteLength(cutText(whole, most))).toBeLessThanOrEqual(most);
      expect(Buffer.from(head).toString()).toBe(head.toWellFormed());
    }),
  );
});
