import { describe, expect, test } from 'vitest';
import { compileMatch } from '../../../src/engine/output/line-match.ts';
import type { PageLine } from '../../../src/engine/output/output-window.ts';
import { plainOf, widthOfLine } from '../../../src/ui/layout/line.ts';
import { JSON_ROWS_MAX, jsonRows } from '../../../src/ui/output/json-rows.ts';
import { drawRow, type RowStyle, rowIds } from '../../../src/ui/output/rows.ts';

const AT = Date.parse('2026-11-22T14:32:07Z');
const STYLE: RowStyle = {
  times: 'off',
  wraps: false,
  json: false,
  column: 0,
  width: 40,
  zone: 'UTC',
  startedAt: AT - 252_000,
  isTimed: true,
};
const aLine = (text: string, given: Partial<PageLine> = {}): PageLine => ({
  stream: 'out',
  start: 0,
  end: text.length + 1,
  bytes: Buffer.byteLength(text),
  at: AT,
  text,
  ...given,
});
const drawn = (line: PageLine, style: Partial<RowStyle> = {}): string[] => {
  const full = { ...STYLE, ...style };
  return rowIds([line], full).map(({ part }) => plainOf(drawRow(line, part, full)));
};
const matching = (text: string) => {
  const compiled = compileMatch(text);
  return compiled.kind === 'match' ? { match: compiled.match } : {};
};

describe('a line of output', () => {
  test.each<[string, PageLine, Partial<RowStyle>, string[]]>([
    ['as it is', aLine('hello'), {}, ['hello']],
    ['with its time', aLine('hello'), { times: 'clock' }, ['14:32:07  hello']],
    ['with the time since the start', aLine('hello'), { times: 'since' }, ['  +4m12s  hello']],
    ['of a run whose start is not known', aLine('hello'), { times: 'since', startedAt: undefined }, ['hello']],
    ['from stderr', aLine('oops', { stream: 'err' }), { times: 'clock' }, ['14:32:07  err  oops']],
    ['cut', aLine('x'.repeat(50)), {}, [`${'x'.repeat(37)}…`]],
    ['sideways', aLine('0123456789'.repeat(6)), { column: 20 }, [`…${'1234567890'.repeat(4).slice(0, 36)}…`]],
    ['sideways beyond its end', aLine('short'), { column: 20 }, ['…']],
    [
      'wrapped',
      aLine('abcdefgh'.repeat(8)),
      { wraps: true },
      ['abcdefgh'.repeat(5).slice(0, 38), 'abcdefgh'.repeat(8).slice(38)],
    ],
    ['of 10 MB', aLine('y'.repeat(16_384), { bytes: 10_000_000 }), {}, [`${'y'.repeat(25)} … 10 MB line`]],
    ['of a bar that was drawn often', aLine('100%', { bytes: 2_000_000 }), {}, ['100%']],
  ])('%s', (_what, line, style, rows) => {
    expect(drawn(line, style)).toEqual(rows);
  });

  test('wide characters are never halved, and no row is longer than there is room', () => {
    for (const style of [{}, { wraps: true }, { column: 20 }, { column: 20, times: 'clock' as const }]) {
      const line = aLine('漢字かな交じり文'.repeat(9));
      const full = { ...STYLE, ...style };
      for (const { part } of rowIds([line], full)) {
        expect(widthOfLine(drawRow(line, part, full))).toBeLessThanOrEqual(39);
      }
    }
  });

  test('a match is in reverse video and loses the job’s own colour, also across colours', () => {
    const spans = drawRow(aLine('an \x1b[31mer\x1b[32mror\x1b[0m here'), 0, { ...STYLE, ...matching('error') });
    expect(spans.map(({ text, badge, colour }) => [text, badge, colour?.kind])).toEqual([
      ['an ', undefined, undefined],
      ['er', true, undefined],
      ['ror', true, undefined],
      [' here', undefined, undefined],
    ]);
  });

  test('what came from stderr is tinted, but for its own colours', () => {
    const spans = drawRow(aLine('plain \x1b[32mgreen', { stream: 'err' }), 0, STYLE);
    expect(spans.map(({ text, token, colour }) => [text, token, colour?.kind])).toEqual([
      ['err  ', 'warn', undefined],
      ['plain ', 'warn', undefined],
      ['green', 'warn', 'basic'],
    ]);
  });
});

describe('lines of JSON', () => {
  test('objects and lists are shown in rows', () => {
    expect(drawn(aLine('{"a":[1,{}],"b":"x\\u001b[31m"}'), { json: true })).toEqual([
      '{',
      '  "a": [',
      '    1,',
      '    {}',
      '  ],',
      String.raw`  "b": "x\u001b[31m"`,
      '}',
    ]);
  });

  test.each(['42', '"text"', 'null', '{broken', '[1, 2', 'log {"a":1}', ''])('%j stays a line', (text) => {
    expect(jsonRows(text)).toBeUndefined();
  });

  test('a large or deep one ends somewhere', () => {
    expect(jsonRows(JSON.stringify(Array.from({ length: 5_000 }, (_, index) => index)))).toHaveLength(
      JSON_ROWS_MAX + 1,
    );
    expect(jsonRows('['.repeat(2_000) + ']'.repeat(2_000))?.length).toBeLessThan(JSON_ROWS_MAX);
  });
});
