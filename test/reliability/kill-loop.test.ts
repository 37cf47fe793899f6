import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runKillLoop } from './kill-loop/loop.ts';

const isBuilt = existsSync(fileURLToPath(new URL('../../dist/main.js', import.meta.url)));

test('R-1 R-2 R-3 twelve kills -9 of a built engine under load: nothing lost, nothing twice, nothing left', async () => {
  expect(isBuilt, 'the program is built first: npm run build').toBe(true);
  const { findings, counts } = await runKillLoop({ kills: 12, seed: 7 });
  expect(findings.problems).toEqual([]);
  expect(counts.kills).toBe(12);
  expect(findings.starts).toBeGreaterThan(5);
  expect(findings.slotCount).toBeGreaterThan(0);
}, 180_000);
