import { afterEach, expect, test, vi } from 'vitest';
import { insert, jobValues } from '../../support/screen-data.ts';
import { aConsole } from './world.ts';

let open: ReturnType<typeof aConsole> | undefined;
afterEach(() => open?.end());

/** As a terminal does it: nothing that is drawn behind a new size arrives before the repaint. */
function withWindow() {
  const shown: string[] = [];
  const made = aConsole({
    terminal: {
      isBehind: () => made.terminal.isBehind,
      repaint() {
        made.terminal.isBehind = false;
        made.controller.paint();
        shown.push(made.text().join('\n'));
      },
    },
  });
  insert(made.db, 'jobs', jobValues('deploy'));
  made.controller.start();
  const drawn = vi.fn();
  made.controller.frame.subscribe(drawn);
  open = made;
  const resize = (columns: number, rows: number): void => {
    made.terminal.isBehind = true;
    made.resize(columns, rows);
  };
  return { ...made, shown, drawn, resize };
}

test('a corner that is dragged through many sizes is drawn now and then, and at the end', () => {
  const { clock, drawn, shown, resize } = withWindow();
  for (let step = 0; step < 38; step += 1) {
    resize(120 + step, 40);
    clock.pass(16);
  }
  expect(drawn).toHaveBeenCalledTimes(4);
  clock.pass(14);
  expect(drawn).toHaveBeenCalledTimes(5);
  expect(shown.at(-1)?.split('\n')).toHaveLength(40);
  expect(shown.at(-1)?.split('\n')[0]).toHaveLength(157);
  clock.pass(200);
  expect(shown).toHaveLength(5);
});

test('a single new size is drawn once, at the size that it has', () => {
  const { clock, shown, resize } = withWindow();
  resize(60, 16);
  expect(shown).toEqual([]);
  clock.pass(30);
  expect(shown[0]?.split('\n').map((row) => row.length)).toEqual(Array.from({ length: 16 }, () => 60));
  clock.pass(200);
  expect(shown).toHaveLength(1);
});

test('a key between two sizes counts at once, for the newest size, and is seen with it', () => {
  const { clock, controller, key, shown, resize } = withWindow();
  resize(60, 16);
  key('?');
  expect(controller.view()).toMatchObject({ size: { columns: 60, rows: 16 }, help: {} });
  expect(shown).toEqual([]);
  clock.pass(30);
  expect(shown[0]).toMatch(/[Kk]eys/);
});
