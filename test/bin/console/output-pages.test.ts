import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createOutputPages, type OutputPages } from '../../../bin/console/output-pages.ts';
import { systemClock } from '../../../src/engine/ports/clock.ts';
import { patternsOf } from '../../../src/engine/redact/patterns.ts';
import type { RunSecrets } from '../../../src/engine/redact/secret-keeper.ts';
import type { LongWork, OutputPage, OutputWanted } from '../../../src/ui/output/output-port.ts';
import { PATIENCE } from '../../support/patience.ts';

let runsDir: string;
let secrets: RunSecrets;
let pages: OutputPages;
let elapsed: number;

beforeEach(() => {
  runsDir = mkdtempSync(join(tmpdir(), 'pages-'));
  secrets = { kind: 'known', patterns: [] };
  elapsed = 0;
  mkdirSync(join(runsDir, '7'));
  writeFileSync(join(runsDir, '7', 'err'), '');
  pages = createOutputPages({
    folderOf: (runId) => join(runsDir, String(runId)),
    stored: (runId) => ({ 8: CUT, 10: TIMED })[runId],
    secrets: () => secrets,
    // Each look at the clock finds it half a second on: whoever asks again is answered anew.
    clock: { ...systemClock, monotonic: () => (elapsed += 500) },
  });
});
afterEach(() => {
  pages.close();
  rmSync(runsDir, { recursive: true, force: true });
});

const CUT = { runId: 8, stdout: 'a\nb\n', stderr: 'c\n', stdoutCut: true, stderrCut: false };
const TIMED = { ...CUT, runId: 10, stdoutCut: false, arrivals: '1000 out 2\n2000 err 2\n3000 out 4\n' };

const wanted = (given: Partial<OutputWanted> = {}, sight: Partial<OutputWanted['sight']> = {}): OutputWanted => ({
  at: 'end',
  search: '',
  sight: { streams: 'both', window: 'all', only: '', context: 0, ...sight },
  ...given,
});
const unhurried = (): LongWork => ({ signal: new AbortController().signal, passed: () => {} });
const find = (ask: OutputWanted, work = unhurried()) => pages.find(7, { wanted: ask, from: 'start', by: 1 }, work);
const write = (text: string, stream = 'out') => writeFileSync(join(runsDir, '7', stream), text);
const textsOf = (page: OutputPage | undefined) => page?.lines.map(({ text }) => text);

/** Asks until what is known is what is asked for. */
const read = (ask: OutputWanted, is: (page: OutputPage) => boolean = () => true, runId = 7): Promise<OutputPage> =>
  vi.waitFor(() => {
    const page = pages.page(runId, ask);
    if (page === undefined || page.isLate === true || !is(page)) throw new Error(`not yet: ${JSON.stringify(page)}`);
    return page;
  }, PATIENCE);

test('what is asked for is there when it has been read, and whoever listens is told', async () => {
  write('one\ntwo\n');
  const told = new Promise<void>((resolve) => pages.onLoaded(resolve));
  expect(pages.page(7, wanted())).toBeUndefined();
  await told;
  const page = await read(wanted(), ({ totalLines }) => totalLines !== undefined);
  expect(page).toMatchObject({ from: 'files', totalBytes: 8, totalLines: 2, isAtStart: true, isAtEnd: true });
  expect(textsOf(page)).toEqual(['one', 'two']);
});

test('what is added shows, and meanwhile what was known', async () => {
  write('one\n');
  await read(wanted());
  appendFileSync(join(runsDir, '7', 'out'), 'two\n');
  expect(textsOf(pages.page(7, wanted()))).toEqual(['one']);
  expect(textsOf(await read(wanted(), ({ lines }) => lines.length === 2))).toEqual(['one', 'two']);
});

test('the newest lines have a time before anybody noted it', async () => {
  write('one\n');
  const { lines } = await read(wanted());
  expect(Math.abs((lines[0]?.at ?? 0) - Date.now())).toBeLessThan(60_000);
});

test('lines are chosen by stream, by what they say, and by what is new since', async () => {
  write('one\ntwo\nthree\n');
  write('oops\n', 'err');
  expect(textsOf(await read(wanted({}, { streams: 'err' })))).toEqual(['oops']);
  expect(textsOf(await read(wanted({}, { only: 't' })))).toEqual(['two', 'three']);
  expect(textsOf(await read(wanted({}, { only: 'three', context: 1 })))).toEqual(['two', 'three', 'oops']);
  expect(textsOf(await read(wanted({}, { floor: { out: 8, err: 0 } })))).toEqual(['three', 'oops']);
});

