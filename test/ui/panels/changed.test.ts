import { expect, test } from 'vitest';
import { drawScreen } from '../../../src/ui/draw-screen.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { changedCounts } from '../../../src/ui/state/changed.ts';
import { aScene, aView, COUNTERS, DATA } from '../scenes.ts';

const boldIn = (columns: number, rows: number, changed: NonNullable<(typeof DATA)['changed']>): string[] =>
  drawScreen(aScene(aView(columns, rows, 'due'), { ...DATA, changed }))
    .slice(0, 2)
    .flat()
    .filter((part) => part.bold === true && part.token === undefined)
    .map((part) => part.text.trim());

test.each([
  [80, 24, '2 Runs 2+1'],
  [120, 40, 'running 2'],
  [200, 60, 'running 2'],
])('a count that has just changed is bold and nothing moves, at %d×%d', (columns, rows, text) => {
  expect(boldIn(columns, rows, [])).toEqual([]);
  expect(boldIn(columns, rows, ['running'])).toEqual([text]);
  const plain = (changed: NonNullable<(typeof DATA)['changed']>) =>
    drawScreen(aScene(aView(columns, rows, 'due'), { ...DATA, changed })).map(plainOf);
  expect(plain(['running', 'due'])).toEqual(plain([]));
});

test('what is read for the first time has not changed', () => {
  const more = { ...DATA, counters: { ...COUNTERS, running: 3 } };
  expect(changedCounts(DATA, more)).toEqual(['running']);
  expect(changedCounts({ ...DATA, lists: {} }, more)).toEqual([]);
});
