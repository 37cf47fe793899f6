import { describe, expect, test } from 'vitest';
import { eventAt, ICS_EVENTS_MAX, readCalendar } from '../../../../src/engine/rules/calendar/ics.ts';
import { ICS_LINES_MAX } from '../../../../src/engine/rules/calendar/ics-lines.ts';

const textOf = (...lines: string[]): string => ['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR'].join('\n');
const event = (...lines: string[]): string[] => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
const reasonOf = (text: string): string => {
  const read = readCalendar(text);
  return read.kind === 'refused' ? read.reason : 'read';
};
const titleAt = (text: string, at: string, zone = 'UTC'): string | undefined => {
  const read = readCalendar(text);
  if (read.kind === 'refused') throw new Error(read.reason);
  return eventAt(read.calendar, Date.parse(at), zone);
};
const DAILY = ['DTSTART:20260105T090000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY'];

describe('S-11 one occurrence of an event', () => {
  test('that was moved is missing from its own series only', () => {
    const moved = event('UID:a', 'RECURRENCE-ID:20260107T090000Z', 'DTSTART:20260107T200000Z', 'DURATION:PT1H');
    const at = '2026-01-07T09:30Z';
    expect(titleAt(textOf(...event('UID:a', 'SUMMARY:a', ...DAILY), ...moved), at)).toBeUndefined();
    expect(titleAt(textOf(...event('UID:b', 'SUMMARY:b', ...DAILY), ...moved), at)).toBe('b');
    const once = event('UID:a', 'SUMMARY:once', 'DTSTART:20260107T090000Z', 'DURATION:PT1H');
    expect(titleAt(textOf(...once, ...moved), at)).toBe('once');
  });

  test('that was moved is found by the clock of another zone', () => {
    const moved = event(
      'UID:a',
      'RECURRENCE-ID;TZID=Europe/Berlin:20260107T100000',
      'DTSTART:20260107T200000Z',
      'DURATION:PT1H',
    );
    const text = textOf(...event('UID:a', ...DAILY), ...moved);
    expect(titleAt(text, '2026-01-07T09:30Z')).toBeUndefined();
    expect(titleAt(text, '2026-01-08T09:30Z')).toBe('an event without a title');
  });

  test('ends the series at its UNTIL, by the time of day', () => {
    const until = (text: string) => textOf(...event(...DAILY.slice(0, 2), `RRULE:FREQ=DAILY;UNTIL=${text}`));
    expect(titleAt(until('20260107T090000Z'), '2026-01-07T09:30Z')).toBeDefined();
    expect(titleAt(until('20260107T085959Z'), '2026-01-07T09:30Z')).toBeUndefined();
    expect(titleAt(until('20260107'), '2026-01-07T09:30Z')).toBeDefined();
    expect(titleAt(until('20260107'), '2026-01-08T09:30Z')).toBeUndefined();
  });
});

test('S-11 an event goes by its own zone beside one of another', () => {
  const text = textOf(
    ...event('SUMMARY:tokyo', 'DTSTART;TZID=Asia/Tokyo:20260105T090000', 'DURATION:PT1H'),
    ...event('SUMMARY:berlin', 'DTSTART;TZID=Europe/Berlin:20260105T090000', 'DURATION:PT1H'),
    ...event('SUMMARY:floating', 'DTSTART:20260105T090000', 'DURATION:PT1H'),
  );
  expect(titleAt(text, '2026-01-05T00:30Z', 'America/New_York')).toBe('tokyo');
  expect(titleAt(text, '2026-01-05T08:30Z', 'America/New_York')).toBe('berlin');
  expect(titleAt(text, '2026-01-05T14:30Z', 'America/New_York')).toBe('floating');
});

test('S-11 what is not an event is left out: tasks, alarms, and what follows an event', () => {
  const text = textOf(
    'BEGIN:VTODO',
    'DTSTART:nothing',
    'END:VTODO',
    ...event(...DAILY.slice(0, 2), 'BEGIN:VALARM', 'DURATION:x', 'END:VALARM', 'SUMMARY:real'),
    'BEGIN:VJOURNAL',
    'SUMMARY:journal',
    'END:VJOURNAL',
  );
  expect(titleAt(text, '2026-01-05T09:30Z')).toBe('real');
});

