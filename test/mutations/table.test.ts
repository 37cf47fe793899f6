import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { MUTATIONS } from './table.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The table must not rot: what it takes away is still there, once, and so is the test that has to notice. */
test.each(MUTATIONS)('$name', ({ file, from, to, test: { file: testFile, title } }) => {
  expect(read(file).split(from).length - 1, `${from} stands once in ${file}`).toBe(1);
  expect(to).not.toBe(from);
  expect(read(testFile).includes(title), `${testFile} has “${title}”`).toBe(true);
});

test('each mutation has a name of its own', () => {
  expect(MUTATIONS.length).toBeGreaterThan(100);
  expect(new Set(MUTATIONS.map(({ name }) => name)).size).toBe(MUTATIONS.length);
});
