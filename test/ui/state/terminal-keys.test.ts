// Ctrl-L and Ctrl-Z are about the terminal: they mean the same wherever something is written.
import { describe, expect, test } from 'vitest';
import { aScreen } from './world.ts';

type Around = Parameters<typeof aScreen>[0];

const rejecting = (around: Around = {}) => {
  const screen = aScreen(around);
  screen.keys('j', 'x');
  screen.open();
  screen.arm();
  screen.type(...'late');
  screen.effects.length = 0;
  return screen;
};
const ATTACHED = { context: { engineHere: false } };

describe('in a sheet', () => {
  test('Ctrl-Z of an attached console gives the terminal away, and the sentence stays', () => {
    const screen = rejecting(ATTACHED);
    screen.key('Ctrl-Z');
    expect(screen.effects).toEqual([{ kind: 'suspend' }]);
    expect(screen.sheet().fields.reason).toBe('late');
  });

  test('Ctrl-Z with the engine here asks as Ctrl-C does, and is no second Ctrl-C', () => {
    const screen = rejecting();
    screen.key('Ctrl-Z');
    expect(screen.effects).toMatchObject([{ kind: 'open-sheet', item: { kind: 'leave' } }]);
    screen.open();
    screen.arm();
    screen.effects.length = 0;
    screen.key('Ctrl-Z');
    expect(screen.effects).toEqual([]);
    screen.key('Escape');
    screen.key('x');
    screen.open();
    expect(screen.sheet().fields.reason).toBe('late');
  });

  test('Ctrl-L draws everything anew, and keys count when the terminal has that', () => {
    const screen = rejecting();
    screen.key('Enter');
    screen.effects.length = 0;
    screen.key('Ctrl-L');
    expect(screen.effects).toMatchObject([{ kind: 'repaint' }, { kind: 'request-status' }]);
    screen.type('Enter', 'Enter');
    expect(screen.effects.filter(({ kind }) => kind === 'command')).toEqual([]);
    expect(screen.sheet().fields.reason).toBe('late');
  });
});

describe.each([
  ['a filter', ['/', 'd', 'e']],
  ['the palette', [':', 'd', 'e']],
  ['the key list', ['?']],
  ['the list of what can be copied', ['y']],
] as const)('in %s', (_where, keys) => {
  test('Ctrl-Z of an attached console gives the terminal away', () => {
    const screen = aScreen(ATTACHED);
    screen.keys(...keys);
    const before = screen.view();
    screen.effects.length = 0;
    screen.key('Ctrl-Z');
    expect(screen.effects).toEqual([{ kind: 'suspend' }]);
    expect(screen.view()).toEqual(before);
  });
});
