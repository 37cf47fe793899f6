import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type OutputLines, readOutputLines } from '../../../src/engine/output/read-output-lines.ts';
import { createTailer } from '../../../src/engine/output/tailer.ts';
import { createFolder, createManualClock, watchTurns } from './output-files.ts';

/** A run that writes, second by second, while the tailer looks at the end of each. */
const createRun = () => {
  const folder = createFolder();
  const clock = createManualClock(0);
  const tailer = createTailer(folder, { everyMs: 1_000, clock });
  tailer.start();
  const writes = (texts: { out?: string | Uint8Array; err?: string | Uint8Array }) => {
    if (texts.out !== undefined) appendFileSync(join(folder, 'out'), texts.out);
    if (texts.err !== undefined) appendFileSync(join(folder, 'err'), texts.err);
  };
  const second = (texts: { out?: string | Uint8Array; err?: string | Uint8Array }) => {
    writes(texts);
    clock.advance(1_000);
  };
  return { folder, second, writes };
};

const shown = ({ lines }: OutputLines) => lines.map(({ at, stream, text }) => `${at ?? '?'} ${stream} ${text}`);

test('the streams are one, in the order in which they were seen, each line with its instant', async () => {
  const { folder, second, writes } = createRun();
  second({ out: 'one\ntwo\n' });
  second({ err: 'careful\n' });
  second({ out: 'three\n', err: 'again\n' });
  writes({ out: 'not seen yet\n' });
  const all = await readOutputLines(folder, { tail: 100 });
  expect(shown(all)).toEqual([
    '1000 out one',
    '1000 out two',
    '2000 err careful',
    '3000 out three',
    '3000 err again',
    '? out not seen yet',
  ]);
  expect(all).toMatchObject({ totalBytes: 41, truncated: false });
  expect(await readOutputLines(folder, { fromLine: 0 })).toEqual(all);
});

test('a line stands where its end came, and an open one at the end', async () => {
  const { folder, second } = createRun();
  second({ out: 'begun ' });
  second({ err: 'between\n' });
  second({ out: 'and done\nopen' });
  expect(shown(await readOutputLines(folder, { tail: 10 }))).toEqual([
    '2000 err between',
    '3000 out begun and done',
    '3000 out open',
  ]);
});

test('without an index the streams follow each other and have no instants', async () => {
  const folder = createFolder();
  writeFileSync(join(folder, 'out'), 'a\n\nb\n');
  writeFileSync(join(folder, 'err'), 'c\n');
  const all = await readOutputLines(folder, { fromLine: 0 });
  expect(shown(all)).toEqual(['? out a', '? out ', '? out b', '? err c']);
  expect(await readOutputLines(createFolder(), { tail: 5 })).toEqual({ lines: [], totalBytes: 0, truncated: false });
});

test('a damaged index is passed over where it makes no sense', async () => {
  const folder = createFolder();
  writeFileSync(join(folder, 'out'), 'a\nb\nc\n');
  writeFileSync(join(folder, 'index'), 'garbage\n10 out 2\n9 out 1\n11 in 3\n12 out 4\n13 out 999\n14 out');
  expect(shown(await readOutputLines(folder, { tail: 5 }))).toEqual(['10 out a', '12 out b', '13 out c']);
});

test('lines are numbered from the start, and there is more until all have been read', async () => {
  const { folder, second } = createRun();
  second({ out: Array.from({ length: 10 }, (_, index) => `line ${index}\n`).join('') });
  const texts = ({ lines }: OutputLines) => lines.map(({ text }) => text);
  const page = await readOutputLines(folder, { fromLine: 3, maxLines: 2 });
  expect(texts(page)).toEqual(['line 3', 'line 4']);
  expect(page.truncated).toBe(true);
  const end = await readOutputLines(folder, { fromLine: 8, maxLines: 2 });
  expect(texts(end)).toEqual(['line 8', 'line 9']);
  expect(end.truncated).toBe(false);
  expect(await readOutputLines(folder, { fromLine: 10 })).toMatchObject({ lines: [], truncated: false });
  expect(texts(await readOutputLines(folder, { fromLine: 0, maxBytes: 13 }))).toEqual(['line 0', 'line 1']);
});

test('the last lines are given, and whether there are earlier ones', async () => {
  const { folder, second } = createRun();
  for (let index = 0; index < 50; index += 1) second({ [index % 2 ? 'err' : 'out']: `line ${index}\n` });
  expect(shown(await readOutputLines(folder, { tail: 2 }))).toEqual(['49000 out line 48', '50000 err line 49']);
  expect(await readOutputLines(folder, { tail: 2 })).toMatchObject({ truncated: true });
  expect(await readOutputLines(folder, { tail: 50 })).toMatchObject({ truncated: false });
  expect(await readOutputLines(folder, { tail: 0 })).toMatchObject({ lines: [], truncated: true });
});

test('a limit in bytes never begins within a line', async () => {
  const { folder, second } = createRun();
  second({ out: 'first line\nsecond line\n' });
  second({ err: 'third\n' });
  expect(shown(await readOutputLines(folder, { tail: 10, maxBytes: 6 + 12 }))).toEqual([
    '1000 out second line',
    '2000 err third',
  ]);
  expect(shown(await readOutputLines(folder, { tail: 10, maxBytes: 6 + 13 }))).toHaveLength(2);
  expect(shown(await readOutputLines(folder, { tail: 10, maxBytes: 3 }))).toEqual(['2000 err rd']);
});

test('R-9 broken UTF-8 and NULs pass through, a character in two steps stays whole', async () => {
  const { folder, second } = createRun();
  const lobster = Buffer.from('🦞\n');
  second({ out: lobster.subarray(0, 2) });
  second({ out: lobster.subarray(2), err: Buffer.from([0xff, 0, 0xc3, 10]) });
  expect(shown(await readOutputLines(folder, { tail: 5 }))).toEqual(['2000 out 🦞', '2000 err \ufffd\0\ufffd']);
});

test('R-9 a line of 50 MB is cut, and the event loop goes on', async () => {
  const { folder, second } = createRun();
  second({ err: 'before\n' });
  second({ out: Buffer.alloc(50 * 1024 * 1024, '€') });
  second({ out: '\nafter\n' });
  const stop = watchTurns();
  const { lines, truncated } = await readOutputLines(folder, { fromLine: 0 });
  expect(stop()).toBeGreaterThan(100);
  expect(lines.map(({ text }) => text.slice(0, 6))).toEqual(['before', '€€€€€€', 'after']);
  expect(lines[1]?.text).toBe(`${'€'.repeat(21_845)}…`);
  expect(truncated).toBe(false);
  const tail = await readOutputLines(folder, { tail: 10 });
  expect(shown(tail)).toEqual(['3000 out after']);
  expect(tail.truncated).toBe(true);
});

test('R-9 huge interleaved output gives the same lines in pages as at once', async () => {
  const { folder, second } = createRun();
  for (let index = 0; index < 200; index += 1) {
    second({ out: `out ${index} ${'x'.repeat(index * 7)}\npart `, err: `err ${index}\n\n`.repeat(index % 5) });
  }
  const whole = await readOutputLines(folder, { fromLine: 0 });
  const paged = [];
  for (let fromLine = 0; ; fromLine += 37) {
    const { lines, truncated } = await readOutputLines(folder, { fromLine, maxLines: 37 });
    paged.push(...lines);
    if (!truncated) break;
  }
  expect(paged).toEqual(whole.lines);
  const { lines } = await readOutputLines(folder, { tail: 300 });
  expect(lines).toEqual(whole.lines.slice(-300));
});
