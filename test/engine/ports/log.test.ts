import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
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

test('a log that is full begins anew, the one before stays beside it, and no third', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openclaw-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'log');
  const log = openFileLog(path, { bytesMax: 400 });
  for (let line = 1; line <= 12; line += 1) log.info({}, `line ${line} ${'x'.repeat(60)}`);
  const linesOf = (name: string): number[] =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/line (\d+) /g)].map(([, number]) => Number(number));
  expect(readdirSync(folder).sort()).toEqual(['log', 'log.1']);
  const [older, newer] = [linesOf('log.1'), linesOf('log')];
  expect([...older, ...newer]).toEqual(
    Array.from({ length: older.length + newer.length }, (_, at) => 13 - older.length - newer.length + at),
  );
  for (const name of ['log', 'log.1']) {
    expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(400);
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  }
});

test('a log that somebody else has moved away is not moved again, and a link is left where it points', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openclaw-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'log');
  const log = openFileLog(path, { bytesMax: 200 });
  log.info({}, 'x'.repeat(150));
  renameSync(path, join(folder, 'taken'));
  log.info({}, 'behind it');
  expect(readFileSync(path, 'utf8')).toContain('behind it');
  expect(readdirSync(folder).sort()).toEqual(['log', 'taken']);
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'link'));
  const linked = openFileLog(join(folder, 'link'), { bytesMax: 200 });
  for (const text of ['one', 'two', 'three']) linked.info({}, text.padEnd(150));
  expect(readFileSync(join(folder, 'elsewhere'), 'utf8').match(/"msg"/g)).toHaveLength(3);
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
