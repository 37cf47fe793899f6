import { expect, test } from 'vitest';
import { isZone, wallTime } from '../../../../src/engine/rules/schedule/index.ts';
import { stretchAt, zoneTable } from '../../../../src/engine/rules/schedule/zone-table.ts';
import { offsetMinutes } from './cronie-reference.ts';

test('S-1 a zone is a name of the time-zone database', () => {
  expect(['UTC', 'Europe/London', 'US/Eastern', 'America/Argentina/Ushuaia', 'Etc/GMT+5'].filter(isZone)).toHaveLength(
    5,
  );
  expect(['', 'Mars/Olympus', '+02:00', '-05:30', 'UTC+1', 'Europe/London ', ' UTC', '5'].filter(isZone)).toEqual([]);
});

test('S-3 wall time is what the clock on that wall shows', () => {
  expect(wallTime(Date.parse('2026-11-23T02:30:15.999Z'), 'Asia/Kolkata')).toEqual({
    year: 2026,
    month: 11,
    day: 23,
    hour: 8,
    minute: 0,
    second: 15,
    offsetMs: 19_800_000,
    weekday: 1,
  });
  expect(wallTime(Date.parse('2024-02-29T23:59:59Z'), 'UTC')).toMatchObject({ month: 2, day: 29, weekday: 4 });
  expect(wallTime(-1, 'UTC')).toMatchObject({ year: 1969, month: 12, day: 31, hour: 23, second: 59, weekday: 3 });
});

test("S-2 the table of a zone's changes agrees with the platform, in whatever order years are asked for", () => {
  const zones = ['Africa/Casablanca', 'America/Recife', 'Asia/Gaza', 'Pacific/Apia', 'America/Danmarkshavn'];
  for (const zone of zones) {
    const read = offsetMinutes(zone);
    const table = zoneTable(zone);
    for (const year of [2026, 2000, 2011, 1995, 2030, 2024]) {
      for (let day = 0; day < 366; day++) {
        const at = Date.UTC(year, 0, 1) + day * 86_400_000 + (day % 24) * 3_600_000;
        expect(table.offsets[stretchAt(table, at / 1000)]).toBe(read(at) * 60);
      }
    }
  }
});

test('S-2 a change is found to the second', () => {
  expect(wallTime(Date.parse('2026-03-29T00:59:59.999Z'), 'Europe/London')).toMatchObject({ hour: 0, minute: 59 });
  expect(wallTime(Date.parse('2026-03-29T01:00:00Z'), 'Europe/London')).toMatchObject({ hour: 2, minute: 0 });
});
