import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { cleaner } from '../../bin/output/cleaner.ts';
import { lastLine, readOutput, readTail } from '../../src/engine/output/read-output.ts';
import { OUTPUT_LINES_MAX, readOutputLines } from '../../src/engine/output/read-output-lines.ts';
import { cleanLine, spellOut } from '../../src/ui/text/sanitise.ts';
import { widthOf } from '../../src/ui/text/width.ts';
import { CASES, TIME_MAX_MS } from './cases.ts';

const RUNS = { numRuns: CASES };
vi.setConfig({ testTimeout: TIME_MAX_MS });
/** What a terminal would obey, or what turns the order of what it shows. */
const OBEYED = /[\p{Cc}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u;
const MIB = 1024 * 1024;

const sequence = fc.constantFrom(
  '\u001b[2J',
  '\u001b]0;title\u0007',
  '\u001b]8;;http://x\u001b\\',
  '\u009b31m',
  '\u001bP1$r\u001b\\',
  '\u001b[?1049l',
  '\u001b',
  '\u0000',
  '\r',
  '\n',
  '\r\n',
  '\u2028',
  '\u202e',
  '\u200d',
  '\ufeff',
  '\t',
  '\u0008\u0008',
  '\u007f',
  '\u0085',
);
const odd = fc
  .array(
    fc.oneof(sequence, fc.string({ unit: 'binary', maxLength: 5 }), fc.string({ unit: 'grapheme', maxLength: 5 })),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''));

test('R-9 no control byte and no bidi trick leaves the cleaner, and the width is that of what is shown', () => {
  fc.assert(
    fc.property(odd, (line) => {
      const clean = cleanLine(line);
      expect(clean).not.toMatch(OBEYED);
      expect(cleanLine(clean)).toBe(clean);
      expect(widthOf(clean)).toBeLessThanOrEqual(2 * [...clean].length);
      expect(widthOf(`${clean}|`)).toBe(widthOf(clean) + 1);
    }),
    RUNS,
  );
});

test('R-9 what will be executed is spelled out in printable ASCII', () => {
  fc.assert(
    fc.property(odd, (line) => {
      expect(spellOut(line).replaceAll(/[⏎‹›…→]/gu, '')).toMatch(/^[ -~]*$/);
    }),
    RUNS,
  );
});

test('R-9 what a job prints reaches a pipe as lines without control bytes, however it is cut', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 400 }).map((some) => Buffer.from(some)),
    odd.map((line) => Buffer.from(line)),
  );
  await fc.assert(
    fc.asyncProperty(bytes, fc.nat(), async (printed, place) => {
      const cut = printed.length === 0 ? 0 : place % printed.length;
      const chunks = [printed.subarray(0, cut), printed.subarray(cut)].filter(({ length }) => length > 0);
      const shown = await text(Readable.from(chunks).pipe(cleaner()));
      for (const line of shown.split('\n')) expect(line).not.toMatch(OBEYED);
    }),
    RUNS,
  );
});

const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-output-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

test('R-9 output of any bytes is read within its limits', async () => {
  const folder = aFolder();
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), fc.nat(300), async (printed, limit) => {
      const path = join(folder, 'out');
      writeFileSync(path, printed);
      writeFileSync(join(folder, 'err'), '');
      const head = readOutput(path, limit);
      expect(head.bytes).toBe(printed.length);
      expect(head.cut).toBe(printed.length > limit);
      readTail(path, limit);
      expect(lastLine(path, 100)).not.toMatch(/[\n]/);
      const { lines, totalBytes } = await readOutputLines(folder, { fromLine: 1 });
      expect(totalBytes).toBe(printed.length);
      expect(lines.length).toBeLessThanOrEqual(OUTPUT_LINES_MAX);
    }),
    RUNS,
  );
});

test.each([
  ['one line of 10 MiB', Buffer.alloc(10 * MIB, 'x')],
  ['2 MiB of NULs', Buffer.alloc(2 * MIB)],
  ['2 MiB of line ends', Buffer.alloc(2 * MIB, '\n')],
  ['2 MiB of half characters', Buffer.alloc(2 * MIB, 0xc3)],
])('R-9 %s is cut, not a crash', async (_name, printed) => {
  const folder = aFolder();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'out'), printed);
  writeFileSync(join(folder, 'err'), '');
  const read = readOutput(join(folder, 'out'), 65_536);
  expect(read).toMatchObject({ bytes: printed.length, cut: true });
  const { lines, truncated } = await readOutputLines(folder, { tail: 100 });
  expect(lines.length).toBeLessThanOrEqual(100);
  expect(truncated).toBe(true);
  expect((await text(Readable.from([printed]).pipe(cleaner()))).length).toBeLessThan(4 * printed.length + 100);
});
