import { expect, test } from 'vitest';
import { readDuration, readTime, wallIn } from '../../../../src/engine/rules/calendar/ics-time.ts';

const none = new Map<string, string>();
const inZone = (zone: string) => new Map([['TZID', zone]]);
const seconds = (text: string): number => Date.parse(text) / 1_000;

test.each([
  ['20260105T093015', '2026-01-05T09:30:15Z'],
  ['20260105T000000', '2026-01-05T00:00:00Z'],
  ['20261231T235959', '2026-12-31T23:59:59Z'],
  ['20260105T093060', '2026-01-05T09:30:59Z'],
])('S-11 %s is that second on the wall', (text, wall) => {
  expect(readTime(text, none)).toEqual({ kind: 'time', time: { wall: seconds(wall), wholeDay: false } });
});

test.each([
  '20260001',
  '20261301',
  '20260100',
  '20260132',
  '20260105T240000',
  '20260105T106000',
  '20260105T100061',
  '2026-01-05',
  '',
])('S-11 %j is no time', (text) => {
  expect(readTime(text, none)).toEqual({ kind: 'refused', reason: `"${text}" is no time` });
});

test('S-11 what is no time or no zone is told in its first characters', () => {
  expect(readTime('x'.repeat(90), none)).toEqual({ kind: 'refused', reason: `"${'x'.repeat(40)}" is no time` });
  expect(readTime('20260105T093000', inZone('Z'.repeat(90)))).toMatchObject({
    reason: expect.stringMatching(/^TZID "Z{60}" is not/),
  });
});

test('S-11 a time goes by its zone, a whole day by none', () => {
  const zoneOf = (text: string, parameters = inZone('Europe/Berlin')) => {
    const read = readTime(text, parameters);
    return read.kind === 'time' ? read.time.zone : read.reason;
  };
  expect(zoneOf('20260105T093000')).toBe('Europe/Berlin');
  expect(zoneOf('20260105T093000Z')).toBe('UTC');
  expect(zoneOf('20260105T093000', none)).toBeUndefined();
  expect(zoneOf('20260105')).toBeUndefined();
});

test('S-11 a moment on the clock of another zone is the same instant, also beside a change of the clocks', () => {
  const shown = (wall: string, from: string, to: string) => {
    const found = wallIn({ wall: seconds(`${wall}Z`), zone: from, wholeDay: false }, to);
    return found === undefined ? undefined : new Date(found * 1_000).toISOString().slice(0, 16);
  };
  expect(shown('2026-07-01T09:00', 'Europe/Berlin', 'UTC')).toBe('2026-07-01T07:00');
  expect(shown('2026-01-01T09:00', 'Asia/Tokyo', 'America/New_York')).toBe('2025-12-31T19:00');
  // New York's clocks go forward at 07:00 UTC, eleven hours before its wall shows that hour's reading as an instant.
  expect(shown('2026-03-08T03:30', 'America/New_York', 'UTC')).toBe('2026-03-08T07:30');
  expect(shown('2026-03-08T01:30', 'America/New_York', 'UTC')).toBe('2026-03-08T06:30');
  expect(shown('2026-07-01T09:00', 'Asia/Tokyo', 'Asia/Tokyo')).toBe('2026-07-01T09:00');
});

test('S-11 between a time with a zone and one without, and for a whole day, there is no same moment', () => {
  const wall = seconds('2026-07-01T09:00:00Z');
  expect(wallIn({ wall, wholeDay: false }, 'UTC')).toBeUndefined();
  expect(wallIn({ wall, zone: 'UTC', wholeDay: false }, undefined)).toBeUndefined();
  expect(wallIn({ wall, wholeDay: true }, 'UTC')).toBeUndefined();
  expect(wallIn({ wall, wholeDay: true }, undefined)).toBe(wall);
});

test.each([
  ['PT30S', 30],
  ['PT1H30M15S', 5_415],
  ['P2D', 172_800],
  ['P1DT2H', 93_600],
  ['P3W', 1_814_400],
  ['+PT5M', 300],
  ['-PT5M', undefined],
  ['5 minutes', undefined],
  ['', undefined],
])('S-11 %j lasts %s seconds', (text, length) => {
  expect(readDuration(text)).toBe(length);
});
