import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createLogLines } from '../../../bin/console/log-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'log-lines-'));
afterAll(() => rmSync(folder, { recursive: true }));

const line = (level: number, msg: string, more: object = {}): string =>
  `${JSON.stringify({ level, time: '2026-11-22T14:32:07.000Z', ...more, msg })}\n`;

test('the newest line comes first, with its level and what else it says', () => {
  const path = join(folder, 'one.log');
  writeFileSync(
    path,
    line(30, 'a backup was made') + line(50, 'a run folder could not be removed', { runId: 7, stack: 'at x' }),
  );
  const read = createLogLines(path);
  expect(read()).toMatchObject([
    { who: 'error', state: 'failed', text: 'a run folder could not be removed  runId 7', runId: 7 },
    { who: 'info', state: 'note', text: 'a backup was made', at: Date.parse('2026-11-22T14:32:07Z') },
  ]);
  appendFileSync(path, line(40, 'slow disk'));
  expect(read()[0]).toMatchObject({ who: 'warn', text: 'slow disk' });
});

test('an event is told in its words alone, and leads to its run', () => {
  const path = join(folder, 'event.log');
  writeFileSync(path, line(30, 'ok: run 7 backup, 2s, 3 files', { event: 'run-ended', runId: 7 }));
  expect(createLogLines(path)()).toMatchObject([{ text: 'ok: run 7 backup, 2s, 3 files', runId: 7 }]);
});

test('of a large log only the end is read; a line that is none is left out', () => {
  const path = join(folder, 'large.log');
  writeFileSync(path, `${line(30, 'x'.repeat(300)).repeat(1_000)}not a line of ours\n${line(30, 'last')}`);
  const rows = createLogLines(path)();
  expect(rows[0]?.text).toBe('last');
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.length).toBeLessThanOrEqual(200);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
});

test('no log is an empty list', () => {
  expect(createLogLines(join(folder, 'none.log'))()).toEqual([]);
});
