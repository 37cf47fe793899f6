import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventAt, readCalendar } from '../../../../src/engine/rules/calendar/ics.ts';

const calendarText = (...events: string[][]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']),
    'END:VCALENDAR',
  ].join('\r\n');

const calendarOf = (text: string) => {
  const read = readCalendar(text);
  if (read.kind === 'refused') throw new Error(read.reason);
  return read.calendar;
};

/** The days of a stretch on whose noon (UTC) an event is on. */
const daysOn = (from: string, days: number, ...lines: string[]): string[] => {
  const calendar = calendarOf(calendarText(lines));
  return Array.from({ length: days }, (_, index) => Date.parse(`${from}T12:00:00Z`) + index * 86_400_000)
    .filter((at) => eventAt(calendar, at, 'UTC') !== undefined)
    .map((at) => new Date(at).toISOString().slice(0, 10));
};

const isOn = (at: string, zone: string, ...lines: string[]): boolean =>
  eventAt(calendarOf(calendarText(lines)), Date.parse(at), zone) !== undefined;

describe('S-11 an event of an .ics file', () => {
  test('a day of its own, and until the day before DTEND', () => {
    expect(daysOn('2026-12-20', 20, 'DTSTART;VALUE=DATE:20261225')).toEqual(['2026-12-25']);
    expect(daysOn('2026-12-20', 20, 'DTSTART;VALUE=DATE:20261225', 'DTEND;VALUE=DATE:20261227')).toEqual([
      '2026-12-25',
      '2026-12-26',
    ]);
    expect(daysOn('2026-12-20', 20, 'DTSTART;VALUE=DATE:20261225', 'DURATION:P1W')).toHaveLength(7);
  });

  test('a whole day is one of the job, a time with Z or TZID is that instant', () => {
    expect(isOn('2026-12-25T11:00Z', 'Pacific/Kiritimati', 'DTSTART;VALUE=DATE:20261226')).toBe(true);
    const utc = ['DTSTART:20261225T090000Z', 'DTEND:20261225T100000Z'];
    expect([isOn('2026-12-25T09:00Z', 'Asia/Tokyo', ...utc), isOn('2026-12-25T10:00Z', 'Asia/Tokyo', ...utc)]).toEqual([
      true,
      false,
    ]);
    const berlin = ['DTSTART;TZID="Europe/Berlin":20260701T090000', 'DURATION:PT1H30M'];
    expect([isOn('2026-07-01T08:29Z', 'UTC', ...berlin), isOn('2026-07-01T08:30Z', 'UTC', ...berlin)]).toEqual([
      true,
      false,
    ]);
    const floating = ['DTSTART:20261225T090000', 'DTEND:20261225T100000'];
    expect([
      isOn('2026-12-25T00:30Z', 'Asia/Tokyo', ...floating),
      isOn('2026-12-25T09:30Z', 'Asia/Tokyo', ...floating),
    ]).toEqual([true, false]);
  });

  test('has its title, cleaned; one that was cancelled is none, and an alarm in it is not the event', () => {
    const text = calendarText(
      [
        'DTSTART;VALUE=DATE:20261225',
        'SUMMARY:Christmas\\, the',
        '  first\u0007 day',
        'BEGIN:VALARM',
        'TRIGGER:-PT1H',
        'DURATION:PT5M',
        'SUMMARY:alarm',
        'END:VALARM',
      ],
      ['DTSTART;VALUE=DATE:20261226', 'STATUS:CANCELLED'],
    );
    expect(eventAt(calendarOf(text), Date.parse('2026-12-25T12:00Z'), 'UTC')).toBe('Christmas, the first  day');
    expect(eventAt(calendarOf(text), Date.parse('2026-12-26T12:00Z'), 'UTC')).toBeUndefined();
  });

  test.each([
    ['every Christmas', '20201225', 'FREQ=YEARLY', ['2026-12-25']],
    ['the fourth Thursday of November', '20201126', 'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', ['2026-11-26']],
    [
      'the last Monday of May and October',
      '20200525',
      'FREQ=YEARLY;BYMONTH=5,10;BYDAY=-1MO',
      ['2026-05-25', '2026-10-26'],
    ],
    ['the first Monday of the year', '20200106', 'FREQ=YEARLY;BYDAY=1MO', ['2026-01-05']],
    ['the last Friday of the year', '20201225', 'FREQ=YEARLY;BYDAY=-1FR', ['2026-12-25']],
    ['every fourth year', '20220301', 'FREQ=YEARLY;INTERVAL=4', ['2026-03-01']],
    ['29 February', '20240229', 'FREQ=YEARLY', []],
    [
      'the last day of every fourth month',
      '20260131',
      'FREQ=MONTHLY;INTERVAL=4;BYMONTHDAY=-1',
      ['2026-01-31', '2026-05-31', '2026-09-30'],
    ],
    [
      'the first and third Tuesday, till March',
      '20260106',
      'FREQ=MONTHLY;BYDAY=1TU,3TU;UNTIL=20260303',
      ['2026-01-06', '2026-01-20', '2026-02-03', '2026-02-17', '2026-03-03'],
    ],
    ['Friday the 13th', '20200313', 'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', ['2026-02-13', '2026-03-13', '2026-11-13']],
    [
      'five weeks of Mondays and Wednesdays, every other week',
      '20260105',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=5',
      ['2026-01-05', '2026-01-07', '2026-01-19', '2026-01-21', '2026-02-02'],
    ],
    [
      'three times every tenth day',
      '20260110',
      'FREQ=DAILY;INTERVAL=10;COUNT=3',
      ['2026-01-10', '2026-01-20', '2026-01-30'],
    ],
    [
      'weekdays of one January',
      '20260101',
      'FREQ=DAILY;BYDAY=SA,SU;BYMONTH=1;UNTIL=20260110T235959Z',
      ['2026-01-01', '2026-01-03', '2026-01-04', '2026-01-10'],
    ],
  ])('comes again: %s', (_what, start, rule, days) => {
    expect(daysOn('2026-01-01', 365, `DTSTART;VALUE=DATE:${start}`, `RRULE:${rule}`)).toEqual(days);
  });

  test('the week of an interval begins on the day that WKST says', () => {
    const days = (start: string) =>
      daysOn(
        '1997-08-01',
        60,
        'DTSTART;VALUE=DATE:19970805',
        `RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=${start}`,
      );
    expect(days('MO')).toEqual(['1997-08-05', '1997-08-10', '1997-08-19', '1997-08-24']);
    expect(days('SU')).toEqual(['1997-08-05', '1997-08-17', '1997-08-19', '1997-08-31']);
  });

  test('one that comes again over midnight and a change of the clocks keeps its wall time', () => {
    const nightly = [
      'DTSTART;TZID=Europe/Berlin:20260101T220000',
      'DTEND;TZID=Europe/Berlin:20260102T040000',
      'RRULE:FREQ=DAILY',
    ];
    expect(
      ['2026-01-10T02:59Z', '2026-01-10T03:00Z', '2026-07-10T01:59Z', '2026-07-10T02:00Z'].map((at) =>
        isOn(at, 'UTC', ...nightly),
      ),
    ).toEqual([true, false, true, false]);
  });

  test('what is taken out of a rule, or moved, is not on', () => {
    const weekly = ['UID:a', 'DTSTART;VALUE=DATE:20260105', 'RRULE:FREQ=WEEKLY;COUNT=4', 'EXDATE;VALUE=DATE:20260112'];
    const moved = ['UID:a', 'RECURRENCE-ID;VALUE=DATE:20260119', 'DTSTART;VALUE=DATE:20260120'];
    const calendar = calendarOf(calendarText(weekly, moved));
    const on = Array.from({ length: 31 }, (_, day) => day + 1).filter(
      (day) => eventAt(calendar, Date.UTC(2026, 0, day, 12), 'UTC') !== undefined,
    );
    expect(on).toEqual([5, 20, 26]);
    const utc = [
      'DTSTART;TZID=Europe/Berlin:20260105T090000',
      'DURATION:PT1H',
      'RRULE:FREQ=DAILY',
      'EXDATE:20260106T080000Z',
    ];
    expect([isOn('2026-01-06T08:30Z', 'UTC', ...utc), isOn('2026-01-07T08:30Z', 'UTC', ...utc)]).toEqual([false, true]);
  });
});

