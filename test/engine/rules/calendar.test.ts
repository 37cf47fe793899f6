import { describe, expect, test } from 'vitest';
import { readCalendar } from '../../../src/engine/rules/calendar/ics.ts';
import { calendarPaths, excludedBy } from '../../../src/engine/rules/calendar.ts';

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

describe('S-11 of several entries the first that covers counts', () => {
  const HOLIDAYS = '/etc/holidays.ics';
  const read = readCalendar(
    [
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'DTSTART;VALUE=DATE:20261122',
      'SUMMARY:fair',
      'END:VEVENT',
      'END:VCALENDAR',
    ].join('\n'),
  );
  const fair = read.kind === 'calendar' ? read.calendar : undefined;
  const asked = (exclude: string[], at = SUNDAY_NOON) =>
    excludedBy({ exclude, schedule_tz: 'UTC' }, at, (path) => (path === HOLIDAYS ? fair : undefined));

  test('one that nobody can read covers nothing, and hides none after it', () => {
    expect(asked(['someday', 'SUN'])).toBe('SUN');
    expect(asked(['someday'])).toBeUndefined();
  });

  test('a day that does not cover is no file that could not be read', () => {
    expect(asked(['2026-11-23'])).toBeUndefined();
    expect(asked(['2026-11-23', 'SUN'])).toBe('SUN');
  });

  test('a file covers by the event that is on, which is named, and else leaves the others their say', () => {
    expect(asked([HOLIDAYS, 'SUN'])).toBe(`${HOLIDAYS}: fair`);
    const monday = SUNDAY_NOON + 86_400_000;
    expect(asked([HOLIDAYS], monday)).toBeUndefined();
    expect(asked([HOLIDAYS, 'MON'], monday)).toBe('MON');
    expect(asked([HOLIDAYS, '/etc/gone.ics'], monday)).toBe('/etc/gone.ics, which could not be read');
  });

  test('the files that a job names are those of its entries that are files', () => {
    expect(calendarPaths({ exclude: ['SUN', HOLIDAYS, 'gone.ics', '/srv/fair.ics'] })).toEqual([
      HOLIDAYS,
      '/srv/fair.ics',
    ]);
    expect(calendarPaths({})).toEqual([]);
  });
});
