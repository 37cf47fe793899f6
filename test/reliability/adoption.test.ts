import { expect, test } from 'vitest';
import { adoptRuns } from './adoption/adopt.ts';

test('R-3 every run that a kill met ends with its own exit status and every byte of its output', async () => {
  const result = await adoptRuns({ kills: 2, seed: 2 });
  expect(result.problems).toEqual([]);
  expect(result.inFlight).toBeGreaterThan(5);
}, 120_000);