test('what is searched is what is seen, and its hits are counted', async () => {
  write('an \x1b[31mer\x1b[0mror\nfine\n10%\rerror\n');
  const page = await read(wanted({ search: 'error' }), ({ hits }) => hits !== undefined);
  expect(page.hits).toEqual([
    { stream: 'out', start: 0 },
    { stream: 'out', start: page.lines[2]?.start },
  ]);
  const found = await find(wanted({ search: 'error' }));
  expect(found).toMatchObject({ start: 0 });
  expect(await find(wanted({ search: 'absent' }))).toBeUndefined();
});

test('a later search makes an earlier one give up', async () => {
  write('one\n'.repeat(1_000));
  const first = find(wanted({ search: 'absent' }));
  const second = find(wanted({ search: 'one' }));
  expect(await first).toBe('given-up');
  expect(await second).toMatchObject({ text: 'one' });
});

test('a search that is stopped ends, and tells how far it came', async () => {
  write('one\n'.repeat(200_000));
  const stop = new AbortController();
  const far: [number, number][] = [];
  const passed = (doneBytes: number, totalBytes: number) => {
    far.push([doneBytes, totalBytes]);
    if (far.length === 2) stop.abort();
  };
  expect(await find(wanted({ search: '/abs.nt/' }), { signal: stop.signal, passed })).toBe('given-up');
  expect(far).toEqual([
    [8_192, 800_000],
    [16_384, 800_000],
  ]);
});

test('a pager gets the newest lines of too many, and of those that match the first', async () => {
  write('one\ntwo\nthree\nfour\n');
  const far: number[][] = [];
  const linesOf = async (only: string, bytesMax: number) => {
    const passed = (...now: [number, number]) => void far.push(now);
    const found = await pages.lines(7, wanted({}, { only }).sight, { ...unhurried(), passed, bytesMax });
    const all: string[] = [];
    for await (const lines of found?.slices ?? []) all.push(...lines);
    return [found?.leftOutBytes, ...all];
  };
  expect(await linesOf('', 1_000)).toEqual([0, 'one', 'two', 'three', 'four']);
  expect(await linesOf('', 8)).toEqual([11, 'three', 'four']);
  expect(far.at(-1)).toEqual([8, 8]);
  expect(await linesOf('o', 8)).toEqual([0, 'one', 'two', 'four']);
});

test('R-12 no page, search or pager has a secret, and nothing at all while nobody here knows them', async () => {
  secrets = { kind: 'known', patterns: patternsOf([{ name: 'TOKEN', value: 'hunter22' }]) };
  write('a hunter22 b\nends with hunt');
  expect(textsOf(await read(wanted()))).toEqual(['a [redacted TOKEN] b', 'ends with ']);
  expect(await find(wanted({ search: 'hunter22' }))).toBeUndefined();
  secrets = { kind: 'unknown', names: ['TOKEN'] };
  const page = await read(wanted({ at: 'start' }));
  expect(textsOf(page)).toEqual([expect.stringContaining('the value of TOKEN is not known here')]);
  expect(await pages.lines(7, wanted().sight, { ...unhurried(), bytesMax: 1_000 })).toBeUndefined();
});

test('when the folder goes the database is asked, and says what it does not have', async () => {
  mkdirSync(join(runsDir, '8'));
  writeFileSync(join(runsDir, '8', 'out'), 'a\nb\nlonger\n');
  expect(await read(wanted(), undefined, 8)).toMatchObject({ from: 'files' });
  rmSync(join(runsDir, '8'), { recursive: true });
  const stored = await read(wanted(), ({ from }) => from === 'stored', 8);
  expect(stored).toMatchObject({ isCut: true, isUntimed: true });
  expect(textsOf(stored)).toEqual(['a', 'b', 'c']);
  expect(await read(wanted(), ({ from }) => from === 'gone', 9)).toMatchObject({ lines: [], from: 'gone' });
});

test('files that were written anew are told', async () => {
  write('secret\nmore\n');
  await read(wanted());
  writeFileSync(join(runsDir, '7', 'out.clean'), '[redacted]\nmore\n');
  renameSync(join(runsDir, '7', 'out.clean'), join(runsDir, '7', 'out'));
  const page = await read(wanted(), ({ isReplaced }) => isReplaced === true);
  expect(textsOf(page)).toEqual(['[redacted]', 'more']);
});

test('what the database kept with its times lies in the order in which it came', async () => {
  const page = await read(wanted(), undefined, 10);
  expect(page.lines.map(({ text, at }) => [text, at])).toEqual([
    ['a', 1_000],
    ['c', 2_000],
    ['b', 3_000],
  ]);
  expect(page).not.toHaveProperty('isUntimed');
});
