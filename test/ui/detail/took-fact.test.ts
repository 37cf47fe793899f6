import { expect, test } from 'vitest';
import { tookFact } from '../../../src/ui/detail/took-fact.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { aPastRun } from '../scenes/builders.ts';

const runs = (...seconds: number[]) =>
  seconds.map((each, index) => aPastRun(index + 1, 'backup', { durationMs: each * 1_000 }));
const textOf = (job: Parameters<typeof tookFact>[0]): string[] => tookFact(job).map(plainOf);

test('the durations are a small chart, the newest at the right; what is usual stays low, so that a long one stands out', () => {
  const history = runs(70, 0, 35);
  expect(textOf({ history, usualMs: 60_000 })).toEqual([' TOOK    ▂▁▄   usually 1m, longest 1m10s']);
});

test('only the last ten are drawn, and nothing where no run took any time that is known', () => {
  expect(textOf({ history: runs(...Array.from({ length: 12 }, () => 5)) })).toEqual([
    ' TOOK    ██████████   longest 5s',
  ]);
  expect(textOf({ history: [aPastRun(1, 'backup')] })).toEqual([]);
});
