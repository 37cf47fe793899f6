import { appendFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createLineCounter } from '../../../src/engine/output/line-counter.ts';
import { compileMatch } from '../../../src/engine/output/line-match.ts';
import { mergedOrder, type OutputPart } from '../../../src/engine/output/merged-order.ts';
import { appendRecords } from '../../../src/engine/output/output-index.ts';
import { type OutputSource, openOutputFiles, storedSource } from '../../../src/engine/output/output-source.ts';
import {
  allLines,
  findAll,
  findLine,
  readWindow,
  type Scanning,
  type WindowWanted,
} from '../../../src/engine/output/output-window.ts';
import { readOutputLines } from '../../../src/engine/output/read-output-lines.ts';
import { LINE_SHOWN_BYTES_MAX } from '../../../src/engine/output/scan-lines.ts';
import { systemClock } from '../../../src/engine/ports/clock.ts';
import { createFolder } from './output-files.ts';

const BOTH: OutputPart = { streams: 'both' };

const scan = (source: OutputSource, part: OutputPart = BOTH): Scanning => ({
  source,
  order: mergedOrder(source.steps, part),
  redact: (text) => text,
  clock: systemClock,
});

async function lookAt(folder: string): Promise<OutputSource> {
  const files = openOutputFiles(folder);
  const found = await files.look();
  if (found.kind === 'gone') throw new Error('nothing is there');
  onTestFinished(files.close);
  return found.source;
}

const folderWith = (out: string | Buffer, err = ''): string => {
  const folder = createFolder();
  writeFileSync(join(folder, 'out'), out);
  writeFileSync(join(folder, 'err'), err);
  return folder;
};

const textsOf = async (scanning: Scanning, wanted: WindowWanted): Promise<string[]> =>
  (await readWindow(scanning, wanted)).lines.map(({ text }) => text);

const matching = (text: string) => {
  const compiled = compileMatch(text);
  if (compiled.kind === 'bad') throw new Error(compiled.because);
  return compiled.match;
};

