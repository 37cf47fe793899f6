import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lossyLines, openFileLog } from '../../../src/engine/ports/log.ts';

test('the log is JSON lines in a file that only its owner can read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openclaw-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'below', 'log');
  const log = openFileLog(path);
  log.error({ runId: 7 }, 'it failed');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ level: 50, runId: 7, msg: 'it failed' });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test.runIf(existsSync('/dev/full'))('R-8 a log on a full disk throws nothing', () => {
  const log = openFileLog('/dev/full');
  for (const text of ['one', 'two']) expect(() => log.error({}, text)).not.toThrow();
});

test('R-8 the first line that can be written again says how many were lost', () => {
  const lines: string[] = [];
  let room = 0;
  const target = lossyLines((line) => {
    if (room === 0) throw new Error('ENOSPC');
    lines.push(line);
  });
  target.write('one\n');
  target.write('two\n');
  room = 1;
  target.write('three\n');
  target.write('four\n');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 40, lost: 2 });
  expect(lines.slice(1)).toEqual(['three\n', 'four\n']);
});
