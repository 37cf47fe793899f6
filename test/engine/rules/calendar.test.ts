import { describe, expect, test } from 'vitest';
import { excludedBy } from '../../../src/engine/rules/calendar.ts';

const SUNDAY_NOON = Date.parse('2026-11-22T12:00:00Z');

describe('S-11 a fire time on an excluded day', () => {
  test.each([
    [['2026-11-22'], 'UTC', '2026-11-22'],
    [['2026-11-20..2026-11-22'], 'UTC', '2026-11-20..2026-11-22'],
    [['2026-11-23', 'SUN'], 'UTC', 'SUN'],
    [['sat-sun'], 'UTC', 'sat-sun'],
    [['FRI-MON'], 'UTC', 'FRI-MON'],
    [['2026-11-23'], 'Pacific/Kiritimati', '2026-11-23'],
  ])('is covered by %j in %s', (exclude, zone, entry) => {
    expect(excludedBy({ exclude, schedule_tz: zone }, SUNDAY_NOON)).toBe(entry);
  });

  test.each([[['2026-11-23']], [['2026-11-23..2026-12-31']], [['MON-SAT']], [['2025-11-22']], [undefined]])(
    'is not covered by %j',
    (exclude) => {
      expect(
        excludedBy({ schedule_tz: 'UTC', ...(exclude === undefined ? {} : { exclude }) }, SUNDAY_NOON),
      ).toBeUndefined();
    },
  );
});
