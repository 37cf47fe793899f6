import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cursorIndex, followWords, moved, type ReadRows, stoodOn, topIndex } from '../../../src/ui/output/follow.ts';
import type { Paused, RowId } from '../../../src/ui/output/looking.ts';
import type { Move } from '../../../src/ui/state/move.ts';

const row = (start: number, part = 0): RowId => ({ stream: 'out', start, part });
const read = (from: number, to: number, given: Partial<ReadRows> = {}): ReadRows => ({
  rows: Array.from({ length: to - from }, (_, index) => row(from + index)),
  room: 10,
  isAtStart: from === 0,
  isAtEnd: true,
  size: { lines: to, bytes: to * 10 },
  ...given,
});
const play = (rows: ReadRows, ...moves: Move[]) =>
  moves.reduce<Paused | undefined>((paused, move) => moved(paused, move, rows), undefined);
/** The cursor's line, its row on the screen, and the first line that shows. */
const seen = (paused: Paused | undefined, rows: ReadRows) => ({
  cursor: paused === undefined ? undefined : rows.rows[cursorIndex(paused, rows.rows)]?.start,
  row: paused?.row,
  top: rows.rows[topIndex(paused, rows)]?.start,
});

describe('following', () => {
  test.each<[string, Move[], ReturnType<typeof seen>]>([
    ['at first the end shows', [], { cursor: undefined, row: undefined, top: 90 }],
    [
      'moving down while following goes on following',
      ['down', 'page.down'],
      { cursor: undefined, row: undefined, top: 90 },
    ],
    ['moving up stops it, and nothing jumps', ['up'], { cursor: 98, row: 8, top: 90 }],
    ['to the end by hand it still stands', ['up', 'down', 'down'], { cursor: 99, row: 9, top: 90 }],
    ['the last row’s own key follows again', ['up', 'up', 'last'], { cursor: undefined, row: undefined, top: 90 }],
    ['a page up', ['page.up'], { cursor: 90, row: 9, top: 81 }],
    ['pages up and down lead back', ['page.up', 'page.up', 'page.down', 'page.down'], { cursor: 99, row: 9, top: 90 }],
    ['beyond the upper row the view moves', [...Array<Move>(12).fill('up')], { cursor: 87, row: 0, top: 87 }],
    ['the first row', ['first'], { cursor: 0, row: 0, top: 0 }],
    ['down from the first row', ['first', 'down', 'down'], { cursor: 2, row: 2, top: 0 }],
    ['half a page moves the view', ['first', 'half.down'], { cursor: 5, row: 0, top: 5 }],
  ])('%s', (_what, moves, expected) => {
    const rows = read(0, 100);
    expect(seen(play(rows, ...moves), rows)).toEqual(expected);
  });

  test('what comes never moves what is looked at', () => {
    const before = read(0, 100);
    const paused = play(before, 'up', 'up', 'up');
    const after = read(40, 500);
    expect(seen(paused, after)).toEqual(seen(paused, before));
  });

  test('until the first lines have been read the first row stands for them', () => {
    const later = read(1_000, 1_100);
    expect(moved(undefined, 'first', later)).toMatchObject({ cursor: 'first' });
    expect(seen(moved(undefined, 'first', later), read(0, 100))).toMatchObject({ cursor: 0, top: 0 });
  });

  test('a line that takes several rows is gone through row by row', () => {
    const rows: ReadRows = { ...read(0, 0), rows: [row(0), row(0, 1), row(0, 2), row(9)], room: 2 };
    const paused = play(rows, 'up');
    expect(paused?.cursor).toEqual(row(0, 2));
    expect(moved(paused, 'up', rows)?.cursor).toEqual(row(0, 1));
  });

  test('a cursor whose line is not there any more stands on the nearest before it', () => {
    const paused: Paused = { cursor: row(55), row: 3, seen: { bytes: 0 } };
    expect(cursorIndex(paused, [row(10), row(50), row(60)])).toBe(1);
  });

  test('what was found stands a third down', () => {
    const rows = read(0, 100);
    expect(seen(stoodOn(row(50), rows, undefined), rows)).toEqual({ cursor: 50, row: 3, top: 47 });
  });

  test('whatever is pressed, the cursor is on the screen and the view inside what there is', () => {
    const moves = fc.array(
      fc.constantFrom<Move>('up', 'down', 'page.up', 'page.down', 'half.up', 'half.down', 'first', 'last'),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: 1, max: 12 }), moves, (count, room, pressed) => {
        const rows = read(0, count, { room });
        let paused: Paused | undefined;
        for (const move of pressed) {
          paused = moved(paused, move, rows);
          const top = topIndex(paused, rows);
          expect(top).toBeGreaterThanOrEqual(0);
          expect(top).toBeLessThanOrEqual(Math.max(0, count - room));
          if (paused === undefined || count === 0) continue;
          const at = cursorIndex(paused, rows.rows);
          expect(at - top).toBeGreaterThanOrEqual(0);
          expect(at - top).toBeLessThan(room);
        }
      }),
    );
  });
});

test('what came is counted from where following stopped, however the cursor moves since', () => {
  const stopped = moved(undefined, 'up', read(0, 100));
  const since = moved(moved(stopped, 'up', read(0, 140)), 'page.down', read(0, 160));
  expect(followWords(since, 'live', read(0, 160).size)).toBe('paused, 60 new lines below');
  expect(moved(since, 'last', read(0, 160))).toBeUndefined();
});

describe('what the title says', () => {
  const paused = (lines: number | undefined, bytes: number): Paused => ({
    cursor: row(1),
    row: 0,
    seen: { bytes, ...(lines === undefined ? {} : { lines }) },
  });
  test.each([
    [undefined, 'live', { lines: 5, bytes: 50 }, 'following'],
    [undefined, 'over', { lines: 5, bytes: 50 }, ''],
    [paused(5, 50), 'live', { lines: 5, bytes: 50 }, 'paused'],
    [paused(5, 50), 'live', { lines: 17, bytes: 170 }, 'paused, 12 new lines below'],
    [paused(5, 50), 'live', { lines: 6, bytes: 60 }, 'paused, 1 new line below'],
    [paused(undefined, 50), 'live', { bytes: 96_050 }, 'paused, 96 kB new below'],
    [paused(5, 50), 'over', { lines: 6, bytes: 60 }, '1 new line below'],
    [paused(5, 50), 'over', { lines: 5, bytes: 50 }, ''],
  ] as const)('%j, %s, %j: %s', (state, live, size, words) => {
    expect(followWords(state, live, size)).toBe(words);
  });
});
