import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lastLine, OUTPUT_READ_BYTES_MAX, readOutput, readTail } from '../../../src/engine/output/read-output.ts';
import { createOutput } from './output-files.ts';

test('D-22 short output is given whole', () => {
  expect(readOutput(createOutput('hello\n'), 100)).toEqual({ text: 'hello\n', bytes: 6, cut: false });
  expect(readTail(createOutput('hello\n'), 6)).toEqual({ text: 'hello\n', bytes: 6, cut: false });
});

test('D-22 a missing or empty file is empty output', () => {
  for (const path of ['/no/such/out', createOutput('')]) {
    expect(readOutput(path, 10)).toEqual({ text: '', bytes: 0, cut: false });
    expect(readTail(path, 10)).toEqual({ text: '', bytes: 0, cut: false });
    expect(lastLine(path, 400)).toBe('');
  }
});

test.each([
  [0, '', '🦞'],
  [1, 'a', '🦞'],
  [2, 'aä'.slice(0, 1), '🦞'],
  [3, 'aä', '🦞'],
  [5, 'aä', 'z🦞'],
  [6, 'aäz', 'z🦞'],
])('D-22 a limit of %i bytes never cuts through a character', (limitBytes, head, tail) => {
  const path = createOutput('aä€z🦞');
  const got = readOutput(path, limitBytes);
  expect('aä€z🦞'.startsWith(got.text)).toBe(true);
  expect(Buffer.byteLength(got.text)).toBeLessThanOrEqual(limitBytes);
  expect(got).toMatchObject({ bytes: 11, cut: true });
  if (limitBytes <= 3) expect(got.text).toBe(head);
  const end = readTail(path, limitBytes);
  expect('aä€z🦞'.endsWith(end.text)).toBe(true);
  if (limitBytes >= 4) expect(end.text).toBe(tail.slice(-end.text.length));
});

test('D-22 whatever the text and the limit, what is given is its head, at most one character short', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.nat(60), (text, limitBytes) => {
      const wellFormed = text.toWellFormed();
      const got = readOutput(createOutput(wellFormed), limitBytes);
      expect(wellFormed.startsWith(got.text)).toBe(true);
      if (got.cut) expect(limitBytes - Buffer.byteLength(got.text)).toBeLessThan(4);
      else expect(got.text).toBe(wellFormed);
    }),
    { numRuns: 60 },
  );
});

test('R-9 bytes that are no UTF-8 become replacement characters, NULs stay', () => {
  const path = createOutput(Buffer.from([0x61, 0xff, 0xc3, 0x00, 0x62]));
  expect(readOutput(path, 100).text).toBe('a\ufffd\ufffd\0b');
  expect(readOutput(path, 3)).toEqual({ text: 'a\ufffd', bytes: 5, cut: true });
  expect(readTail(createOutput(Buffer.alloc(10, 0x80)), 4).text).toBe('\ufffd');
});

test('R-9 never more is read than a frame has time for, whatever was asked', () => {
  const path = createOutput(Buffer.alloc(OUTPUT_READ_BYTES_MAX + 10, 'x'));
  const { text, cut } = readOutput(path, Number.MAX_SAFE_INTEGER);
  expect(text).toHaveLength(OUTPUT_READ_BYTES_MAX);
  expect(cut).toBe(true);
});

test.each([
  ['one\ntwo\n', 'two'],
  ['one\ntwo', 'two'],
  ['one\n\n  \t\r\n\n', 'one'],
  ['only', 'only'],
  ['\n\n', ''],
  ['10 %\r50 %\r100 %\n', '100 %'],
  ['x\r\ny\r\n', 'y'],
])('the last line of %j is %j', (content, line) => {
  expect(lastLine(createOutput(content), 400)).toBe(line);
});

test('R-9 of a last line that is too long the head is given, cut between characters', () => {
  const path = createOutput(`first\n${'€'.repeat(1_000)}\n`);
  expect(lastLine(path, 400)).toBe(`${'€'.repeat(130)} … (cut)`);
  expect(lastLine(path, 65_536)).toBe('€'.repeat(1_000));
  expect(lastLine(path, 4)).toBe('€');
  expect(lastLine(path, 0)).toBe('');
});

test('R-9 a single line of 50 MB gives its last 400 bytes, and is never read whole', () => {
  const content = Buffer.alloc(50 * 1024 * 1024, 'x');
  content.write('the end', content.length - 7);
  const line = lastLine(createOutput(content), 400);
  expect(Buffer.byteLength(line)).toBe(400);
  expect(line.startsWith('(cut) … x')).toBe(true);
  expect(line.endsWith('xthe end')).toBe(true);
});
