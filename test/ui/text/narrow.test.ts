import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { createSegmenter, isNarrow } from '../../../src/ui/text/narrow.ts';

const characters = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code));
/** From here on every text is ICU's. */
const BEYOND_NARROW = 0x3000;
const icu = new Intl.Segmenter();
const partsOf = (segmenter: Pick<Intl.Segmenter, 'segment'> | ReturnType<typeof createSegmenter>, text: string) =>
  [...segmenter.segment(text)].map(({ segment, index }) => `${index}:${segment}`);

describe('narrow text', () => {
  it('has one column for each of its characters', () => {
    const narrow = characters.filter(isNarrow);
    expect(narrow.at(-1)?.charCodeAt(0)).toBeLessThan(BEYOND_NARROW);
    expect(narrow.length).toBeGreaterThan(1_000);
    expect(narrow.filter((character) => stringWidth(character) !== 1)).toEqual([]);
    expect(stringWidth(narrow.join(''))).toBe(narrow.length);
  });

  it('is what rules, arrows and marks of a screen are, and what no wide or joining character is', () => {
    expect(isNarrow('job ─│┌ … · → ● ○ ✓ ✗ é ß')).toBe(true);
    for (const text of ['日', '😀', 'e\u0301', '\u200d', '\ufe0f', '\u00ad', '\u001b[1m', '\n', '⌚', '☔', '✅']) {
      expect(isNarrow(text), JSON.stringify(text)).toBe(false);
    }
  });
});

describe('the segmenter', () => {
  it('cuts every character and its neighbours as ICU does', () => {
    const segmenter = createSegmenter();
    const differing = characters
      .slice(0, BEYOND_NARROW)
      .filter((character) =>
        [`a${character}`, `${character}a`, `${character}${character}`, `${character}\u0301`].some(
          (text) => String(partsOf(segmenter, text)) !== String(partsOf(icu, text)),
        ),
      );
    expect(differing).toEqual([]);
  });

  it('says which cluster contains a place, as ICU does, in texts of both kinds', () => {
    for (const text of ['a─\u001b[1m', 'e\u0301👩‍👩‍👧x', '']) {
      for (let index = -1; index <= text.length; index += 1) {
        expect(createSegmenter().segment(text).containing(index)).toEqual(icu.segment(text).containing(index));
      }
    }
  });

  it('keeps CR and LF together', () => {
    expect(partsOf(createSegmenter(), 'a\r\nb')).toEqual(partsOf(icu, 'a\r\nb'));
  });
});
