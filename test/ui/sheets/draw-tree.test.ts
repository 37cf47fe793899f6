import { expect, test } from 'vitest';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { treeRows } from '../../../src/ui/sheets/draw-tree.ts';
import type { TreeRow } from '../../../src/ui/sheets/dying-tree.ts';

const row = (pid: number, parentPid: number, command: string, more: Partial<TreeRow> = {}): TreeRow => ({
  ...{ pid, parentPid, ageMs: 1_000, command, place: 'group' },
  ...more,
});
const commands = (...rows: TreeRow[]): string[] =>
  treeRows(rows, 'UTC', 80)
    .slice(1)
    .map((line) => plainOf(line).slice(20).trimEnd());

test('a child stands below its parent although its id is lower, as where ids begin anew', () => {
  expect(commands(row(5, 31, 'sleep'), row(30, 1, 'wrapper'), row(31, 30, 'bash'))).toEqual([
    'wrapper',
    '└ bash',
    '  └ sleep',
  ]);
});

test('what was born while the run was ending stands below all', () => {
  const rows = [row(30, 1, 'wrapper'), row(31, 30, 'bash'), row(32, 30, 'late', { born: 'later' })];
  expect(commands(...rows)).toEqual(['wrapper', '└ bash', '└ late']);
});

test('parents in a ring are all shown', () => {
  expect(commands(row(8, 9, 'a'), row(9, 8, 'b'))).toHaveLength(2);
});
