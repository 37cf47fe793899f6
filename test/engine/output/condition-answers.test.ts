import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { meetsCondition } from '../../../src/engine/output/evidence.ts';

const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'condition-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
};

test('D-69 output that is not there meets nothing, output that cannot be read is neither yes nor no', async () => {
  const folder = aFolder();
  const regex = { kind: 'regex', pattern: 'a' } as const;
  const contains = { kind: 'contains', text: 'a' } as const;
  expect(await meetsCondition(folder, regex)).toEqual({ kind: 'unmet' });
  expect(await meetsCondition(folder, contains)).toEqual({ kind: 'unmet' });
  writeFileSync(join(folder, 'out'), 'a\n');
  expect(await meetsCondition(folder, regex)).toEqual({ kind: 'met' });
  rmSync(join(folder, 'out'));
  mkdirSync(join(folder, 'out'));
  const unreadable = { kind: 'failed', because: 'the output cannot be read (EISDIR)' };
  expect(await meetsCondition(folder, regex)).toEqual(unreadable);
  expect(await meetsCondition(folder, contains)).toEqual(unreadable);
});

test('D-69 a pattern that takes too long is not taken for one that does not match', async () => {
  const folder = aFolder();
  writeFileSync(join(folder, 'out'), `${'a'.repeat(4_000_000)}!\n`);
  const answer = await meetsCondition(
    folder,
    { kind: 'regex', pattern: '(a+)+$' },
    AbortSignal.abort(new DOMException('', 'TimeoutError')),
  );
  expect(answer).toEqual({ kind: 'failed', because: 'matching took longer than 10 s' });
});

test('D-69 a pattern that is none says what is wrong with it', async () => {
  const folder = aFolder();
  expect(await meetsCondition(folder, { kind: 'regex', pattern: '(' })).toMatchObject({
    kind: 'failed',
    because: expect.stringContaining('missing closing )'),
  });
});

test('D-69 a pattern that was not looked for in the middle of a long output says so; a text is looked for everywhere', async () => {
  const folder = aFolder();
  const out = join(folder, 'out');
  writeFileSync(out, 'x'.repeat(9_000_000));
  writeFileSync(out, 'NEEDLE', { flag: 'a' });
  writeFileSync(out, 'x'.repeat(9_000_000), { flag: 'a' });
  expect(await meetsCondition(folder, { kind: 'regex', pattern: 'NEEDLE' })).toEqual({ kind: 'unmet', partly: true });
  expect(await meetsCondition(folder, { kind: 'contains', text: 'NEEDLE' })).toEqual({ kind: 'met' });
  expect(await meetsCondition(folder, { kind: 'contains', text: 'other' })).toEqual({ kind: 'unmet' });
});
