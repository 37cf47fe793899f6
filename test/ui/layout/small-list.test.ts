import { describe, expect, test } from 'vitest';
import { type Line, plainOf, span } from '../../../src/ui/layout/line.ts';
import { overLowest, type SmallList, smallListFooter } from '../../../src/ui/layout/small-list.ts';
import { movedIn } from '../../../src/ui/state/small-list.ts';

const body = (rows: number): Line[] => Array.from({ length: rows }, (_, at) => [span(`row ${at}`)]);
const many = (count: number, index = 0, more: Partial<SmallList> = {}): SmallList => ({
  title: 'Go to',
  index,
  rows: Array.from({ length: count }, (_, at) => ({ lead: String(at + 1), text: 'run', note: `n${at + 1}` })),
  ...more,
});
const drawn = (list: SmallList, rows = 20, width = 40): string[] =>
  overLowest(body(rows), list, width).map((line) => plainOf(line).trimEnd());

describe('a small list', () => {
  test('lies over the lowest rows, the cursor in front and notes in one column', () => {
    const list = many(2, 1, {
      rows: [
        { lead: '1', text: 'job', note: 'a' },
        { lead: '2', text: 'its last run', note: 'b' },
      ],
    });
    expect(drawn(list, 5)).toEqual([
      'row 0',
      'row 1',
      '━ Go to ━━━━━━━━━━━━━━━━━━━━━ Esc back ━',
      '  1  job            a',
      '▸ 2  its last run   b',
    ]);
  });

  test('a long one leaves a third of what is below in sight, and says where the cursor is among how many', () => {
    const rows = drawn(many(40, 0, { total: 57 }), 24);
    expect(rows.indexOf(rows.find((row) => row.startsWith('━ Go to')) ?? '')).toBe(8);
    expect(rows[8]).toMatch(/ 1\/40 of 57 ━ Esc back ━$/);
    expect(drawn(many(3), 24).find((row) => row.startsWith('━ Go to'))).not.toContain('1/3');
  });

  test('it goes on page by page, so that rows stand still while the cursor moves among them', () => {
    const at = (index: number) => drawn(many(40, index), 24).slice(9);
    expect(at(14)[0]).toBe('  1   run   n1');
    expect(at(14).at(-1)).toMatch(/^▸ 15/);
    expect(at(15)[0]).toMatch(/^▸ 16/);
    expect(at(39)).toHaveLength(15);
    expect(at(39)[9]).toMatch(/^▸ 40/);
  });

  test.each([1, 2, 3])('where there are %s rows it stays within them', (rows) => {
    expect(drawn(many(9, 8), rows)).toHaveLength(rows);
  });

  test('what is too wide is cut: the text before its note, and no row is wider than the screen', () => {
    const rows = [{ lead: '1', text: 'x'.repeat(90), note: 'y'.repeat(90) }];
    const [, row] = overLowest(body(2), many(1, 0, { rows }), 40);
    expect(plainOf(row ?? [])).toBe(`▸ 1  ${'x'.repeat(17)}…   ${'y'.repeat(13)}…`);
  });

  test('what came from elsewhere is cleaned', () => {
    const rows = [{ lead: '1', text: 'a\x1b[31m', note: 'b\u202e' }];
    expect(drawn(many(1, 0, { rows }), 2)[1]).not.toMatch(/[\x1b\u202e]/);
  });

  test('its keys stand in the footer as far as they fit', () => {
    const hints = [
      ['Enter', 'goes there'],
      ['↑↓', 'choose'],
      ['Esc', 'back'],
    ] as const;
    expect(plainOf(smallListFooter(hints, 40))).toMatch(/^ Enter goes there {2}↑↓ choose {2}Esc back +$/);
    expect(plainOf(smallListFooter(hints, 20)).length).toBe(20);
  });

  test('the keys that move stay within it', () => {
    expect(movedIn('page.down', 3, 39)).toBe(13);
    expect(movedIn('page.down', 35, 39)).toBe(39);
    expect(movedIn('page.up', 3, 39)).toBe(0);
    expect(movedIn('down', 0, -1)).toBe(0);
    expect(movedIn('open', 0, 9)).toBeUndefined();
  });
});
