import { expect, test } from 'vitest';
import { changeOf } from '../../../src/ui/detail/word-change.ts';

test.each([
  ['a value, with its option', 'p --before 1 --all', 'p --before 2 --all', '--before 1', '2'],
  ['a word at the end', 'deploy web v1', 'deploy web v2', 'v1', 'v2'],
  ['a word more', 'run a', 'run a b', 'nothing', 'b'],
  ['a word less', 'run a b', 'run a', 'b', 'nothing'],
  ['several words', 'x 1 2 y', 'x 3 4 y', '1 2', '3 4'],
])('%s', (_name, before, after, gone, came) => {
  expect(changeOf(before, after)).toMatchObject({ before: gone, after: came });
});

test('nothing, when nothing changed', () => {
  expect(changeOf('a b', 'a b')).toBeUndefined();
});

test('a change of blanks only is a change', () => {
  expect(changeOf('a  b', 'a b')).toBeDefined();
});
