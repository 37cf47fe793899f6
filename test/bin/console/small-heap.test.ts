import { afterEach, describe, expect, it, vi } from 'vitest';
import { holdOptimiser, keepHeapSmall } from '../../../bin/console/small-heap.ts';

const { flags } = vi.hoisted(() => ({ flags: [] as string[] }));
vi.mock('node:v8', () => ({ setFlagsFromString: (flag: string) => void flags.push(flag) }));
vi.mock('../../../bin/collect-garbage.ts', () => ({ collectGarbage: () => void flags.push('collected') }));

afterEach(() => flags.splice(0));

describe('the first second of a console', () => {
  it('optimises nothing, and everything after it', () => {
    const timers: { delayMs: number; work: () => void }[] = [];
    holdOptimiser();
    keepHeapSmall({
      setTimer(delayMs, work) {
        timers.push({ delayMs, work });
        return () => {};
      },
    });
    expect(flags.splice(0)).toEqual(['--no-opt', '--no-maglev']);
    expect(timers.map(({ delayMs }) => delayMs)).toEqual([1_000]);
    timers[0]?.work();
    expect(flags).toEqual(['--opt', '--maglev', '--heap-growing-percent=30', 'collected']);
  });
});