describe('a window', () => {
  test('from the end, from the start and around a line', async () => {
    const source = await lookAt(folderWith(Array.from({ length: 100 }, (_, index) => `line ${index}\n`).join('')));
    const scanning = scan(source);
    expect(await textsOf(scanning, { at: 'end', before: 2, after: 0 })).toEqual(['line 98', 'line 99']);
    expect(await textsOf(scanning, { at: 'start', before: 0, after: 2 })).toEqual(['line 0', 'line 1']);
    const [line] = (await readWindow(scanning, { at: 'end', before: 51, after: 0 })).lines;
    const around = await readWindow(scanning, { at: line as never, before: 1, after: 1 });
    expect(around).toMatchObject({ isAtStart: false, isAtEnd: false });
    expect(around.lines.map(({ text }) => text)).toEqual(['line 48', 'line 49', 'line 50']);
  });

  test('whatever the streams, their order and the place: the lines are those of the whole, in the same order', async () => {
    const piece = fc.constantFrom('a', 'bc', '\n', 'ü', 'a\nb', '\n\n', 'x'.repeat(40));
    const arrivals = fc.array(fc.record({ stream: fc.constantFrom('out' as const, 'err' as const), text: piece }), {
      minLength: 1,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(arrivals, fc.nat(20), fc.nat(20), async (pieces, before, after) => {
        const folder = folderWith('');
        const sizes = { out: 0, err: 0 };
        // An open line stands where its last byte came; only those of a reader that waits for the end come last.
        const whole = [...pieces, { stream: 'out' as const, text: '\n' }, { stream: 'err' as const, text: '\n' }];
        whole.forEach(({ stream, text }, index) => {
          appendFileSync(join(folder, stream), text);
          sizes[stream] += Buffer.byteLength(text);
          if (index % 3 < 2) appendRecords(folder, [{ at: 1_000 + index, stream, offset: sizes[stream] }]);
        });
        const expected = (await readOutputLines(folder, { fromLine: 0 })).lines.map(
          ({ stream, text }) => `${stream} ${text}`,
        );
        const scanning = scan(await lookAt(folder));
        const all = await readWindow(scanning, { at: 'start', before: 0, after: 1_000 });
        expect(all.lines.map(({ stream, text }) => `${stream} ${text}`)).toEqual(expected);
        const back = await readWindow(scanning, { at: 'end', before: 1_000, after: 0 });
        expect(back.lines).toEqual(all.lines);
        for (const [index, line] of all.lines.entries()) {
          const found = await readWindow(scanning, { at: line, before, after });
          expect(found.lines).toEqual(all.lines.slice(Math.max(0, index - before), index + 1 + after));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a line that lies in several chunks is whole, and of a long one the head is given with its size', async () => {
    const long = 'y'.repeat(10 * 1024 * 1024);
    const source = await lookAt(folderWith(`first\n${long}\n${'z'.repeat(200_000)}\nlast`));
    const { lines } = await readWindow(scan(source), { at: 'end', before: 10, after: 0 });
    expect(lines.map(({ bytes, text }) => [bytes, text.slice(0, 5)])).toEqual([
      [5, 'first'],
      [long.length, 'yyyyy'],
      [200_000, 'zzzzz'],
      [4, 'last'],
    ]);
    expect(lines[1]?.text).toHaveLength(LINE_SHOWN_BYTES_MAX);
    expect((await readWindow(scan(source), { at: 'start', before: 0, after: 10 })).lines).toEqual(lines);
  });

  test('a long line that overwrites itself shows what was written last, and no half character', async () => {
    const bar = Array.from({ length: 3_000 }, (_, index) => `\r${index} fertig: grün`).join('');
    const source = await lookAt(folderWith(`${bar}\n${'ü'.repeat(LINE_SHOWN_BYTES_MAX)}\n`));
    const { lines } = await readWindow(scan(source), { at: 'end', before: 2, after: 0 });
    expect(lines[0]?.text).toBe('2999 fertig: grün');
    expect(lines[1]?.text).toMatch(/^ü+$/);
  });

  test('only one stream, only what came after a place, only what came since an instant', async () => {
    const folder = folderWith('a\nb\nc\n', 'x\ny\n');
    appendRecords(folder, [
      { at: 1_000, stream: 'out', offset: 2 },
      { at: 2_000, stream: 'err', offset: 2 },
      { at: 3_000, stream: 'out', offset: 4 },
    ]);
    const source = await lookAt(folder);
    const all = (part: OutputPart) => textsOf(scan(source, part), { at: 'end', before: 10, after: 0 });
    expect(await all(BOTH)).toEqual(['a', 'x', 'b', 'c', 'y']);
    expect(await all({ streams: 'err' })).toEqual(['x', 'y']);
    expect(await all({ streams: 'both', floor: { out: 4, err: 2 } })).toEqual(['c', 'y']);
    expect(await all({ streams: 'both', sinceAt: 2_000 })).toEqual(['x', 'b', 'c', 'y']);
    expect(await all({ streams: 'out', sinceAt: 3_000 })).toEqual(['b', 'c']);
  });

  test('only matching lines, with their neighbours, from every place the same', async () => {
    const text = Array.from({ length: 400 }, (_, index) =>
      index % 50 === 20 ? `hit ${index}\n` : `no ${index}\n`,
    ).join('');
    const scanning = scan(await lookAt(folderWith(text)));
    const only = { ...matching('hit'), context: 2 };
    const all = await readWindow(scanning, { at: 'start', before: 0, after: 100, only });
    expect(all.lines.slice(0, 6).map((line) => line.text)).toEqual([
      'no 18',
      'no 19',
      'hit 20',
      'no 21',
      'no 22',
      'no 68',
    ]);
    expect(all.lines).toHaveLength(40);
    expect((await readWindow(scanning, { at: 'end', before: 100, after: 0, only })).lines).toEqual(all.lines);
    for (const line of all.lines) {
      expect((await readWindow(scanning, { at: line, before: 100, after: 100, only })).lines).toEqual(all.lines);
    }
  });
});

describe('looking for lines', () => {
  const lines = Array.from({ length: 5_000 }, (_, index) =>
    index % 1_000 === 7 ? `An Error ${index}` : `fine ${index}`,
  );
  const whole = `${lines.join('\n')}\n`;

  test('forwards and backwards, from a line and from the ends', async () => {
    const scanning = scan(await lookAt(folderWith(whole)));
    const first = await findLine(scanning, 'start', 1, matching('error'));
    expect(first?.text).toBe('An Error 7');
    const second = await findLine(scanning, first as never, 1, matching('error'));
    expect(second?.text).toBe('An Error 1007');
    expect(await findLine(scanning, second as never, -1, matching('error'))).toEqual(first);
    expect((await findLine(scanning, 'end', -1, matching('error')))?.text).toBe('An Error 4007');
    expect(await findLine(scanning, first as never, -1, matching('error'))).toBeUndefined();
    expect(await findLine(scanning, 'start', 1, matching('ERROR'))).toBeUndefined();
  });

  test('all of them are counted, a thousand and no more', async () => {
    const scanning = scan(await lookAt(folderWith(whole)));
    expect(await findAll(scanning, matching('error'))).toHaveLength(5);
    expect(await findAll(scanning, matching('fine'))).toHaveLength(1_001);
    expect(await findAll(scanning, matching('/err.*(1007|2007)$/'))).toHaveLength(2);
  });

  test('chunks without a match are passed over, and lines that lie across two of them are not', async () => {
    const filler = `${'.'.repeat(99)}\n`.repeat(1_000);
    for (let shift = 0; shift < 80; shift += 7) {
      const text = `${'-'.repeat(shift)}\n${filler}needle${'_'.repeat(40)}\n${filler}`;
      const scanning = scan(await lookAt(folderWith(text)));
      for (const [from, by] of [
        ['start', 1],
        ['end', -1],
      ] as const) {
        expect((await findLine(scanning, from, by, matching('needle')))?.text).toContain('needle');
      }
    }
  });

  test('a search that nobody waits for any more ends', async () => {
    const stop = new AbortController();
    stop.abort();
    const scanning = { ...scan(await lookAt(folderWith(whole))), signal: stop.signal };
    expect(await findLine(scanning, 'start', 1, matching('4007'))).toBeUndefined();
  });
});

describe('files that change', () => {
  test('what is added is seen, and each line keeps its name', async () => {
    const folder = folderWith('one\ntwo');
    const files = openOutputFiles(folder);
    const before = await files.look();
    appendFileSync(join(folder, 'out'), ' and a half\nthree\n');
    const after = await files.look();
    if (before.kind === 'gone' || after.kind === 'gone') throw new Error('gone');
    const [, open] = (await readWindow(scan(before.source), { at: 'end', before: 5, after: 0 })).lines;
    const [, whole] = (await readWindow(scan(after.source), { at: 'end', before: 5, after: 0 })).lines;
    expect(whole).toMatchObject({ start: open?.start, text: 'two and a half' });
    expect(after.isReplaced).toBe(false);
    await files.close();
  });

  test('one that was replaced, cut short or removed is told', async () => {
    const folder = folderWith('one\ntwo\n');
    const files = openOutputFiles(folder);
    await files.look();
    writeFileSync(join(folder, 'out.clean'), 'ONE\n');
    renameSync(join(folder, 'out.clean'), join(folder, 'out'));
    expect(await files.look()).toMatchObject({ kind: 'there', isReplaced: true });
    expect(await files.look()).toMatchObject({ kind: 'there', isReplaced: false });
    truncateSync(join(folder, 'out'), 1);
    expect(await files.look()).toMatchObject({ kind: 'there', isReplaced: true });
    rmSync(folder, { recursive: true });
    expect(await files.look()).toEqual({ kind: 'gone' });
  });

  test('stored output is read in the same way, at the same offsets', async () => {
    const source = storedSource({ stdout: 'a\nb\n', stderr: 'c' });
    expect(await textsOf(scan(source), { at: 'end', before: 5, after: 0 })).toEqual(['a', 'b', 'c']);
    expect(await textsOf(scan(source), { at: { stream: 'out', start: 2 }, before: 0, after: 5 })).toEqual(['b', 'c']);
  });

  test('lines are counted as they come, an open one as well', async () => {
    const folder = folderWith('a\nb', 'x\n');
    const files = openOutputFiles(folder);
    const counter = createLineCounter();
    const countNow = async () => {
      const found = await files.look();
      return found.kind === 'gone' ? undefined : counter.count(found.source);
    };
    expect(await countNow()).toBe(3);
    appendFileSync(join(folder, 'out'), '\nc\n');
    expect(await countNow()).toBe(4);
    await files.close();
  });
});

async function whole(slices: AsyncIterable<readonly string[]>): Promise<string[]> {
  const all: string[] = [];
  for await (const lines of slices) all.push(...lines);
  return all;
}

test('a pager gets every line, or those that match', async () => {
  const scanning = scan(await lookAt(folderWith('a\nb\nab\n')));
  expect(await whole(allLines(scanning, 0))).toEqual(['a', 'b', 'ab']);
  expect(await whole(allLines(scanning, 5))).toEqual(['ab']);
  expect(await whole(allLines(scanning, 0, matching('a')))).toEqual(['a', 'ab']);
});
