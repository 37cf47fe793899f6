import { describe, expect, test } from 'vitest';
import { readUntil } from '../../../src/engine/rules/until.ts';

/** A Sunday, 15:32:07 in Berlin. */
const NOW = Date.parse('2026-11-22T14:32:07Z');

const read = (text: string, zone = 'UTC', now = NOW): string => {
  const reading = readUntil(text, zone, now);
  return reading.kind === 'ok' ? new Date(reading.at).toISOString() : reading.reason;
};

describe('an end that somebody sets', () => {
  test.each([
    ['2h', '2026-11-22T16:32:07.000Z'],
    ['1h30m', '2026-11-22T16:02:07.000Z'],
    ['90', '2026-11-22T14:33:37.000Z'],
    ['in 20m', '2026-11-22T14:52:07.000Z'],
    ['18:00', '2026-11-22T18:00:00.000Z'],
    ['9:05', '2026-11-23T09:05:00.000Z'],
    ['14:32:07', '2026-11-23T14:32:07.000Z'],
    ['today 18:00', '2026-11-22T18:00:00.000Z'],
    ['tomorrow 06:00', '2026-11-23T06:00:00.000Z'],
    ['  Tomorrow   06:00 ', '2026-11-23T06:00:00.000Z'],
    ['Mon 02:30', '2026-11-23T02:30:00.000Z'],
    ['saturday 02:30', '2026-11-28T02:30:00.000Z'],
    ['sun 18:00', '2026-11-22T18:00:00.000Z'],
    ['sun 02:30', '2026-11-29T02:30:00.000Z'],
    ['2026-11-24 10:00', '2026-11-24T10:00:00.000Z'],
    ['2026-11-24T10:00', '2026-11-24T10:00:00.000Z'],
    ['2026-11-24T10:00:00+02:00', '2026-11-24T08:00:00.000Z'],
  ])('%s is read', (text, at) => {
    expect(read(text)).toBe(at);
  });

  test('what has passed is read, so that whoever asks can say so', () => {
    expect(read('today 06:00')).toBe('2026-11-22T06:00:00.000Z');
    expect(read('2020-01-01 10:00')).toBe('2020-01-01T10:00:00.000Z');
  });

  test('clocks and days are those of the zone', () => {
    expect(read('18:00', 'Europe/Berlin')).toBe('2026-11-22T17:00:00.000Z');
    expect(read('15:00', 'Europe/Berlin')).toBe('2026-11-23T14:00:00.000Z');
    // There it is Monday already.
    expect(read('today 09:00', 'Pacific/Auckland')).toBe('2026-11-22T20:00:00.000Z');
    expect(read('mon 09:00', 'Pacific/Auckland')).toBe('2026-11-22T20:00:00.000Z');
  });

  test('a time that the clocks skip is refused, and a day on which they change has its own length', () => {
    const saturday = Date.parse('2027-03-27T14:00:00Z');
    expect(read('tomorrow 02:30', 'Europe/Berlin', saturday)).toBe('the clocks of Europe/Berlin skip tomorrow 02:30');
    expect(read('tomorrow 08:00', 'Europe/Berlin', saturday)).toBe('2027-03-28T06:00:00.000Z');
  });

  test.each([
    ['tomorrow', 'tomorrow needs a time behind it'],
    ['Mon', 'Mon needs a time behind it'],
    ['2026-11-24', '2026-11-24 needs a time behind it'],
    ['25:00', '25:00 is not a time that exists'],
    ['0s', '0s is over at once'],
    ['99999d', '99999d is longer than ten years'],
    ['soon', '"soon" is no time'],
    ['mom 02:30', '"mom 02:30" is no time'],
    ['2026-02-30 10:00', '"2026-02-30 10:00" is no time'],
    ['', '"" is no time'],
    ['9'.repeat(80), 'that is no time'],
  ])('%s is refused', (text, reason) => {
    expect(read(text)).toBe(reason);
  });
});
