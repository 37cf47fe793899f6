import { afterEach, expect, test } from 'vitest';
import { ACTIONS } from '../../../src/ui/state/actions/table.ts';
import { alertValues, insert, jobValues } from '../../support/screen-data.ts';
import { aConsole } from '../console/world.ts';
import { aScreen } from './world.ts';

let open: ReturnType<typeof aConsole> | undefined;
afterEach(() => {
  open?.end();
  open = undefined;
});

const locked = () => {
  const screen = aScreen();
  screen.type('L');
  return screen;
};

test('L locks at once, and says what it is against', () => {
  expect(locked().view()).toMatchObject({
    locked: {},
    message: { text: 'locked, against slips and not against people; U unlocks' },
  });
});

test('locked, every key that changes something says how to unlock, and does nothing', () => {
  const screen = locked();
  for (const key of ACTIONS.filter(({ group }) => group === 'act').flatMap(({ keys }) => keys)) {
    screen.type(key);
    expect(screen.view().message?.text, key).toBe('locked: U unlocks');
  }
  expect(screen.effects).toEqual([]);
});

test('U opens a sheet: Enter alone goes back, Tab and Enter unlock', () => {
  const screen = locked();
  screen.type('U');
  screen.open();
  screen.arm();
  screen.type('Enter');
  expect(screen.view()).toMatchObject({ locked: {} });
  screen.type('U');
  screen.open();
  screen.arm();
  screen.type('Tab', 'Enter');
  expect(screen.view().locked).toBeUndefined();
  expect(screen.view().sheet).toBeUndefined();
  screen.type('a');
  expect(screen.effects.at(-2)).toMatchObject({ kind: 'open-sheet', item: { kind: 'approve' } });
});

test('typed ahead, U Tab Enter unlocks nothing', () => {
  const screen = locked();
  screen.key('U', true);
  screen.open();
  for (const name of ['Tab', 'Enter', 'Tab', 'Enter']) screen.key(name, true);
  expect(screen.view().locked).toBeDefined();
});

test('read-only cannot be unlocked', () => {
  const screen = aScreen({ context: { readOnly: true } });
  screen.type('U');
  expect(screen.view().message?.text).toBe('read-only: this console cannot be unlocked');
  expect(screen.effects).toEqual([]);
});

test('orders of the palette are locked as well', () => {
  open = aConsole();
  insert(open.db, 'jobs', jobValues('etl'));
  open.controller.start();
  open.type('L', ':', ...'run', 'Space', ...'etl', 'Enter');
  expect(open.controller.view().message?.text).toBe('locked: U unlocks');
  expect(open.controller.view().sheet).toBeUndefined();
});

test.each([
  [60, 16],
  [80, 24],
  [120, 40],
  [200, 60],
])('at %i×%i the header says LOCKED, and the next console begins unlocked', (columns, rows) => {
  open = aConsole({ columns, rows });
  insert(open.db, 'jobs', jobValues('etl'));
  insert(open.db, 'alerts', alertValues('something is wrong'));
  open.controller.start();
  open.type('L');
  expect(open.text().slice(0, 2).join('\n')).toContain('LOCKED');
  open.end();
  open = aConsole({ columns, rows });
  open.controller.start();
  expect(open.text().slice(0, 2).join('\n')).not.toContain('LOCKED');
});
