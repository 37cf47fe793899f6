import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
// biome-ignore lint/correctness/useImportExtensions: its types stand beside it
import { replaceBuild } from '../../scripts/replace-build.mjs';

const HOUR_MS = 60 * 60 * 1_000;
const NOW = Date.parse('2026-11-22T14:32:07Z');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'replace-build-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** One build: the entry names its only chunk. */
function build(word: string, now = NOW): void {
  const files = [
    ['main.js', `import('./sheet-${word}.js')`],
    [`sheet-${word}.js`, word],
    [`sheet-${word}.js.map`, `map of ${word}`],
  ].map(([name = '', text = '']) => ({ path: join('/anywhere/dist', name), contents: Buffer.from(text) }));
  replaceBuild(folder, files, now);
}

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** As if everything here had been written that long ago. */
function age(ms: number): void {
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), (NOW - ms) / 1_000, (NOW - ms) / 1_000);
}

test('what a running console has not loaded yet is there after a build beneath it', () => {
  build('old');
  age(30 * HOUR_MS);
  build('new');
  expect(read('main.js')).toContain('sheet-new');
  expect(read('sheet-new.js')).toBe('new');
  expect(read('sheet-old.js')).toBe('old');
});

test('the chunks of a folder that an earlier way of building left are kept as well', () => {
  writeFileSync(join(folder, 'main.js'), 'old');
  writeFileSync(join(folder, 'sheet-old.js'), 'old');
  age(30 * HOUR_MS);
  build('new');
  expect(read('sheet-old.js')).toBe('old');
});

test('the same build again writes nothing', () => {
  build('same');
  age(2 * HOUR_MS);
  const written = () => readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs]);
  const before = written();
  build('same');
  expect(written()).toEqual(before);
});

test('twenty builds stay, with one map: the folder does not grow for ever', () => {
  for (let at = 0; at <= 30; at += 1) {
    age(2 * HOUR_MS);
    build(`n${at}`);
  }
  const names = readdirSync(folder);
  expect(names.filter((name) => name.endsWith('.map'))).toEqual(['sheet-n30.js.map']);
  expect(names.filter((name) => name.startsWith('sheet-') && name.endsWith('.js'))).toHaveLength(20);
  expect(names).not.toContain('sheet-n10.js');
});

test('a build that goes back and forth between two states keeps both', () => {
  for (let at = 0; at < 25; at += 1) {
    age(2 * HOUR_MS);
    build('one');
    build('two');
  }
  expect(read('sheet-one.js')).toBe('one');
  expect(JSON.parse(read('builds.json'))).toHaveLength(2);
});

test('what a build at the same time is writing is left to it; what a killed one left goes', () => {
  build('old');
  writeFileSync(join(folder, 'sheet-other.js.4711'), 'half');
  utimesSync(join(folder, 'sheet-other.js.4711'), NOW / 1_000, NOW / 1_000);
  build('new');
  expect(existsSync(join(folder, 'sheet-other.js.4711'))).toBe(true);
  build('new', NOW + 2 * HOUR_MS);
  expect(existsSync(join(folder, 'sheet-other.js.4711'))).toBe(false);
});
