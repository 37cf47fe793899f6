import { expect, test } from 'vitest';
import { toDocument } from '../../../bin/output/documents.ts';
import { pairLines } from '../../../bin/output/pairs.ts';
import { tableLines } from '../../../bin/output/table.ts';
import { durationText, relativeText, wallText } from '../../../bin/output/times.ts';

test('columns stand under their titles, whatever the characters are wide', () => {
  const lines = tableLines(
    [{ title: 'name' }, { title: 'took', align: 'right' }],
    [
      ['漢字', '5s'],
      ['sync', '1m02s'],
    ],
  );
  expect(lines).toEqual(['name   took', '漢字     5s', 'sync  1m02s']);
});

test('cells lose what a terminal would obey, and their line breaks', () => {
  expect(tableLines([{ title: 'x' }], [['a\u001b[31mb\nc\u0007']])).toEqual(['x', 'ab c']);
});

test('the widest columns give way first, and none to nothing', () => {
  const columns = [{ title: 'a' }, { title: 'b' }];
  expect(tableLines(columns, [['x'.repeat(30), 'short']], { width: 15 })[1]).toBe(`${'x'.repeat(7)}…  short`);
  expect(tableLines(columns, [['x'.repeat(30), 'y'.repeat(30)]], { width: 4 })[1]).toBe('xxxxx…  yyyyy…');
});

test('pairs are aligned, and the lines of a long value stand below each other', () => {
  expect(
    pairLines([
      ['job', 'x'],
      ['command', 'a\nb\u001b[2J'],
      ['none', undefined],
    ]),
  ).toEqual(['job      x', 'command  a', '         b']);
});

test.each([
  [0, '0ms'],
  [999, '999ms'],
  [1_000, '1s'],
  [130_000, '2m10s'],
  [3_600_000, '1h'],
  [11_100_000, '3h05m'],
  [90_000_000, '1d01h'],
])('%i ms are %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test('instants are said relative to now and on the wall', () => {
  expect([relativeText(5_000, 0), relativeText(0, 65_000), relativeText(10, 0)]).toEqual(['in 5s', '1m05s ago', 'now']);
  expect(wallText(Date.UTC(2026, 2, 29, 1, 30), 'Europe/Berlin')).toBe('2026-03-29 03:30:00');
});

test('documents have snake_case names and ISO instants, and leave definitions as they are', () => {
  expect(
    toDocument({
      jobId: 'x',
      nextRunAt: 0,
      snoozedUntil: 1_000,
      gone: undefined,
      list: [{ at: 0 }],
      definition: { env: { aB: 1 } },
    }),
  ).toEqual({
    job_id: 'x',
    next_run_at: '1970-01-01T00:00:00.000Z',
    snoozed_until: '1970-01-01T00:00:01.000Z',
    list: [{ at: '1970-01-01T00:00:00.000Z' }],
    definition: { env: { aB: 1 } },
  });
});
