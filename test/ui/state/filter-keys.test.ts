import { expect, test } from 'vitest';
import { aView } from '../scenes.ts';
import { aScreen } from './world.ts';

const filterOf = (screen: ReturnType<typeof aScreen>): string => screen.view().lists['runs.now'].filter;

function withTwo() {
  const screen = aScreen({ view: aView(80, 24, 'runs') });
  screen.keys('/', 'e', 't', 'l', 'Enter', 'Escape');
  screen.keys('/', 'd', 'b', 'Enter', 'Escape');
  return screen;
}

test('↑ and ↓ go through the filters that were kept, and back to what was typed', () => {
  const screen = withTwo();
  screen.keys('/', 'x', 'Up');
  expect(filterOf(screen)).toBe('db');
  screen.keys('Up', 'Up');
  expect(filterOf(screen)).toBe('etl');
  screen.keys('Down', 'Down', 'Down');
  expect(filterOf(screen)).toBe('x');
});

test('one that is called back can be changed, and counts once', () => {
  const screen = withTwo();
  screen.keys('/', 'Up', 'Up', 's', 'Enter');
  expect(filterOf(screen)).toBe('etls');
  screen.keys('Escape', '/', 'Up', 'Up', 'Enter');
  expect(screen.view().filters).toEqual(['etl', 'etls', 'db']);
});

test('what Esc threw away, and an empty one, is not kept', () => {
  const screen = aScreen({ view: aView(80, 24, 'runs') });
  screen.keys('/', 'e', 'Escape', '/', 'Enter', '/', 'Up');
  expect(filterOf(screen)).toBe('');
  expect(screen.view().filters).toBeUndefined();
});
