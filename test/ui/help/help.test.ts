import { describe, expect, test } from 'vitest';
import { drawHelp } from '../../../src/ui/help/draw-help.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { keysOf } from '../../../src/ui/state/actions/keyboard.ts';
import { ACTIONS } from '../../../src/ui/state/actions/table.ts';
import { aScene, aView, DATA } from '../scenes.ts';
import { aScreen } from '../state/world.ts';

const ALL_ROWS = 120;
const drawn = (width: number, more: Parameters<typeof aScene>[2] = {}): string[] =>
  drawHelp(aScene(aView(width, 24, 'alerts'), DATA, more), { top: 0, search: '' }, width, ALL_ROWS).map(plainOf);

describe('the key list', () => {
  test.each([60, 80, 120, 200])('at %i columns has every title whole, and no row is longer', (width) => {
    const rows = drawn(width);
    const text = rows.join('\n');
    for (const action of ACTIONS) expect(text).toContain(`${keysOf(action).padEnd(12)}${action.title} `);
    expect(rows.filter((row) => [...row].length !== width)).toEqual([]);
  });

  test('says what is off here and why, and how a shell does the rest', () => {
    const rows = drawn(80);
    expect(rows.find((row) => row.startsWith(' x… '))).toContain('– this is an alert');
    expect(rows.find((row) => row.startsWith(' o '))).toContain('openclaw-tui alerts ack ALERT');
    const wide = drawn(200).find((row) => row.startsWith(' x… '));
    expect(wide).toMatch(/openclaw-tui approvals reject ID +– x rejects an approval; this is an alert/);
  });

  test('no command touches the reason beside it', () => {
    for (const row of drawn(200).filter((row) => row.includes('–'))) expect(row).toMatch(/ {2}– /);
  });

  test('read-only it says so of everything that changes something', () => {
    const rows = drawn(80, { readOnly: true });
    expect(rows.find((row) => row.startsWith(' D… '))).toContain('– read-only: D… is off');
  });
});

describe('in the key list', () => {
  const opened = () => {
    const screen = aScreen();
    screen.type('?');
    return screen;
  };
  const help = (screen: ReturnType<typeof aScreen>) => screen.view().help;

  test('it scrolls to its end and not beyond', () => {
    const screen = opened();
    screen.type('G');
    const last = help(screen)?.top ?? 0;
    screen.type('j', 'PageDown');
    expect(help(screen)?.top).toBe(last);
    expect(last).toBeGreaterThan(10);
    screen.type('g');
    expect(help(screen)?.top).toBe(0);
  });

  test('/ goes to the first row that has the letters, n and N to the others, Esc ends the search and then the list', () => {
    const screen = opened();
    screen.type('/', ...'zoom');
    const found = help(screen)?.hit;
    expect(found).toBeGreaterThan(0);
    expect(help(screen)?.top).toBeLessThanOrEqual(found ?? 0);
    screen.type('Backspace', 'Backspace', 'Backspace', 'Backspace', ...'panel', 'Enter', 'n');
    const second = help(screen)?.hit ?? 0;
    screen.type('n', 'N');
    expect(help(screen)?.hit).toBe(second);
    screen.type('Escape');
    expect(help(screen)).toMatchObject({ search: '' });
    screen.type('Escape');
    expect(help(screen)).toBeUndefined();
  });

  test('what is looked for is text, also ? and : and what is pasted', () => {
    const screen = opened();
    screen.type('/', '?', ':', 'a');
    screen.paste('q\r');
    expect(help(screen)?.search).toBe('?:aq ');
    expect(screen.effects).toEqual([]);
  });

  test('no key does anything but look, and ? closes it', () => {
    const screen = opened();
    screen.type('a', 'x', 'c', 'r', 'o', 'D', '2', 'E');
    expect(screen.effects).toEqual([]);
    expect(screen.view().focus).toBe('approvals');
    screen.type('?');
    expect(help(screen)).toBeUndefined();
  });
});
