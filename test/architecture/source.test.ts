import { describe, expect, test } from 'vitest';
import { readSource } from './source.ts';

const read = (text: string, path = 'src/engine/some.ts') => readSource(path, text);

describe('imports', () => {
  test.each([
    ['import { a } from "./a.ts";', { from: './a.ts', file: 'src/engine/a.ts', typeOnly: false }],
    ['import type { A } from "../store/a.ts";', { from: '../store/a.ts', file: 'src/store/a.ts', typeOnly: true }],
    ['import { type A, type B } from "./a.ts";', { from: './a.ts', file: 'src/engine/a.ts', typeOnly: true }],
    ['import { type A, b } from "./a.ts";', { from: './a.ts', file: 'src/engine/a.ts', typeOnly: false }],
    ['export * from "./a.ts";', { from: './a.ts', file: 'src/engine/a.ts', typeOnly: false }],
    ['export type { A } from "./a.ts";', { from: './a.ts', file: 'src/engine/a.ts', typeOnly: true }],
    ['const a = await import("./a.ts");', { from: './a.ts', file: 'src/engine/a.ts', typeOnly: false }],
    ['import "execa";', { from: 'execa', typeOnly: false }],
  ])('%s', (text, expected) => {
    expect(read(text).imports).toEqual([expected]);
  });

  test('a local export is none', () => {
    expect(read('const a = 1; export { a };').imports).toEqual([]);
  });
});

describe('effects', () => {
  test.each([
    ['const now = Date.now();', ['Date.now']],
    ['const clock = { now: Date.now };', ['Date.now']],
    ['const now = new Date();', ['Date.now']],
    ['globalThis.performance.now();', ['performance.now']],
    ['setTimeout(() => {}, 5);', ['setTimeout']],
    ['const home = process.env.HOME;', ['process.env']],
    ['const { HOME } = process.env;', ['process.env']],
    ['process.exit(1);', ['process.exit']],
    ['console.error("x");', ['console']],
    ['import { randomUUID } from "node:crypto";', ['randomness']],
    ['crypto.randomUUID();', ['randomness']],
    ['import { spawn } from "node:child_process";', ['node:child_process']],
    ['const page = await fetch("x");', ['fetch']],
  ])('%s is one', (text, effects) => {
    expect(read(text).effects.map(({ what }) => what)).toEqual(effects);
  });

  test.each([
    'const at = new Date(5);',
    'const timers = { setTimeout: (): void => {} };',
    'clock.setTimer(5, () => {});',
    'store.fetch("x");',
    'import type { ChildProcess } from "node:child_process";',
    '// Date.now()',
    'const text = "Date.now()";',
  ])('%s is none', (text) => {
    expect(read(text).effects).toEqual([]);
  });

  test('its line is told', () => {
    expect(read('\n\nDate.now();').effects).toEqual([{ what: 'Date.now', line: 3 }]);
  });
});

describe('sizes', () => {
  test('a file’s last newline is no line', () => {
    expect(read('const a = 1;\nconst b = 2;\n').lines).toBe(2);
  });

  test('a function counts from its first line to its last, whatever stands inside', () => {
    const text =
      'const a = (x: number) => {\n  const text = `}\n}`; // }\n  return x;\n};\nfunction b() { return 1; }\n';
    expect(read(text).functions).toEqual([
      { name: 'a', line: 1, lines: 5 },
      { name: 'b', line: 6, lines: 1 },
    ]);
  });

  test('methods and components have their names', () => {
    const text = 'const o = {\n  m() {\n    return 1;\n  },\n};\nexport const Row = () => <b>{"{"}</b>;\n';
    expect(readSource('src/ui/row.tsx', text).functions.map(({ name, lines }) => [name, lines])).toEqual([
      ['m', 3],
      ['Row', 1],
    ]);
  });
});

test.each([
  ['export default 5;', 'a default export'],
  ['enum A { B }', 'an enum'],
  ['namespace A { export const b = 1; }', 'a namespace'],
  ['class A {}', 'a class that is no error'],
  ['const a: any = 1;', 'any'],
])('%s is forbidden', (text, what) => {
  expect(read(text).forbidden.map((one) => one.what)).toEqual([what]);
});

test('an error may be a class', () => {
  expect(read('class A extends Error {}\nclass B extends UserError {}').forbidden).toEqual([]);
});
