import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanLine } from '../../../src/ui/text/sanitise.ts';
import { cutLeft, cutMiddle, cutRight, padEnd, padStart, widthOf, wrapText } from '../../../src/ui/text/width.ts';

describe('cutting', () => {
  test('commands and output keep their start, paths their end, names both', () => {
    expect(cutRight('prune.sh --before 2026-08-01', 20)).toBe('prune.sh --before 2…');
    expect(cutLeft('/srv/jobs/nightly/prune.sh', 12)).toBe('…ly/prune.sh');
    expect(cutMiddle('etl-orders-hourly', 14)).toBe('etl-ord…hourly');
    expect(cutRight('fits', 4)).toBe('fits');
  });

  test('under --ascii three dots take the cut’s place', () => {
    expect(cutRight('prune.sh --before', 10, '...')).toBe('prune.s...');
    expect(cutMiddle('etl-orders-hourly', 13, '...')).toBe('etl-o...ourly');
    expect(cutLeft('abcdef', 2, '...')).toBe('..');
  });

  test('a wide character that does not fit whole is left out', () => {
    expect(cutRight('東京都庁', 6)).toBe('東京…');
    expect(cutLeft('東京都庁', 6)).toBe('…都庁');
    expect(cutMiddle('東京都庁前', 8)).toBe('東京…前');
    expect(cutRight('東京', 0)).toBe('');
    expect(cutRight('東京', 1)).toBe('…');
  });

  test('no cut is wider than asked for, and huge text costs what is shown', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 }).map((value) => cleanLine(value));
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 40 }), fc.constantFrom('…', '...'), (value, columns, ellipsis) => {
        for (const cut of [cutRight, cutLeft, cutMiddle]) {
          const result = cut(value, columns, ellipsis);
          expect(widthOf(result)).toBeLessThanOrEqual(columns);
          expect(result === value).toBe(widthOf(value) <= columns);
        }
      }),
    );
    const huge = '漢'.repeat(25_000_000);
    expect([cutRight(huge, 5), cutLeft(huge, 5), cutMiddle(huge, 5)]).toEqual(['漢漢…', '…漢漢', '漢…漢']);
  });
});

describe('filling', () => {
  test('blanks fill up to the column, not to the character', () => {
    expect(padEnd('東京', 6)).toBe('東京  ');
    expect(padStart('12', 5)).toBe('   12');
    expect(padEnd('long', 2)).toBe('long');
  });
});

describe('wrapping', () => {
  test('lines break after blanks, long words anywhere', () => {
    expect(wrapText('rows older than 2026', 11).lines).toEqual(['rows older ', 'than 2026']);
    expect(wrapText('abcdefgh', 3).lines).toEqual(['abc', 'def', 'gh']);
    expect(wrapText('', 10)).toEqual({ lines: [''], complete: true });
  });

  test('nothing is lost, nothing is too wide', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '漢', 'é', '-'), maxLength: 80 });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 30 }), (value, columns) => {
        const { lines, complete } = wrapText(value, columns);
        expect(complete).toBe(true);
        expect(lines.join('')).toBe(value);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
      }),
    );
  });

  test('a limit of lines ends it, and says so', () => {
    const wrapped = wrapText('x'.repeat(50_000_000), 80, 100);
    expect(wrapped.lines).toHaveLength(100);
    expect(wrapped.complete).toBe(false);
  });
});

test.each(['\u{11a84}', '\u0600', '\u0d4e'])(
  'a letter that joins what follows takes up what it takes up alone: %j',
  (letter) => {
    expect(widthOf(`${letter}|`)).toBe(widthOf(letter) + 1);
  },
);
