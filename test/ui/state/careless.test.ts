import { describe, expect, test } from 'vitest';
import { aScreen } from './world.ts';

test.each([
  ['d', 'd right behind Esc was left out: press it again'],
  ['', 'the key right behind Esc was left out: press it again'],
])('a key that came together with Esc is left out and said: %j', (lost, said) => {
  const screen = aScreen();
  screen.send({ type: 'key', name: 'Escape', sequence: '', together: false, lost, now: 0, at: 0 });
  expect(screen.view().message).toMatchObject({ tone: 'bad', text: said });
  screen.key('j');
  expect(screen.view().message).toBeUndefined();
});

describe('keys that come faster than a sheet is armed', () => {
  const KEYS = ['a', 'x', 'c', 'd', 'D', 'e', 'q', ...'v*upPsUL', 'Space', 'Tab', 'Enter', 'Enter', 'Down', 'Ctrl-C'];
  const SEQUENCES = 10_000;

  test(`${SEQUENCES} of them decide nothing and leave nothing, in whatever order`, () => {
    const screen = aScreen();
    let seed = 20_261_122;
    const below = (most: number): number => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((seed / 0x1_0000_0000) * most);
    };
    let opened = 0;
    for (let n = 0; n < SEQUENCES; n += 1) {
      const before = screen.effects.length;
      screen.key(n % 12 === 0 ? 'Escape' : (KEYS[below(KEYS.length)] ?? ''), below(4) === 0);
      if (screen.effects.slice(before).some(({ kind }) => kind === 'open-sheet')) {
        screen.open();
        opened += 1;
      }
      if (screen.effects.slice(before).some(({ kind }) => kind === 'request-status')) {
        screen.sent();
        screen.answer();
      }
      screen.later(below(300));
    }
    expect(opened).toBeGreaterThan(100);
    expect(screen.effects.filter(({ kind }) => ['command', 'bulk', 'leave'].includes(kind))).toEqual([]);
  });
});
