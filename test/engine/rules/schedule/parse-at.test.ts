import { describe, expect, test } from 'vitest';
import { parseAt } from '../../../../src/engine/rules/schedule/index.ts';

const NOW = Date.UTC(2026, 10, 23, 2, 30);

describe('S-7 when a one-shot is due', () => {
  test.each<[text: string, instant: string]>([
    ['2026-11-23T02:30:00Z', '2026-11-23T02:30:00.000Z'],
    ['2026-11-23t02:30:00z', '2026-11-23T02:30:00.000Z'],
    ['2026-11-23T02:30Z', '2026-11-23T02:30:00.000Z'],
    ['2026-11-23T02:30:00.250Z', '2026-11-23T02:30:00.250Z'],
    ['2026-11-23T02:30:00.1234567Z', '2026-11-23T02:30:00.123Z'],
    ['2026-11-23T02:30:00+02:00', '2026-11-23T00:30:00.000Z'],
    ['2026-11-23T02:30:00-0330', '2026-11-23T06:00:00.000Z'],
    ['2026-11-23T02:30:00+02', '2026-11-23T00:30:00.000Z'],
    ['2026-11-23 02:30:00', '2026-11-23T02:30:00.000Z'],
    ['  2026-11-23 02:30:15  ', '2026-11-23T02:30:15.000Z'],
    ['2026-11-23 02:30:00 +01:00', '2026-11-23T01:30:00.000Z'],
    ['2028-02-29 00:00:00', '2028-02-29T00:00:00.000Z'],
    ['1999-12-31T23:59:59Z', '1999-12-31T23:59:59.000Z'],
    ['in 90s', '2026-11-23T02:31:30.000Z'],
    ['20m', '2026-11-23T02:50:00.000Z'],
    ['IN 2H', '2026-11-23T04:30:00.000Z'],
    ['3d', '2026-11-26T02:30:00.000Z'],
    ['in 0s', '2026-11-23T02:30:00.000Z'],
  ])('S-7 %j is %s', (text, instant) => {
    const reading = parseAt(text, NOW);
    expect(reading.kind === 'ok' ? new Date(reading.at).toISOString() : reading.reason).toBe(instant);
  });

  test.each<[text: string, reason: string]>([
    ['', 'the time is empty, expected 2026-11-23T02:30:00Z, 2026-11-23 02:30:00 (UTC) or in 20m'],
    ['soon', '"soon" is not a time such as 2026-11-23T02:30:00Z, 2026-11-23 02:30:00 (UTC) or in 20m'],
    ['2026-02-30 00:00:00', '2026-02-30 is not a date that exists'],
    ['2027-02-29T00:00:00Z', '2027-02-29 is not a date that exists'],
    ['2026-13-01T00:00:00Z', '2026-13-01 is not a date that exists'],
    ['2026-00-10T00:00:00Z', '2026-00-10 is not a date that exists'],
    ['2026-11-23T24:00:00Z', '24:00:00Z is not a time that exists'],
    ['2026-11-23 02:60:00', '02:60:00 is not a time that exists'],
    ['2026-11-23T02:30:60Z', '02:30:60Z is not a time that exists'],
    ['2026-11-23T02:30:00', '"2026-11-23T02:30:00" needs a zone at its end, such as Z or +02:00'],
    ['2026-11-23T02:30:00+25:00', '+25:00 is not an offset from UTC (−23:59 to +23:59)'],
    ['1.5h', '"1.5h" is not a whole number of s, m, h or d'],
    ['in -5m', '"in -5m" is not a whole number of s, m, h or d'],
    ['2w', '"2w" is not a whole number of s, m, h or d'],
    ['999999999d', '999999999d ends after the year 9999'],
  ])('S-7 %j is refused: %s', (text, reason) => {
    expect(parseAt(text, NOW)).toEqual({ kind: 'refused', reason });
  });

  test.each(['2026-11-23', '02:30', '1795401000000', 'tomorrow', 'Mon, 23 Nov 2026 02:30:00 GMT'])(
    'S-7 %j is refused, not guessed',
    (text) => {
      expect(parseAt(text, NOW).kind).toBe('refused');
    },
  );
});

test('R-9 a refusal is one line, whatever was given', () => {
  expect(parseAt('a\nb', 0)).toMatchObject({
    kind: 'refused',
    reason: expect.stringMatching(/^"a\\nb" is not a time/),
  });
});
