import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { patternsOf } from '../../../src/engine/redact/patterns.ts';
import { createRedactor, redactOpenText, redactText } from '../../../src/engine/redact/redactor.ts';

const TOKEN = 'hunter2-äöü/+"x"';
const patterns = patternsOf([{ name: 'TOKEN', value: TOKEN }]);

const inPieces = (bytes: Buffer, size: number, marks: number[] = []) => {
  const redactor = createRedactor(patterns, marks);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(redactor.push(bytes.subarray(at, at + size)));
  pieces.push(redactor.end());
  return { text: Buffer.concat(pieces).toString(), moved: redactor.moved() };
};

describe('R-12 secrets are taken out of bytes that come in pieces', () => {
  test.each([1, 2, 3, 7, 4_096])('in pieces of %i bytes nothing of one is left, and all the rest is', (size) => {
    const text = `a ${TOKEN} b\n${TOKEN}${TOKEN}\nend`;
    expect(inPieces(Buffer.from(text), size).text).toBe('a [redacted TOKEN] b\n[redacted TOKEN][redacted TOKEN]\nend');
  });

  test('whatever the bytes and wherever they are cut, the pieces make the same as the whole', () => {
    const alphabet = fc.constantFrom('h', 'hunter2-', TOKEN, 'ä', '\n', '\u0000', 'x"');
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 30 }), fc.integer({ min: 1, max: 9 }), (words, size) => {
        const text = words.join('');
        const whole = redactText(text, patterns);
        expect(inPieces(Buffer.from(text), size).text).toBe(whole);
        expect(whole).not.toContain(TOKEN);
      }),
    );
  });

  test('bytes that are no text stay as they are', () => {
    const bytes = Buffer.from([0xff, 0xc3, 0x00, 0xfe, ...Buffer.from(TOKEN), 0xc3]);
    const redactor = createRedactor(patterns);
    const out = Buffer.concat([redactor.push(bytes), redactor.end()]);
    expect(out).toEqual(Buffer.from([0xff, 0xc3, 0x00, 0xfe, ...Buffer.from('[redacted TOKEN]'), 0xc3]));
  });

  test('two secrets that overlap leave nothing of either', () => {
    const both = patternsOf([
      { name: 'A', value: 'abcdef' },
      { name: 'B', value: 'defghi' },
    ]);
    expect(redactText('>abcdefghi<', both)).toBe('>[redacted A]<');
    const redactor = createRedactor(both);
    const pieces = ['>abcd', 'ef', 'gh', 'i<'].map((piece) => redactor.push(Buffer.from(piece)));
    expect(Buffer.concat([...pieces, redactor.end()]).toString()).toBe('>[redacted A]<');
  });

  test('offsets move with what stands before them; one within a secret stands behind its label', () => {
    const text = `1234${TOKEN}56`;
    const secretEnd = 4 + Buffer.byteLength(TOKEN);
    const { moved } = inPieces(Buffer.from(text), 3, [0, 2, 4, 6, secretEnd, secretEnd + 2]);
    expect(moved).toEqual([0, 2, 4, 20, 20, 22]);
  });

  test('of a text that goes on, what may be the beginning of a secret is not shown yet', () => {
    expect(redactOpenText('fine hunt', patterns)).toBe('fine ');
    expect(redactOpenText('fine hurt', patterns)).toBe('fine hurt');
  });
});

describe('R-12 the forms in which a secret is looked for', () => {
  const value = 'p@ss wörd/1';
  const found = patternsOf([{ name: 'P', value }]);
  test.each([
    ['as it stands', value],
    ['in JSON', JSON.stringify({ value: 'p@ss wörd/1' })],
    ['in a URL', `https://example.org/?p=${encodeURIComponent(value)}`],
    ['in base64', Buffer.from(value).toString('base64')],
    ['in base64 behind one byte', Buffer.from(`u${value}`).toString('base64')],
    ['in base64 behind two bytes', Buffer.from(`u:${value}`).toString('base64')],
    ['in base64 for URLs', Buffer.from(`user:${value}`).toString('base64url')],
  ])('%s', (_form, text) => {
    expect(redactText(text, found)).toContain('[redacted P]');
  });

  test('a key of several lines is found line by line, as whatever prints it indents them', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADANBg\nab\n-----END KEY-----';
    const lines = redactText('  MIIEvQIBADANBg\nab\n', patternsOf([{ name: 'KEY', value: key }]));
    expect(lines).toBe('  [redacted KEY]\nab\n');
  });

  test('one that is shorter than four characters is left alone, or half of every text would be gone', () => {
    expect(
      patternsOf([
        { name: 'A', value: 'abc' },
        { name: 'B', value: '   a   ' },
      ]),
    ).toEqual([]);
    expect(patternsOf([{ name: 'A', value: 'abcd' }])).not.toEqual([]);
  });
});
