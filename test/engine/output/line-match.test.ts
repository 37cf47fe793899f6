import { describe, expect, test } from 'vitest';
import { compileMatch, type LineMatch } from '../../../src/engine/output/line-match.ts';

const matchOf = (wanted: string): LineMatch => {
  const compiled = compileMatch(wanted);
  if (compiled.kind === 'bad') throw new Error(compiled.because);
  return compiled.match;
};

describe('what is looked for in output', () => {
  test.each([
    ['error', 'An ERROR here', true],
    ['Error', 'An ERROR here', false],
    ['a.c', 'abc', false],
    ['/a.c/', 'ABC', true],
    ['/a.C/', 'abc', false],
    ['/a.c', 'abc', true],
    [String.raw`/\Sx/`, 'AX', true],
    ['überlauf', 'ÜBERLAUF', true],
    ['/usr/bin', 'in usr/bin', true],
  ])('%s in "%s": %s', (wanted, text, found) => {
    expect(matchOf(wanted).test(text)).toBe(found);
  });

  test('every match has its place, up to so many', () => {
    expect(matchOf('ab').rangesIn('abXABab', 2)).toEqual([
      [0, 2],
      [3, 5],
    ]);
    expect(matchOf('/b*/').rangesIn('abba', 9)).toEqual([[1, 3]]);
    expect(matchOf('x').rangesIn('İİx', 9)).toEqual([[2, 3]]);
  });

  test('a pattern that is none says why', () => {
    expect(compileMatch('/(/')).toMatchObject({ kind: 'bad' });
  });

  test('a pattern that would take others for ever takes no time', () => {
    expect(matchOf('/(a+)+$/').test(`${'a'.repeat(16_000)}b`)).toBe(false);
  });

  test('bytes are passed over only where cleaning changes nothing in them', () => {
    const { skips } = matchOf('error');
    expect(skips?.(Buffer.from('all fine\n'))).toBe(true);
    expect(skips?.(Buffer.from('an Error\n'))).toBe(false);
    expect(skips?.(Buffer.from('er\x1b[1mror\n'))).toBe(false);
    expect(matchOf('two words').skips?.(Buffer.from('two\twords\n'))).toBe(false);
    // With the bit of capitals these are equal: each line itself has to tell.
    expect(skips?.(Buffer.from('[ERROR] @\n'))).toBe(false);
    expect(matchOf('{`').skips?.(Buffer.from('[@\n'))).toBe(false);
    expect(matchOf('Error').skips?.(Buffer.from('an error\n'))).toBe(true);
    expect(matchOf('Error').skips?.(Buffer.from('an Error\n'))).toBe(false);
    expect(skips?.(Buffer.from('all fine\n'))).toBe(true);
    expect(skips?.(Buffer.alloc(128 * 1024 + 1, 'a'))).toBe(false);
    expect(matchOf('größe').skips).toBeUndefined();
  });
});
