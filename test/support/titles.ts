import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TESTS = fileURLToPath(new URL('..', import.meta.url));
// What stands first in the call of a test, a describe, or one of their tables.
const TITLE = /(?:\b(?:test|it|describe)(?:\.\w+)*|\))\(\s*(['"`])((?:\\.|(?!\1).)*)\1\s*,/gs;

export type Title = { file: string; title: string };

/** The titles of all tests as they are written, with the placeholders of tables; files are named from `test/` on. */
export function writtenTitles(): Title[] {
  return readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.test\.tsx?$/.test(file))
    .flatMap((file) =>
      [...readFileSync(join(TESTS, file), 'utf8').matchAll(TITLE)].map(([, , title = '']) => ({ file, title })),
    );
}

/** The numbers that a text carries: `D-07 to D-10` are four of them. */
export function numbersIn(text: string): string[] {
  return [...text.matchAll(/\b([DS])-(\d+)\b(?: to \1-(\d+)\b)?/g)].flatMap(([, letter = '', first = '', last]) => {
    const count = Number(last ?? first) - Number(first) + 1;
    return Array.from({ length: Math.max(1, count) }, (_, index) =>
      numberOf(letter, Number(first) + index, first.length),
    );
  });
}

const numberOf = (letter: string, value: number, width: number): string =>
  `${letter}-${String(value).padStart(width, '0')}`;
