import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readOutputLines } from '../../../src/engine/output/read-output-lines.ts';
import { patternsOf } from '../../../src/engine/redact/patterns.ts';
import { redactLines } from '../../../src/engine/redact/redact-lines.ts';
import { redactRunFiles } from '../../../src/engine/redact/run-files.ts';

const patterns = patternsOf([{ name: 'TOKEN', value: 'hunter2-and-more' }]);

const createFolder = (files: Record<string, string>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'openclaw-redact-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 });
  return folder;
};

test('R-12 the instants stay at their lines when what stands before them gets another length', async () => {
  const first = 'one hunter2-and-more\n';
  const folder = createFolder({
    out: `${first}two\n`,
    err: 'oops\n',
    index: `1000 out ${first.length}\n2000 err 5\n3000 out ${first.length + 4}\n`,
  });
  await redactRunFiles(folder, patterns);
  expect((await readOutputLines(folder, { tail: 10 })).lines).toEqual([
    { at: 1_000, stream: 'out', text: 'one [redacted TOKEN]' },
    { at: 2_000, stream: 'err', text: 'oops' },
    { at: 3_000, stream: 'out', text: 'two' },
  ]);
  expect(readdirSync(folder).toSorted()).toEqual(['err', 'index', 'out']);
  expect(statSync(join(folder, 'out')).mode & 0o777).toBe(0o600);
});

test('a run that printed no secret keeps its very files, and doing it twice changes nothing', async () => {
  const folder = createFolder({ out: 'plain\n', err: 'hunter2-and-more' });
  const before = statSync(join(folder, 'out')).ino;
  await redactRunFiles(folder, patterns);
  await redactRunFiles(folder, patterns);
  expect(statSync(join(folder, 'out')).ino).toBe(before);
  expect(readFileSync(join(folder, 'err'), 'utf8')).toBe('[redacted TOKEN]');
  await redactRunFiles(join(folder, 'nowhere'), patterns);
});

test('R-12 of a live run neither the beginning of a secret nor the end of one that was cut is shown', () => {
  const text = (lines: string[], truncated = false) =>
    redactLines(
      { lines: lines.map((line) => ({ stream: 'out', text: line })), totalBytes: 0, truncated },
      patterns,
    ).map((line) => line.text);
  expect(text(['hunter2-and-more', 'ends: hunter2-'])).toEqual(['[redacted TOKEN]', 'ends: ']);
  expect(text([`${'x'.repeat(20)}hunter2-an…`, 'last'])).toEqual([`${'x'.repeat(20)}…`, 'last']);
  const [cut = ''] = text([`and-more${'x'.repeat(9_000)}`, 'last'], true);
  expect(cut.startsWith('…x')).toBe(true);
  expect(text(['short and-more', 'last'], true)[0]).toBe('short and-more');
});
