import { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toAscii } from '../../../src/ui/text/ascii.ts';
import { CLEAN_UNITS_MAX, cleanLine, SPELL_UNITS_MAX, spellOut, spellOutLines } from '../../../src/ui/text/sanitise.ts';
import { widthOf } from '../../../src/ui/text/width.ts';

const NOT_ALLOWED = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

describe('cleanLine', () => {
  test('plain text stays what it is', () => {
    expect(cleanLine('backup-pg --all')).toBe('backup-pg --all');
    expect(cleanLine('Übergrößenträger, 東京, Привет, ελληνικά')).toBe('Übergrößenträger, 東京, Привет, ελληνικά');
    expect(cleanLine('ok ✓ ▰▱ … “so”')).toBe('ok ✓ ▰▱ … “so”');
  });

  test('escape sequences go with their text', () => {
    expect(
      cleanLine('\x1b[31mred\x1b[0m \x1b]0;title\x07a\x1b]8;;http://x\x1b\\b\x1bP1$rq\x1b\\c\x1b(Bd\x1b[2Je'),
    ).toBe('red abcde');
    expect(cleanLine('\x9b31mred \x9dtitle\x9cx')).toBe('red x');
  });

  test.each(['\x7f', '\x00', '\x08', '\x0e', '\x1f'])('a lone control byte among plain letters goes: %j', (byte) => {
    expect(cleanLine(`a${byte}b`)).toBe('ab');
  });

  test('a broken sequence loses its power, not its text', () => {
    expect(cleanLine('a\x1b]0;never ended')).toBe('a]0;never ended');
    expect(cleanLine('a\x1b[31')).toBe('a[31');
    expect(cleanLine('a\x1b')).toBe('a');
  });

  test('line ends and odd blanks are blanks, tabs go to their stops', () => {
    expect(cleanLine('a\nb\r\nc\u2028d\u00a0e\u3000f')).toBe('a b c d e  f');
    expect(cleanLine('a\tb\t\tc')).toBe('a       b               c');
    expect(cleanLine('東京\tb', { tabColumns: 8 })).toBe('東京    b');
  });

  test('bidi controls, zero-width tricks and fillers go', () => {
    expect(cleanLine('rm \u202e/pmt\u202c \u2066x\u2069 a\u200bb\u200dc\u2060d\ufeffe\u3164f\u034fg')).toBe(
      'rm /pmt x abcdefg',
    );
  });

  test('lone surrogates, private and unknown characters show as what they are: unknown', () => {
    expect(cleanLine('a\ud800b\udc00c\ue000d\uffffe')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde');
  });

  test('piles of marks are cut down, flags and families become what every terminal draws alike', () => {
    expect(cleanLine(`Z${'\u0310'.repeat(40)}algo`)).toBe('Z\u0310\u0310algo');
    expect(cleanLine('🇩🇪 1️⃣ 👍🏽')).toBe('DE 1 👍');
    expect(widthOf(cleanLine('👨‍👩‍👧'))).toBe(6);
  });

  test('50 MB cost what a row costs', () => {
    const huge = '\x1b[31m字'.repeat(8_000_000);
    const cleaned = cleanLine(huge);
    expect(cleaned.length).toBeLessThanOrEqual(CLEAN_UNITS_MAX + 1);
    expect(cleaned.endsWith('…')).toBe(true);
  });

  test('whatever comes in, no control leaves and the terminal agrees about the width', async () => {
    const terminal = new Terminal({ cols: 1_000, rows: 3, allowProposedApi: true });
    const columnAfter = (text: string) =>
      new Promise<number>((resolve) =>
        terminal.write(`\x1bc${text}`, () =>
          resolve(terminal.buffer.active.cursorX + 1_000 * terminal.buffer.active.cursorY),
        ),
      );
    const unit = fc.oneof(
      { weight: 3, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }) },
      fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
      fc.constantFrom(
        '\x1b[',
        '\x1b]',
        '\x9b',
        '\x07',
        '\x1b\\',
        '\u202e',
        '\u200d',
        '\u094d',
        '\u0915',
        '\ufe0f',
        '👩',
        '🇩',
        '\t',
        '漢',
      ),
      fc.integer({ min: 0x900, max: 0xdff }).map((code) => String.fromCharCode(code)),
      fc.integer({ min: 0x1100, max: 0x11ff }).map((code) => String.fromCharCode(code)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(unit, { maxLength: 30 }), async (units) => {
        const cleaned = cleanLine(units.join(''));
        expect(cleaned).not.toMatch(NOT_ALLOWED);
        let sum = 0;
        for (const character of cleaned) sum += widthOf(character);
        expect(widthOf(cleaned)).toBe(sum);
        // The headless terminal knows Unicode 6 only; the scripts and marks added since are left out of the comparison.
        if (/^[\0-\u04ff\u2010-\u2027\u2030-\u205e\u3041-\u3096\u4e00-\u9fa5\uac00-\ud7a3]*$/.test(cleaned)) {
          // Behind a character, as on every row of the screen: a mark with nothing to stand on gets a column of its own.
          expect(await columnAfter(`|${cleaned}`)).toBe(1 + widthOf(cleaned));
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('spellOut', () => {
  test('what is not printable ASCII is spelled, line ends have a mark', () => {
    expect(spellOut('rm -rf /srv\n')).toBe('rm -rf /srv⏎');
    expect(spellOut('a\u202eb\tc\x1b[0m é 🙂 \ud800')).toBe(
      'a‹U+202E›b‹U+0009›c‹U+001B›[0m ‹U+00E9› ‹U+1F642› ‹U+D800›',
    );
    expect(spellOut('a\r\nb‹⏎')).toBe('a‹U+000D›⏎b‹U+2039›‹U+23CE›');
  });

  test('different texts are never spelled alike', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '‹', '›', 'U', '+', '0', 'D', '\r', '\n', '⏎', '\u202e'),
      maxLength: 12,
    });
    fc.assert(
      fc.property(text, text, (left, right) => {
        expect(spellOut(left) === spellOut(right)).toBe(left === right);
      }),
    );
  });

  test('rows break after line ends, lose nothing and say when they are not all', () => {
    expect(spellOutLines('one two\nthree', 20)).toEqual({ lines: ['one two⏎', 'three'], complete: true });
    expect(spellOutLines('aaaa bbbb', 6)).toEqual({ lines: ['aaaa ', 'bbbb'], complete: true });
    expect(spellOutLines('a\nb\nc', 6, 2)).toEqual({ lines: ['a⏎', 'b⏎'], complete: false });
  });

  test('beyond the maximum stands how much is missing', () => {
    expect(spellOut('x'.repeat(SPELL_UNITS_MAX + 7)).endsWith('x‹7 more characters›')).toBe(true);
    expect(spellOutLines('x'.repeat(SPELL_UNITS_MAX + 7), 80).complete).toBe(false);
  });
});

describe('toAscii', () => {
  test('typography gets its plain form, other characters a question mark per column', () => {
    expect(toAscii('“it’s” – 1.8× … → 漢é')).toBe('"it\'s" - 1.8x ... -> ???');
  });
});
