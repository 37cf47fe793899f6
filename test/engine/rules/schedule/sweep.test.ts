import { expect, test } from 'vitest';
import { changeDays, SWEPT_EXPRESSIONS, SWEPT_ZONES, sweepAroundChanges } from './sweep.ts';

test('S-2 every slot around every clock change is the one that the minute loop of cronie would start', () => {
  const result = sweepAroundChanges();

  expect(result.differences).toEqual([]);
  expect(result.cells).toBe(SWEPT_EXPRESSIONS.length * SWEPT_ZONES.length * 3);
}, 120_000);

test('S-2 the sweep meets real changes: its zones change their clocks in the swept years', () => {
  const changing = SWEPT_ZONES.filter(
    ([zone, year]) => changeDays(zone, Date.UTC(year, 0, 1), Date.UTC(year + 3, 0, 1)).length > 0,
  );

  expect(changing.map(([zone]) => zone)).toEqual(
    SWEPT_ZONES.map(([zone]) => zone).filter((zone) => zone !== 'UTC' && zone !== 'Asia/Kolkata'),
  );
  expect(SWEPT_EXPRESSIONS.length).toBe(40);
});
