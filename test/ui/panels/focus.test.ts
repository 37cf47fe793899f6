import { expect, test } from 'vitest';
import { drawScreen } from '../../../src/ui/draw-screen.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import type { View } from '../../../src/ui/state/view.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const SMALL_LISTS: Partial<View>[] = [
  { going: { index: 0 } },
  { copying: { of: 'item', index: 0 } },
  { copying: { of: 'view', index: 0 } },
];

test.each(SMALL_LISTS)(
  'with a small list open (%j) one row is selected and one rule is heavy: that list has the keys',
  (more) => {
    const lines = drawScreen(aScene({ ...aView(80, 24, 'approvals'), ...more }, DATA));
    expect(lines.filter((line) => line.some((part) => part.sel))).toHaveLength(1);
    const rules = lines.map(plainOf).filter((row) => /^━/.test(row));
    expect(rules).toHaveLength(1);
    expect(rules[0]).toMatch(/Go to|Copy/);
  },
);

test('without one the row of the panel is, and comes back to it', () => {
  const lines = drawScreen(aScene(aView(80, 24, 'approvals'), DATA));
  expect(lines.filter((line) => line.some((part) => part.sel))).toHaveLength(1);
  expect(lines.map(plainOf).filter((row) => /^━/.test(row))[0]).toContain('3 Approvals');
});
