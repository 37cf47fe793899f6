import { describe, expect, test } from 'vitest';
import {
  CAUSE_WINDOW_MS,
  causeKey,
  causeOf,
  exitWords,
  failureWords,
  groupByCause,
} from '../../../src/engine/rules/failure-cause.ts';

const cause = (lines: string, end = 'failing') => causeOf({ end, lines });

describe('the cause of a failure', () => {
  test.each([
    ['pid 4711: lost', 'pid 12: lost'],
    ['open /srv/a/b.txt: no such file', 'open /tmp/x: no such file'],
    ['request 3f2a9c11-0000-4a4a-8b8b-123456789abc failed', 'request 9a9a9a9a-1111-4a4a-8b8b-aaaaaaaaaaaa failed'],
    ['first\nnode: not found', 'something else\nnode: not found\n'],
  ])('is the same for %s and %s', (one, other) => expect(cause(one)).toBe(cause(other)));

  test.each([
    ['exit 127: node: not found', 'exit 1: node: not found'],
    ['node: not found', 'python: not found'],
  ])('differs for %s and %s', (one, other) => expect(cause(one)).not.toBe(cause(other)));

  test('differs by the end, and nothing said is no cause', () => {
    expect(cause('x', 'failing')).not.toBe(cause('x', 'crashed'));
    expect(cause(' \n')).toBeUndefined();
  });

  test('has a name of four letters', () => expect(causeKey('failing exit 127')).toMatch(/^[0-9a-f]{4}$/));
});

test('failures of one cause within ten minutes belong together, in the place of the first', () => {
  const items = [
    { cause: 'a', at: 1_000_000 },
    { cause: undefined, at: 1_000_000 },
    { cause: 'a', at: 1_000_000 - CAUSE_WINDOW_MS },
    { cause: 'a', at: 1_000_000 - CAUSE_WINDOW_MS - 1 },
    { cause: undefined, at: 1_000_000 },
  ];
  expect(groupByCause(items).map((group) => group.map((item) => items.indexOf(item)))).toEqual([[0, 2], [1], [3], [4]]);
});

test('another exit code is another cause, whichever way it is told', () => {
  const causes = ['code 1', 'code 127', 'code 128'].map((code) =>
    causeOf({ end: 'error', lines: `Shell exited with ${code}` }),
  );
  expect(new Set(causes).size).toBe(3);
  expect(causeOf({ end: 'error', lines: 'exit 127' })).not.toBe(causeOf({ end: 'error', lines: 'exit 128' }));
});

test('an exit code is called by the last line that was said with it, and every other end by its own words', () => {
  const error = exitWords(127);
  expect(failureWords({ error, exitCode: 127, summary: ' node: not found ' })).toBe('exit 127: node: not found');
  expect(failureWords({ error, exitCode: 127, summary: ' ' })).toBe('Shell exited with code 127');
  expect(failureWords({ error: 'printed more than 5 bytes', exitCode: 0, summary: 'x' })).toBe(
    'printed more than 5 bytes',
  );
  expect(failureWords({ error: 'no such agent', summary: 'x' })).toBe('no such agent');
});
