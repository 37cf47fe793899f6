import { describe, expect, test } from 'vitest';
import { readEntry } from '../../../../src/engine/rules/calendar/entry.ts';
import { excludedBy } from '../../../../src/engine/rules/calendar.ts';

/** 2026-11-22 is a Sunday. */
const isOut = (entry: string, at: string, zone = 'UTC'): boolean =>
  excludedBy({ exclude: [entry], schedule_tz: zone }, Date.parse(at)) === entry;

describe('S-11 a maintenance window', () => {
  test.each([
    ['daily 01:00-03:00', ['2026-11-22T01:00Z', '2026-11-22T02:59:59Z'], ['2026-11-22T00:59:59Z', '2026-11-22T03:00Z']],
    ['DAILY 22:00-06:00', ['2026-11-22T22:00Z', '2026-11-23T05:59Z'], ['2026-11-22T21:59Z', '2026-11-22T06:00Z']],
    ['daily 23:00-24:00', ['2026-11-22T23:59Z'], ['2026-11-23T00:00Z']],
    ['Sat 22:00-Sun 06:00', ['2026-11-21T22:00Z', '2026-11-22T05:59Z'], ['2026-11-21T21:59Z', '2026-11-22T06:00Z']],
    ['fri 18:00-mon 07:30', ['2026-11-20T18:00Z', '2026-11-22T12:00Z', '2026-11-23T07:29Z'], ['2026-11-23T07:30Z']],
    [
      'Tue 22:00-Thu 06:00',
      ['2026-11-24T22:00Z', '2026-11-25T12:00Z', '2026-11-26T05:59Z'],
      ['2026-11-24T21:59Z', '2026-11-26T06:00Z', '2026-11-22T12:00Z', '2026-11-28T12:00Z'],
    ],
    ['  Mon   09:00-17:00 ', ['2026-11-23T09:00Z'], ['2026-11-24T09:00Z']],
    ['Mon-Fri 09:00-17:00', ['2026-11-23T09:00Z', '2026-11-27T16:59Z'], ['2026-11-22T10:00Z', '2026-11-23T17:00Z']],
    ['Fri-Sat 22:00-02:00', ['2026-11-21T01:00Z', '2026-11-22T01:59Z'], ['2026-11-20T01:00Z', '2026-11-22T22:00Z']],
    [
      '2026-12-24T18:00/2026-12-27',
      ['2026-12-24T18:00Z', '2026-12-27T23:59Z'],
      ['2026-12-24T17:59Z', '2026-12-28T00:00Z'],
    ],
    [
      '2026-12-24/2026-12-24T12:30',
      ['2026-12-24T00:00Z', '2026-12-24T12:29Z'],
      ['2026-12-24T12:30Z', '2026-12-23T23:59Z'],
    ],
  ])('%s covers %j and not %j', (entry, inside, outside) => {
    expect(inside.map((at) => isOut(entry, at))).toEqual(inside.map(() => true));
    expect(outside.map((at) => isOut(entry, at))).toEqual(outside.map(() => false));
  });

  test("is in the job's zone", () => {
    expect(isOut('daily 01:00-03:00', '2026-11-22T00:30Z', 'Europe/Berlin')).toBe(true);
    expect(isOut('daily 01:00-03:00', '2026-11-22T02:30Z', 'Europe/Berlin')).toBe(false);
  });

  test('goes by the wall: both passes of a repeated hour are in it, and it ends after a skipped one as the clocks do', () => {
    const zone = 'America/New_York';
    expect(['05:30', '06:30'].map((time) => isOut('daily 01:00-02:00', `2026-11-01T${time}Z`, zone))).toEqual([
      true,
      true,
    ]);
    expect(isOut('daily 01:00-02:30', '2026-03-08T06:59Z', zone)).toBe(true);
    expect(isOut('daily 01:00-02:30', '2026-03-08T07:00Z', zone)).toBe(false);
    expect(isOut('daily 01:00-03:30', '2026-03-08T07:29Z', zone)).toBe(true);
  });
});

test.each([
  'daily 01:00',
  'daily 03:00-03:00',
  'daily 25:00-26:00',
  'daily 01:60-03:00',
  'daily 01:00-24:01',
  'daily 24:00-01:00',
  'sat 25:00-sun 06:00',
  'sat 22:00-sun 25:00',
  'sat 10:00-sat 10:00',
  '2026-02-30',
  '2026-02-30..2026-03-02',
  '2026-02-01..2026-02-30',
  '2026-02-30/2026-03-02',
  '2026-02-01/2026-02-30',
  '2026-12-24/2026-12-26T24:30',
  '2026-12-27..2026-12-24',
  '2026-12-24T18:00/2026-12-24T18:00',
  '2026-12-24T24:30/2026-12-26',
  'someday',
  'holidays.ics',
  '',
])('S-11 %j is no entry', (text) => {
  expect(readEntry(text).kind).toBe('refused');
});

test('S-11 a file that never could be read covers everything, and is left out where nobody asks files', () => {
  const definition = { exclude: ['/etc/holidays.ics'], schedule_tz: 'UTC' };
  expect(excludedBy(definition, 0, () => undefined)).toBe('/etc/holidays.ics, which could not be read');
  expect(excludedBy(definition, 0)).toBeUndefined();
});

test.each([
  ['SAT-MON', { kind: 'weekdays', first: 6, last: 1 }],
  ['tue', { kind: 'weekdays', first: 2, last: 2 }],
  ['2026-12-24', { kind: 'days', first: '2026-12-24', last: '2026-12-24' }],
  ['2026-12-24..2026-12-24', { kind: 'days', first: '2026-12-24', last: '2026-12-24' }],
  [' /etc/Holidays.ICS ', { kind: 'file', path: '/etc/Holidays.ICS' }],
])('S-11 %j is %j', (text, entry) => {
  expect(readEntry(text)).toEqual({ kind: 'entry', entry });
});

test('S-11 weekdays that go over the end of the week are those, and no other', () => {
  const days = Array.from({ length: 7 }, (_, day) => `2026-11-${22 + day}T12:00Z`);
  expect(days.map((at) => isOut('FRI-MON', at))).toEqual([true, true, false, false, false, true, true]);
  expect(days.map((at) => isOut('MON-FRI', at))).toEqual([false, true, true, true, true, true, false]);
});
