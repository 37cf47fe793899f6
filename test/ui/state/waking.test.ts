// A sheet that nobody touched for a minute asks the terminal again; who then begins to write loses no letter by it.
import { expect, test } from 'vitest';
import { aScreen } from './world.ts';

const asleep = (key: 'a' | 'x') => {
  const screen = aScreen();
  screen.keys('j', key);
  screen.open();
  screen.arm();
  screen.later(61_000);
  expect(screen.sheet().arm.kind).toBe('asleep');
  screen.effects.length = 0;
  return screen;
};
const commands = (screen: ReturnType<typeof aScreen>) => screen.effects.filter(({ kind }) => kind === 'command');

test('what is typed into a reason stands there whole, and decides nothing before the sheet is armed again', () => {
  const screen = asleep('x');
  screen.keys(...'not', 'Space', ...'todax', 'Backspace', 'y');
  expect(screen.sheet().fields.reason).toBe('not today');
  screen.type('Enter', 'Enter', 'Enter');
  expect(commands(screen)).toEqual([]);
  expect(screen.sheet().fields.reason).toBe('not today');
  screen.arm();
  screen.type('Enter', 'Enter');
  expect(commands(screen)).toHaveLength(1);
});

test('a letter is no way out of sleep for a button, and none is kept for a sheet that was drawn otherwise', () => {
  const approving = asleep('a');
  approving.keys('l', 'Enter');
  expect(commands(approving)).toEqual([]);
  const screen = asleep('x');
  screen.send({ type: 'resize', size: { columns: 120, rows: 40 } });
  screen.keys(...'late');
  expect(screen.sheet().fields.reason ?? '').toBe('');
});

test('a name that confirms is not typed before the sheet is armed again', () => {
  const screen = aScreen();
  screen.key('a');
  screen.open();
  screen.arm();
  screen.later(61_000);
  screen.keys(...'db-prune');
  expect(screen.sheet().fields.name ?? '').toBe('');
});
