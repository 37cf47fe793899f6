import { expect, test } from 'vitest';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { compactHeader } from '../../../src/ui/panels/header.ts';
import { NOW } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const holder = { kind: 'attached', pid: 26_404, host: 'vm', user: 'root', mode: 'headless', sinceAt: NOW } as const;

test.each([
  [{ engine: holder, linkMs: 900 }, /LATE LINK 900ms {2}attached {2}\d\d:/],
  [{ engine: { kind: 'none' }, linkMs: 900 }, /LATE LINK 900ms {2}NO ENGINE {2}\d\d:/],
  [{ engine: holder, linkMs: 38 }, /attached to PID 26404 {2}\d\d:/],
] as const)('at 60 columns a slow line is told beside whose engine it is: %j', (live, expected) => {
  expect(plainOf(compactHeader(aScene(aView(60, 16, 'runs'), DATA, { live }), 60))).toMatch(expected);
});
