import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { drawScreen } from '../../src/ui/draw-screen.ts';
import { plainOf } from '../../src/ui/layout/line.ts';
import { at, MINUTE, NOW } from './scenes/builders.ts';
import { WIDEST_DETAIL, WIDEST_LISTS, WIDEST_LIVE } from './scenes/widest.ts';
import { aScene, aView, COUNTERS, WIPE_MESSAGE } from './scenes.ts';

const PICTURE = readFileSync(new URL('../fixtures/screens/approvals-200x60.txt', import.meta.url), 'utf8')
  .split('\n')
  .map((line) => line.padEnd(200));

/** The counts that have the heights of the picture. */
const COUNTS = new Map([...'▂▃▄▅▆▇'].map((height, index) => [height, [1, 2, 4, 5, 7, 9][index] ?? 0]));
const counts = [...(PICTURE[2] ?? '')].flatMap((height) => COUNTS.get(height) ?? []);

const data = {
  lists: WIDEST_LISTS,
  live: WIDEST_LIVE,
  detail: WIDEST_DETAIL,
  counters: {
    ...COUNTERS,
    pools: [
      { name: 'io', used: 1, slots: 1 },
      { name: 'web', used: 0, slots: 1 },
    ],
  },
  strip: { startAt: at('15:00:00'), counts, whole: true },
};
const scene = aScene(aView(200, 60, 'approvals', { message: WIPE_MESSAGE }), data, {
  live: {
    engine: { kind: 'here', sinceAt: NOW - (3 * 24 + 4) * 60 * MINUTE, lagMs: 4, pid: 3120 },
    gateway: 'ok',
    linkMs: 38,
  },
});

test('200×60: every row is that of the picture', () => {
  expect(drawScreen(scene).map(plainOf)).toEqual(PICTURE.slice(0, 60));
});

test('200×60: the panels stand where the picture has them', () => {
  const corners = (line: string): number[] =>
    [...line].flatMap((character, column) => ('╭╮╰╯┏┓┗┛'.includes(character) ? [column] : []));
  expect(drawScreen(scene).map((line) => corners(plainOf(line)))).toEqual(PICTURE.slice(0, 60).map(corners));
});

test('200×60: the bars are muted but for the hour with the highest', () => {
  const bars = (drawScreen(scene)[2] ?? []).filter((part) => /[▂▇]/.test(part.text));
  expect(bars.filter((part) => part.token !== 'muted').map((part) => part.text)).toEqual(['▇▂▂▂']);
});
