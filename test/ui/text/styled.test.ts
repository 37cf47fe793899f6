import { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { colourAfter } from '../../../src/ui/text/job-colour.ts';
import { CLEAN_UNITS_MAX, cleanLine } from '../../../src/ui/text/sanitise.ts';
import { cleanStyled, plainStyled } from '../../../src/ui/text/styled.ts';
import { widthOf } from '../../../src/ui/text/width.ts';

const NOT_ALLOWED = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const RED = { kind: 'basic', index: 1 };

describe('output in its own colours', () => {
  test.each([
    ['\x1b[31mred\x1b[0m plain', [{ text: 'red', colour: RED }, { text: ' plain' }]],
    ['\x1b[1;4;31mred\x1b[39m plain', [{ text: 'red', colour: RED }, { text: ' plain' }]],
    ['\x1b[38;5;208morange', [{ text: 'orange', colour: { kind: 'indexed', index: 208 } }]],
    ['\x1b[38;5;9mbright', [{ text: 'bright', colour: { kind: 'basic', index: 9 } }]],
    ['\x1b[38;2;1;2;3mvalue', [{ text: 'value', colour: { kind: 'value', red: 1, green: 2, blue: 3 } }]],
    ['\x1b[38:2::1:2:3mvalue', [{ text: 'value', colour: { kind: 'value', red: 1, green: 2, blue: 3 } }]],
    ['\x1b[48;5;31mon blue\x1b[41m', [{ text: 'on blue' }]],
    ['\x1b]0;title\x07\x1b[2Jtext\x1b[?25l', [{ text: 'text' }]],
    ['\x1b[38;5;999mnone\x1b[38;7m', [{ text: 'none' }]],
    ['', []],
  ])('%j', (text, runs) => {
    expect(cleanStyled(text)).toEqual(runs);
  });

  test.each([
    ['  0%\r 50%\r100%', '100%'],
    ['downloading\rdone', 'doneloading'],
    ['downloading\r\x1b[Kdone', 'done'],
    ['downloading\x1b[2K\rdone', 'done'],
    ['working |\b/\b-\b\\', 'working \\'],
    ['abc\b\b\b\b\bx', 'xbc'],
    ['abcdef\x1b[3DX', 'abcXef'],
    ['abc\x1b[1GX', 'Xbc'],
    ['a\x1b[5Cb\r', 'a     b'],
    ['windows\r', 'windows'],
    ['a\rb\tc', 'b       c'],
    ['e\u0301\ra', 'a'],
  ])('%j ends as %j', (text, shown) => {
    expect(plainStyled(cleanStyled(text))).toBe(shown);
  });

  test('what overwrites keeps its own colour', () => {
    expect(cleanStyled('\x1b[31mfailing\r\x1b[32mok')).toEqual([
      { text: 'ok', colour: { kind: 'basic', index: 2 } },
      { text: 'iling', colour: RED },
    ]);
  });

  test('a mark at the beginning of another colour joins nothing', () => {
    expect(cleanStyled('e\x1b[31m\u0301a')).toEqual([{ text: 'e' }, { text: 'a', colour: RED }]);
  });

  test('tabs go to their stops across colours', () => {
    expect(plainStyled(cleanStyled('ab\x1b[31m\tc\x1b[0m\td'))).toBe('ab      c       d');
  });

  test('what is longer is cut, and costs no more', () => {
    const runs = cleanStyled('\x1b[31m漢'.repeat(2_000_000));
    expect(plainStyled(runs).length).toBeLessThanOrEqual(CLEAN_UNITS_MAX + 1);
    expect(runs.at(-1)).toEqual({ text: '…' });
  });

  test('a colour that is told in a way nobody knows leaves the one before', () => {
    expect(colourAfter('38;5', { kind: 'basic', index: 2 })).toEqual({ kind: 'basic', index: 2 });
    expect(colourAfter('', { kind: 'basic', index: 2 })).toBeUndefined();
  });

  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }) },
    fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    fc.constantFrom(
      ...['\x1b[31m', '\x1b[0m', '\x1b[38;5;', '\x1b[1;32', '\r', '\b', '\x1b[K', '\x1b[1K', '\x1b[2K', '\x1b[4G'],
      ...['\x1b[3C', '\x1b[2D', '\x1b]', '\x9b', '\x07', '\x1b\\', '\u202e', '\u200d', '\u094d', '\u0915', '\ufe0f'],
      ...['👩', '🇩', '\t', '漢', '\u0301', '0m', '\x1b'],
    ),
    fc.integer({ min: 0x900, max: 0xdff }).map((code) => String.fromCharCode(code)),
  );

  test('whatever comes in, no control leaves and the widths add up', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const runs = cleanStyled(pieces.join(''));
        let sum = 0;
        for (const { text } of runs) {
          expect(text).not.toMatch(NOT_ALLOWED);
          let ofRun = 0;
          for (const character of text) ofRun += widthOf(character);
          expect(widthOf(text)).toBe(ofRun);
          sum += ofRun;
        }
        expect(widthOf(plainStyled(runs))).toBe(sum);
      }),
      { numRuns: 4_000 },
    );
  });

  test('without what moves the cursor, the text is that of a cleaned line', () => {
    const plain = fc.array(fc.constantFrom('a', 'ü', ' ', '\t', '漢', '\x1b[31m', '\x1b[0m', '\x1b]0;t\x07', '✓'), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(plain, (pieces) => {
        expect(plainStyled(cleanStyled(pieces.join('')))).toBe(cleanLine(pieces.join('')));
      }),
    );
  });

  test('what overwrites itself ends as it ends in a terminal', async () => {
    const terminal = new Terminal({ cols: 200, rows: 2, allowProposedApi: true });
    const shown = (text: string) =>
      new Promise<string>((resolve) =>
        terminal.write(`\x1bc${text}`, () => resolve(terminal.buffer.active.getLine(0)?.translateToString(true) ?? '')),
      );
    const step = fc.constantFrom(
      'a',
      'bc',
      'def',
      '\r',
      '\b',
      '\x1b[K',
      '\x1b[1K',
      '\x1b[2K',
      '\x1b[3G',
      '\x1b[2D',
      '\x1b[4C',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const text = steps.join('');
        expect(plainStyled(cleanStyled(text)).trimEnd()).toBe((await shown(text)).trimEnd());
      }),
      { numRuns: 500 },
    );
  });
});
