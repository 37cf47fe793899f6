import { expect, test } from 'vitest';
import { runShortRuns } from './long-life/short-runs.ts';

test('R-10 short runs in a row leave no zombie and no open handle', async () => {
  const result = await runShortRuns({ runs: 150, warmUp: 50, where: 'here', restS: 1 });
  expect(result).toMatchObject({ ok: 200, zombies: 0 });
  expect(Math.abs(result.handlesAfter - result.handlesBefore)).toBeLessThanOrEqual(5);
}, 120_000);
