import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findJsonError } from '../../../../src/engine/rules/job/json-error.ts';
import { JOB_JSON_BYTES_MAX, readJobJson } from '../../../../src/engine/rules/job/read-job-json.ts';

test('JSON is read, also after a byte order mark', () => {
  expect(readJobJson('{"name": "a"}')).toEqual({ kind: 'ok', value: { name: 'a' } });
  expect(readJobJson('\ufeff[1]\r\n')).toEqual({ kind: 'ok', value: [1] });
});

describe('a mistake is said with its place', () => {
  test.each([
    ['{', 'line 1, column 2: expected a name in double quotes or }, found the end of the text'],
    ['{"a":1,}', 'line 1, column 8: expected a name in double quotes, found }'],
    ['{a:1}', 'line 1, column 2: expected a name in double quotes or }, found a'],
    ["{'a':1}", "line 1, column 2: expected a name in double quotes or }, found '"],
    ['{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3: expected a comma or }, found "'],
    ['[1,2', 'line 1, column 5: expected a comma or ], found the end of the text'],
    ['[1,2}', 'line 1, column 5: expected a comma or ], found }'],
    ['[,]', 'line 1, column 2: expected a value or ], found ,'],
    ['[1,]', 'line 1, column 4: expected a value, found ]'],
    ['{"a":"x\ny"}', 'line 1, column 8: expected the closing double quote, found the end of the line'],
    ['{"a":"x\\y"}', 'line 1, column 8: expected a known escape such as \\n or \\\\, found \\'],
    ['{"a":"x', 'line 1, column 8: expected the closing double quote, found the end of the text'],
    ['{"a":NaN}', 'line 1, column 6: expected a value, found N'],
    ['{"a":tru}', 'line 1, column 6: expected a value, found t'],
    ['{"a":01}', 'line 1, column 6: expected a value, found 0'],
    ['{"a" 1}', 'line 1, column 6: expected a colon, found 1'],
    ['{"a":1} x', 'line 1, column 9: expected nothing more, found x'],
    ['// job\n{}', 'line 1, column 1: expected a value, found /'],
    ['{"a":“x”}', 'line 1, column 6: expected a value, found the character U+201C'],
  ])('%j', (text, said) => {
    expect(readJobJson(text)).toEqual({ kind: 'refused', line: `not JSON: ${said}` });
  });
});

test('nothing at all and too much are refused in one line', () => {
  expect(readJobJson(' \n')).toMatchObject({ kind: 'refused', line: expect.stringContaining('the job is empty') });
  expect(readJobJson('"'.padEnd(JOB_JSON_BYTES_MAX + 1, 'a'))).toMatchObject({
    kind: 'refused',
    line: 'the job is too long: at most 4,194,304 bytes of JSON',
  });
});

test('a million open brackets are refused like one', () => {
  expect(readJobJson('['.repeat(1_000_000))).toMatchObject({ kind: 'refused' });
});

test('whatever is cut from or put into a text, a place is found and said in one line', () => {
  const damaged = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom('', '"', ',', '}', '[', '\\', 'x', '\n', '1', '\u0001'))
    .map(([json, at, put]) => json.slice(0, at % (json.length + 1)) + put + json.slice((at % (json.length + 1)) + 1));
  fc.assert(
    fc.property(damaged, (text) => {
      const result = readJobJson(text);
      if (result.kind === 'ok' || text.trim() === '') return;
      expect(result.line).not.toContain('\n');
      // What was put in may have made two names one, and the text is JSON all the same.
      if (/^line \d+, column \d+: ".*" is given twice; keep one of them$/.test(result.line)) return;
      expect(result.line).toMatch(/^not JSON: line \d+, column \d+: expected .+, found .+$/);
      expect(findJsonError(text).expected).not.toBe('JSON');
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['{"name":"a","name":"b"}', 'line 1, column 13: "name" is given twice; keep one of them'],
  [
    '{\n  "name": "a",\n  "env": {"A": "1", "\\u0041": "2"}\n}',
    'line 3, column 21: "A" is given twice; keep one of them',
  ],
  [
    '{"env":{"A":{"from_file":"/a","from_file":"/b"}}}',
    'line 1, column 31: "from_file" is given twice; keep one of them',
  ],
  ['{"__proto__":1,"__proto__":2}', 'line 1, column 16: "__proto__" is given twice; keep one of them'],
])('R-9 a name given twice is refused with its place, where JSON would keep the last: %j', (text, line) => {
  expect(readJobJson(text)).toEqual({ kind: 'refused', line });
});

test('R-9 the same name in two objects, as a value, or within a text is not given twice', () => {
  const sound = {
    name: 'name',
    a: { name: '"name":' },
    list: [{ name: 1 }, { name: 2 }, 'name', 'name'],
    b: '\\"name',
  };
  expect(readJobJson(JSON.stringify(sound))).toEqual({ kind: 'ok', value: sound });
});