describe('S-11 what cannot be read is refused by name', () => {
  const event = (...lines: string[]) => calendarText(['DTSTART;VALUE=DATE:20260105', ...lines]);
  test.each([
    ['no calendar', 'hello', 'line 1 is no line of a calendar'],
    ['another thing', 'BEGIN:VCARD\r\nEND:VCARD', 'it does not begin with BEGIN:VCALENDAR'],
    ['half a file', event().slice(0, 70), 'it ends in the middle of VEVENT'],
    [
      'a rule by position',
      event('RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1'),
      'line 5, RRULE: RRULE: BYSETPOS is not read',
    ],
    ['a rule by the hour', event('RRULE:FREQ=HOURLY'), 'line 5, RRULE: RRULE: FREQ=HOURLY is not read'],
    [
      'a weekday that is none',
      event('RRULE:FREQ=WEEKLY;BYDAY=XX'),
      'RRULE: BYMONTH, BYMONTHDAY, BYDAY or WKST has a value that does not exist',
    ],
    [
      'a counted weekday of the week',
      event('RRULE:FREQ=WEEKLY;BYDAY=1MO'),
      'BYDAY counts days, which FREQ=WEEKLY cannot',
    ],
    ['two ends', event('RRULE:FREQ=DAILY;COUNT=3;UNTIL=20260201'), 'COUNT and UNTIL exclude each other'],
    ['an interval of nothing', event('RRULE:FREQ=DAILY;INTERVAL=0'), 'INTERVAL is no number from 1 to 1000'],
    ['further days', event('RDATE;VALUE=DATE:20260201'), 'line 5, RDATE: RDATE is not read'],
    [
      'a moved rest',
      event('RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20260201'),
      'line 5, RECURRENCE-ID: RANGE is not read',
    ],
    ['no beginning', calendarText(['SUMMARY:x']), 'line 3: the event has no DTSTART'],
    [
      'no length',
      calendarText(['DTSTART:20260105T090000']),
      'the event has no length: DTEND or DURATION is missing or unread',
    ],
    [
      'an end before the beginning',
      event('DTEND;VALUE=DATE:20260104'),
      'an event lasts more than nothing and 366 days at most',
    ],
    [
      'a zone of Windows',
      calendarText(['DTSTART;TZID=W. Europe Standard Time:20260105T090000']),
      'TZID "W. Europe Standard Time" is not an IANA time zone such as Europe/Berlin',
    ],
    [
      'a day that does not exist',
      calendarText(['DTSTART;VALUE=DATE:20260230']),
      'line 4, DTSTART: "20260230" is no time',
    ],
  ])('%s', (_what, text, reason) => {
    const read = readCalendar(text);
    expect(read.kind === 'refused' ? read.reason : 'read').toContain(reason);
  });

  test('whatever the file holds is read or refused, never thrown', () => {
    const word = fc.constantFrom(
      'BEGIN:VEVENT',
      'END:VEVENT',
      'DTSTART:20260105',
      'RRULE:FREQ=',
      'RRULE:FREQ=DAILY;COUNT=9',
      'DURATION:P1D',
      'EXDATE:2026',
      ' x',
      'BEGIN:X',
      ':',
      'UID:a',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(word, fc.string()), { maxLength: 12 }),
        fc.integer({ min: 0, max: 4e12 }),
        (lines, at) => {
          const read = readCalendar(['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR'].join('\n'));
          if (read.kind === 'calendar') eventAt(read.calendar, at, 'Europe/Berlin');
        },
      ),
    );
  });
});