test('S-11 a file may begin with its byte order mark and have blank lines', () => {
  expect(titleAt(`\ufeff${textOf('', ...event('SUMMARY:x', ...DAILY), '')}\n\n`, '2026-01-05T09:30Z')).toBe('x');
});

test('S-11 a title is one line, cut, without what a terminal obeys', () => {
  const title = (summary: string) => titleAt(textOf(...event(...DAILY, `SUMMARY:${summary}`)), '2026-01-05T09:30Z');
  expect(title('  two\\nlines\\; one ')).toBe('two lines; one');
  expect(title('x'.repeat(200))).toBe('x'.repeat(80));
});

test('S-11 an event of 366 days is read, one of a day more is not, nor one of no time', () => {
  const lasting = (end: string) => reasonOf(textOf(...event('DTSTART;VALUE=DATE:20260101', `DTEND;VALUE=DATE:${end}`)));
  expect(lasting('20270102')).toBe('read');
  expect(lasting('20270103')).toContain('an event lasts more than nothing and 366 days at most');
  expect(lasting('20260101')).toContain('an event lasts more than nothing and 366 days at most');
});

describe('S-11 a file is refused that', () => {
  const other = 'it goes by another clock than DTSTART';
  test.each([
    ['ends an event by another clock', event('DTSTART:20260105T090000Z', 'DTEND:20260105T100000'), other],
    ['leaves out days by another clock', event(...DAILY, 'EXDATE:20260106T090000'), other],
    ['has two rules', event(...DAILY, 'RRULE:FREQ=WEEKLY'), 'line 6, RRULE: a second RRULE is not read'],
    [
      'has a rule until nowhere',
      event(...DAILY.slice(0, 2), 'RRULE:FREQ=DAILY;UNTIL=X'),
      'RRULE: UNTIL "X" is no time',
    ],
    ['has a length that is none', event('DTSTART:20260105T090000Z', 'DURATION:soon'), 'the event has no length'],
    ['ends what has not begun', ['END:VEVENT', 'BEGIN:VEVENT'], 'END:VEVENT ends nothing that has begun'],
    [
      'ends one thing with another',
      ['BEGIN:VEVENT', 'END:VTODO'],
      'line 3, END: END:VTODO ends nothing that has begun',
    ],
    ['ends in the middle', ['BEGIN:VEVENT', ...DAILY, 'BEGIN:VALARM'], 'ends nothing that has begun'],
  ])('%s', (_what, lines, reason) => {
    expect(reasonOf(textOf(...lines))).toContain(reason);
  });

  test('says nothing at all', () => {
    expect(reasonOf('')).toBe('it does not begin with BEGIN:VCALENDAR');
  });

  test('breaks off names the innermost thing that is open, in its first characters', () => {
    expect(reasonOf('BEGIN:VCALENDAR\nBEGIN:VEVENT')).toBe('it ends in the middle of VEVENT');
    expect(reasonOf(`BEGIN:VCALENDAR\nBEGIN:${'X'.repeat(90)}`)).toBe(`it ends in the middle of ${'X'.repeat(40)}`);
    expect(reasonOf(`BEGIN:VCALENDAR\nEND:${'X'.repeat(90)}`)).toContain(`END:${'X'.repeat(40)} ends`);
  });

  test('has too many events or lines', () => {
    const days = (count: number) =>
      textOf(...Array.from({ length: count }, () => event('DTSTART;VALUE=DATE:20260105')).flat());
    expect(reasonOf(days(ICS_EVENTS_MAX))).toBe('read');
    expect(reasonOf(days(ICS_EVENTS_MAX + 1))).toBe(`it has more than ${ICS_EVENTS_MAX} events`);
    const blank = (count: number) => `${textOf()}${'\n'.repeat(count - 2)}`;
    expect(reasonOf(blank(ICS_LINES_MAX))).toBe('read');
    expect(reasonOf(blank(ICS_LINES_MAX + 1))).toBe(`it has more than ${ICS_LINES_MAX} lines`);
  });
});
