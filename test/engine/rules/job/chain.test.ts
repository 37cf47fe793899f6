import { describe, expect, test } from 'vitest';
import { chainDepth, chainHeight, checkChain, detectCycle } from '../../../../src/engine/rules/job/chain.ts';

/** A family written as child: parent. */
function family(parents: Record<string, string>) {
  return {
    parentOf: (id: string) => parents[id],
    childrenOf: (id: string) => Object.keys(parents).filter((child) => parents[child] === id),
  };
}

/** job0 ← job1 ← … ← jobN */
const row = (links: number) =>
  family(Object.fromEntries(Array.from({ length: links }, (_, index) => [`job${index + 1}`, `job${index}`])));

describe('a circle is found before it is closed', () => {
  test('a job may not be its own parent', () => {
    expect(detectCycle('a', 'a', () => undefined)).toEqual(['a', 'a']);
  });
  test('a job may not hang below its own descendant', () => {
    expect(detectCycle('a', 'c', family({ b: 'a', c: 'b' }).parentOf)).toEqual(['a', 'c', 'b', 'a']);
  });
  test('a straight chain has none', () => {
    expect(detectCycle('d', 'c', family({ b: 'a', c: 'b' }).parentOf)).toBeUndefined();
  });
  test('a circle that already stands above is found as well', () => {
    expect(detectCycle('d', 'a', family({ a: 'b', b: 'a' }).parentOf)).toEqual(['d', 'a', 'b', 'a']);
  });
  test('the walk ends even when the ancestors never do', () => {
    expect(detectCycle('x', 'p', (id) => `${id}p`)).toBeUndefined();
    expect(chainDepth('p', () => 'p')).toBe(1_000);
  });
});

describe('a chain is at most ten deep', () => {
  test('depth counts the ancestors', () => {
    expect(chainDepth(undefined, row(0).parentOf)).toBe(0);
    expect(chainDepth('job9', row(9).parentOf)).toBe(10);
  });
  test('height counts the generations below, circles included, and stops', () => {
    expect(chainHeight('job0', row(3).childrenOf)).toBe(3);
    expect(chainHeight('a', family({ a: 'b', b: 'a' }).childrenOf)).toBe(11);
  });
  test('ten ancestors are taken, the eleventh is refused', () => {
    expect(checkChain('new', 'job9', row(9))).toBeUndefined();
    expect(checkChain('new', 'job10', row(10))?.line).toBe(
      'parent_id: "job10" is not allowed: a chain is at most 10 deep, this one would be 11; choose a parent nearer to the top',
    );
  });
  test('what hangs below a job counts when the job is moved', () => {
    const { parentOf, childrenOf } = row(6);
    const tail = (id: string) => (id.startsWith('tail') ? [] : id === 'moved' ? ['tail'] : childrenOf(id));
    expect(checkChain('moved', 'job6', { parentOf, childrenOf: tail })).toBeUndefined();
    expect(checkChain('job0', 'other9', { parentOf: upFrom, childrenOf })?.line).toContain('this one would be 16');
  });
  test('a circle is said with its way', () => {
    expect(checkChain('a', 'c', family({ b: 'a', c: 'b' }))?.line).toBe(
      'parent_id: "c" is not allowed: the chain would run in a circle (a ← c ← b ← a); choose another parent',
    );
    expect(checkChain('job0', 'job9', row(9))?.line).toContain('(job0 ← job9 ← job8 ← job7 ← … ← job0)');
  });
  test('a job without a parent is no chain', () => {
    expect(checkChain('a', undefined, row(0))).toBeUndefined();
  });
});

function upFrom(id: string): string | undefined {
  const number = Number(id.slice('other'.length));
  return id.startsWith('other') && number > 0 ? `other${number - 1}` : undefined;
}
