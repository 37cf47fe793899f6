import { expect, test } from 'vitest';
import { judgeRoom, runWithoutRoom, troubleOf } from '../../../src/engine/rules/storage-trouble.ts';

const MIB = 1024 * 1024;
const BIG = 100_000 * MIB;
const SMALL = 64 * MIB;

test.each([
  [BIG, 600 * MIB, 'enough', 'enough'],
  [BIG, 500 * MIB, 'enough', 'low'],
  [BIG, 15 * MIB, 'enough', 'full'],
  [BIG, 17 * MIB, 'low', 'low'],
  [SMALL, 4 * MIB, 'enough', 'enough'],
  [SMALL, 3 * MIB, 'enough', 'low'],
  [SMALL, 0.6 * MIB, 'enough', 'full'],
] as const)('R-8 of %d bytes %d free, before %s, is %s', (totalBytes, freeBytes, before, verdict) => {
  expect(judgeRoom({ totalBytes, freeBytes }, before)).toBe(verdict);
});

test('R-8 what was low or full is better only well above its mark, so that no alert comes and goes', () => {
  const judge = (mib: number, before: 'low' | 'full') => judgeRoom({ totalBytes: BIG, freeBytes: mib * MIB }, before);
  expect([judge(600, 'low'), judge(615, 'low')]).toEqual(['low', 'enough']);
  expect([judge(18, 'full'), judge(20, 'full'), judge(700, 'full')]).toEqual(['full', 'low', 'enough']);
});

test.each([
  ['SQLITE_FULL', 'disk'],
  ['ENOSPC', 'disk'],
  ['SQLITE_IOERR_WRITE', 'database'],
  ['SQLITE_READONLY_DBMOVED', 'database'],
  ['SQLITE_CORRUPT', 'database'],
  ['SQLITE_CONSTRAINT_UNIQUE', undefined],
  ['SQLITE_BUSY', undefined],
  ['', undefined],
])('R-8 %s is trouble with the %s', (code, kind) => {
  expect(troubleOf(code)).toBe(kind);
});

test('D-104 a run that met a full disk is an alert of its job, every other is none', () => {
  const run = { id: 7, jobId: 'j1', jobName: 'backup' };
  const alert = runWithoutRoom({ ...run, error: 'cannot start: no space left on the disk' });
  expect(alert).toMatchObject({ kind: 'disk', key: 'disk:j1', title: 'backup: run 7 met a full disk', runId: 7 });
  expect(runWithoutRoom({ ...run, error: 'Shell exited with code 1' })).toBeUndefined();
  expect(runWithoutRoom(run)).toBeUndefined();
});
