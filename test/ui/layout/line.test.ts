import { describe, expect, test } from 'vitest';
import { inAscii } from '../../../src/ui/layout/ascii.ts';
import { framed } from '../../../src/ui/layout/frame.ts';
import {
  blank,
  columnsOf,
  fitting,
  type Line,
  plainOf,
  sameLine,
  span,
  spread,
  toWidth,
  widthOfLine,
} from '../../../src/ui/layout/line.ts';
import { shapeOf } from '../../../src/ui/layout/shape.ts';
import { type Column, headOf, place, rowOf } from '../../../src/ui/layout/table.ts';
import { widthOf } from '../../../src/ui/text/width.ts';
import { aView } from '../scenes.ts';

describe('lines', () => {
  test.each([
    ['filled', 'abc', 5, 'abc  '],
    ['as it is', 'abcde', 5, 'abcde'],
    ['cut', 'abcdef', 5, 'abcd…'],
    ['cut in front of a wide character that does not fit', 'abc漢字', 5, 'abc… '],
  ])('%s', (_name, text, columns, expected) => {
    const line = toWidth([span(text)], columns);
    expect(plainOf(line)).toBe(expected);
    expect(widthOfLine(line)).toBe(columns);
  });

  test('a cut between two spans says that something is missing', () => {
    expect(plainOf(toWidth([span('abc'), span('def')], 3))).toBe('ab…');
  });

  test('left and right, with what is free between them', () => {
    expect(plainOf(spread([span('left')], [span('right')], 12))).toBe('left   right');
    expect(plainOf(spread([span('left')], [span('right')], 8))).toBe('left    ');
  });

  test('facts that do not fit are left out whole', () => {
    const facts: Line[] = [[span('one')], [span('two')], [span('three')]];
    expect(plainOf(fitting(facts, 12))).toBe('one   two');
  });

  test('a line is the same only with the same colours', () => {
    expect(sameLine([span('a', 'ok')], [span('a', 'ok')])).toBe(true);
    expect(sameLine([span('a', 'ok')], [span('a', 'fail')])).toBe(false);
  });
});

test('the short way of measuring agrees with the long one, for every character it takes', () => {
  const every = Array.from({ length: 0x2800 - 0x20 }, (_, n) => String.fromCharCode(n + 0x20));
  const odd = every.filter((character) => columnsOf(character) !== widthOf(character));
  expect(odd).toEqual([]);
});

describe('tables', () => {
  type Row = { name: string; age: string };
  const columns: Column<Row>[] = [
    { head: 'AGE', width: 4, align: 'right', leaves: 1, cell: (row) => [span(row.age)] },
    { head: 'NAME', least: 6, cell: (row) => [span(row.name)] },
  ];
  const row = { name: 'etl-orders', age: '2m' };

  test('the column without width takes what is left; rows and heads line up', () => {
    const placed = place(columns, 24);
    expect(plainOf(headOf(placed, 24))).toBe('   AGE  NAME            ');
    expect(plainOf(rowOf(placed, row, 'focused', 24))).toBe('▸   2m  etl-orders      ');
  });

  test('the least important column leaves when it is narrow', () => {
    const placed = place(columns, 12);
    expect(plainOf(rowOf(placed, row, 'none', 12))).toBe('  etl-orde… ');
  });

  test('only the focused cursor has a background', () => {
    const placed = place(columns, 24);
    expect(rowOf(placed, row, 'focused', 24).every((part) => part.sel === true)).toBe(true);
    expect(rowOf(placed, row, 'resting', 24).some((part) => part.sel === true)).toBe(false);
  });
});

describe('frames', () => {
  const frame = {
    title: 'T',
    tabs: [
      { id: 'a', label: 'one' },
      { id: 'b', label: 'two' },
    ],
    active: 'a',
    right: ['1/9'],
  };

  test('a box with light edges, heavy with the focus', () => {
    const rows = framed({ ...frame, focused: false, edges: 'box' }, [[span('x')]], 28, 3).map(plainOf);
    expect(rows).toEqual(['╭ T ─ [one]  two ───── 1/9 ╮', `│x${' '.repeat(25)}│`, `╰${'─'.repeat(26)}╯`]);
    const heavy = framed({ ...frame, focused: true, edges: 'box' }, [], 28, 3).map(plainOf);
    expect(heavy[0]).toBe('┏ T ━ [one]  two ━━━━━ 1/9 ┓');
  });

  test('a rule has no sides', () => {
    const rows = framed({ ...frame, focused: true, edges: 'rule' }, [[span('x')]], 28, 2).map(plainOf);
    expect(rows).toEqual(['━ T ━ [one]  two ━━━━━ 1/9 ━', `x${' '.repeat(27)}`]);
  });

  test('where it is narrow the facts leave before the tabs', () => {
    const rows = framed({ ...frame, focused: true, edges: 'rule' }, [], 20, 1).map(plainOf);
    expect(rows[0]).toBe('━ T ━ [one]  two ━━━');
  });
});

describe('shapes', () => {
  test.each([
    [59, 24, 'too-small'],
    [60, 15, 'too-small'],
    [60, 16, 'compact'],
    [80, 24, 'compact'],
    [109, 40, 'compact'],
    [120, 31, 'compact'],
    [90, 48, 'stacked'],
    [110, 32, 'grid'],
    [169, 60, 'grid'],
    [170, 60, 'columns'],
  ])('%i×%i is %s', (columns, rows, kind) => {
    expect(shapeOf(aView(columns, rows, 'runs')).kind).toBe(kind);
  });
});

test('in ASCII every character keeps its columns', () => {
  const line = inAscii([span('▸ ◆ HIGH ✓✗◔†■– ▰▱ ╭─╮┃ “a” 漢'), blank(1)]);
  expect(plainOf(line)).toBe('> ! HIGH +xtX#- #- +-+# "a" ?? ');
});
