import { expect, test } from 'vitest';
import { plainOf, span } from '../../../src/ui/layout/line.ts';
import { type Column, headOf, needsOf, place, rowOf } from '../../../src/ui/layout/table.ts';

type Row = { name: string; left: string; lapses: string };
const ROWS: Row[] = [{ name: 'wipe-staging', left: '59m26s', lapses: 'APPROVE' }];
const COLUMNS: Column<Row>[] = [
  { head: 'JOB', least: 8, grows: 1, cell: (row, columns) => [span(row.name.slice(0, columns))] },
  {
    head: 'LEFT',
    width: 4,
    whole: true,
    cell: (row) => [span(row.left)],
    without: {
      head: 'LAPSES',
      column: { head: 'LEFT', width: 4, whole: true, cell: (row) => [span(`${row.left} ✓`)] },
    },
  },
  { head: 'LAPSES', width: 7, leaves: 1, cell: (row) => [span(row.lapses)] },
];

const drawn = (width: number): string[] => {
  const placed = place(COLUMNS, width, needsOf(ROWS, ROWS));
  return [headOf(placed, width), ...ROWS.map((row) => rowOf(placed, row, 'none', width))].map(plainOf);
};

test('a column that takes over for one that has left does so only then', () => {
  expect(drawn(40)[1]).toContain('59m26s  APPROVE');
  expect(drawn(28)[1]?.trimEnd()).toBe('  wipe-staging     59m26s ✓');
});

test('what is never cut is wider than its width where a shown row needs that', () => {
  const placed = place(COLUMNS, 40, needsOf(ROWS, ROWS));
  expect(placed.map(({ columns }) => columns)).toEqual([20, 6, 7]);
});

test('too narrow for all, the name is what gives way', () => {
  expect(drawn(18)[1]).toBe('  wipe-  59m26s ✓ ');
});

test('one long name leaves room for what came of it', () => {
  const rows = [
    { name: 'a-really-long-name-of-a-job-that-nobody-would-type-hourly', result: 'exit 127: node: not found' },
  ];
  const columns: Column<(typeof rows)[number]>[] = [
    { head: 'JOB', least: 13, grows: 1, cell: (row) => [span(row.name)] },
    { head: 'RESULT', least: 8, wish: 20, cell: (row) => [span(row.result)] },
  ];
  const widths = (width: number) => place(columns, width, needsOf(rows, rows)).map((each) => each.columns);
  expect(widths(30)).toEqual([17, 8]);
  expect(widths(48)).toEqual([24, 19]);
  expect(widths(60)).toEqual([35, 20]);
  expect(widths(90)).toEqual([57, 28]);
});

test('names grow before what stands beside them', () => {
  const rows = [{ name: 'warehouse-import-of-all', schedule: '*/15 8-18 * * mon-fri' }];
  const columns: Column<(typeof rows)[number]>[] = [
    { head: 'JOB', least: 8, grows: 1, cell: (row) => [span(row.name)] },
    { head: 'SCHEDULE', least: 10, grows: 2, cell: (row) => [span(row.schedule)] },
  ];
  const widths = (width: number) => place(columns, width, needsOf(rows, rows)).map((each) => each.columns);
  expect(widths(32)).toEqual([17, 10]);
  expect(widths(38)).toEqual([23, 10]);
  expect(widths(43)).toEqual([23, 15]);
  expect(widths(49)).toEqual([23, 21]);
});
