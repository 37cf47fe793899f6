import { expect, test } from 'vitest';
import { endTrees } from './trees/trees.ts';

test('R-7 trees that ignore TERM, fork twice, leave their group or become daemons are gone after the end, or reported', async () => {
  const result = await endTrees();
  expect(result).toMatchObject({ survivors: [], unreported: [], problems: [] });
  expect(result.grown).toBeGreaterThan(result.cases);
}, 180_000);
