import { expect, test } from 'vitest';
import { drawScreen } from '../../src/ui/draw-screen.ts';
import { plainOf } from '../../src/ui/layout/line.ts';
import { NOW } from './scenes/builders.ts';
import {
  approvalsScene,
  firstStart,
  highSheet,
  normalSheet,
  picture,
  runsScene,
  widestScene,
} from './scenes/pictures.ts';

test.each([
  ['approvals-80x24', approvalsScene()],
  ['approve-normal-80x24', normalSheet()],
  ['approve-high-80x24', highSheet()],
  ['first-start-80x24', firstStart()],
  ['runs-120x40', runsScene()],
  ['approvals-200x60', widestScene()],
] as const)('%s: the same data is drawn as in the picture, row by row', (name, scene) => {
  const { columns, rows } = scene.view.size;
  const expected = picture(name);
  const padded = Array.from({ length: rows }, (_, row) => (expected[row] ?? '').padEnd(columns));
  expect(drawScreen(scene).map(plainOf)).toEqual(padded);
});

test('200×60: the panels stand where the picture has them', () => {
  const corners = (line: string): number[] =>
    [...line].flatMap((character, column) => ('╭╮╰╯┏┓┗┛'.includes(character) ? [column] : []));
  expect(drawScreen(widestScene()).map((line) => corners(plainOf(line)))).toEqual(
    Array.from({ length: 60 }, (_, row) => corners(picture('approvals-200x60')[row] ?? '')),
  );
});

test('the moment of the pictures is the one they say', () => {
  expect(new Date(NOW).toISOString()).toBe('2026-11-22T14:32:07.000Z');
});
