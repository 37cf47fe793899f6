import { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { createScreenOutput } from '../../../src/ui/terminal/screen-output.ts';

const FRAME = (body: string): string => `\x1b[?2026h${body}\x1b[?2026l`;

/** A sink that takes everything, until it is full. */
const createWorld = () => {
  const terminal = { isFull: false, isPending: false, written: [] as string[] };
  const window = Object.assign(new EventEmitter(), { columns: 80, rows: 24 });
  const output = createScreenOutput(
    {
      write(text) {
        if (!terminal.isFull) terminal.written.push(text);
        return !terminal.isFull;
      },
      writeAnyway: (text) => terminal.written.push(text),
      whenDrained: (callback) => callback(),
      isPending: () => terminal.isPending,
      abandon: () => {},
    },
    window,
  );
  /** As Ink does it: three writes. */
  const draw = (body: string): void => {
    for (const part of ['\x1b[?2026h', body, '\x1b[?2026l']) output.stdout.write(part);
  };
  const drawer = { clear: () => draw('clearing'), rerender: () => draw('all') };
  const taken = (): string[] => terminal.written.splice(0);
  return { terminal, window, output, draw, drawer, taken };
};

test('the alternate screen begins in the first cell, with rows that do not go on in the next', () => {
  const { output, taken, draw } = createWorld();
  output.stdout.write('\x1b[?1049h');
  draw('rows');
  expect(taken()).toEqual(['\x1b[?1049h\x1b[?7l\x1b[H', FRAME('\x1b[Hrows')]);
  output.stdout.write('\x1b[?1049l');
  expect(taken()).toEqual(['\x1b[?7h\x1b[?1049l']);
});

test('a frame is one write, and begins in the last row, where the one before has ended', () => {
  const { draw, taken } = createWorld();
  draw('first');
  draw('second');
  expect(taken()).toEqual([FRAME('\x1b[Hfirst'), FRAME('\x1b[24Hsecond')]);
});

test('a redraw shows nothing of the clearing, and erases in the same frame that draws', () => {
  const { output, draw, drawer, taken } = createWorld();
  draw('first');
  taken();
  output.redraw(drawer);
  draw('next');
  expect(taken()).toEqual([FRAME('\x1b[H\x1b[2Jall'), FRAME('\x1b[24Hnext')]);
});

test('between a new size and the redraw nothing is shown: it was laid out for another size', () => {
  const { window, output, draw, drawer, taken } = createWorld();
  const sizes: number[] = [];
  const toInk = vi.fn();
  output.onResize(() => sizes.push(output.stdout.rows));
  output.stdout.on('resize', toInk);
  draw('first');
  window.rows = 40;
  window.emit('resize');
  expect(output.isBehind()).toBe(true);
  draw('between');
  output.redraw(drawer);
  draw('after');
  expect(sizes).toEqual([40]);
  // It would lay out anew at each size.
  expect(toInk).not.toHaveBeenCalled();
  expect(taken().slice(1)).toEqual([FRAME('\x1b[H\x1b[2Jall'), FRAME('\x1b[40Hafter')]);
});

test('a size that comes before anybody draws holds up no first frame', () => {
  const { window, draw, taken } = createWorld();
  window.emit('resize');
  draw('first');
  expect(taken()).toEqual([FRAME('\x1b[Hfirst')]);
});

test('after a dropped frame no difference to it is written, until everything is drawn anew', () => {
  const { terminal, output, draw, drawer, taken } = createWorld();
  draw('first');
  terminal.isFull = true;
  draw('lost');
  expect(output.isBehind()).toBe(true);
  terminal.isFull = false;
  draw('difference');
  taken();
  terminal.isPending = true;
  output.redraw(drawer);
  expect(taken()).toEqual([]);
  terminal.isPending = false;
  output.redraw(drawer);
  expect(output.isBehind()).toBe(false);
  expect(taken()).toEqual([FRAME('\x1b[H\x1b[2Jall')]);
});

test('behind a closed gate nothing is drawn, and whoever waits for it goes on', async () => {
  const { output, draw, drawer, taken } = createWorld();
  output.close();
  draw('late');
  output.redraw(drawer);
  output.suspend();
  output.resume();
  await new Promise<void>((resolve) => output.stdout.write('late', () => resolve()));
  expect(taken()).toEqual([]);
  expect(output.isClosed()).toBe(true);
});

test('while the shell has the terminal nothing is drawn; then the alternate screen is entered again', () => {
  const { output, draw, taken } = createWorld();
  draw('first');
  taken();
  output.suspend();
  draw('unseen');
  expect(taken()).toEqual([]);
  output.resume();
  expect(taken()).toEqual(['\x1b[?1049h\x1b[?7l\x1b[H']);
});
