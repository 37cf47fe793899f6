import { describe, expect, test } from 'vitest';
import {
  formatBytes,
  formatClock,
  formatCompact,
  formatCount,
  formatDate,
  formatDay,
  formatDuration,
  formatInBothZones,
  formatNumber,
  formatPlural,
  formatRoughDuration,
  formatTimeOfDay,
  formatTimes,
  formatZone,
  runBar,
} from '../../../src/ui/format/index.ts';

const NOW = Date.parse('2026-11-22T14:32:07Z');
const at = (text: string): number => Date.parse(text);
const length = (days: number, hours: number, minutes: number, seconds: number): number =>
  (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;

describe('durations', () => {
  test.each([
    [0, '0s'],
    [999, '0s'],
    [length(0, 0, 0, 41), '41s'],
    [length(0, 0, 4, 12), '4m12s'],
    [length(0, 0, 2, 5), '2m05s'],
    [length(0, 0, 22, 0), '22m'],
    [length(0, 3, 27, 53), '3h27m'],
    [length(0, 3, 4, 0), '3h04m'],
    [length(0, 1, 0, 59), '1h'],
    [length(0, 15, 27, 0), '15h27m'],
    [length(8, 13, 27, 53), '8d13h'],
    [length(3, 0, 59, 0), '3d'],
    [-5_000, '0s'],
  ])('%d ms are %s', (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });

  test('from 10 hours on minutes go where they do not matter', () => {
    expect(formatRoughDuration(length(0, 9, 27, 0))).toBe('9h27m');
    expect(formatRoughDuration(length(0, 15, 57, 0))).toBe('15h');
    expect(formatRoughDuration(length(8, 13, 0, 0))).toBe('8d13h');
  });
});

describe('clocks', () => {
  test('today has seconds, a week has its days, a year its months, before it stands the date', () => {
    expect(formatClock(NOW, NOW, 'UTC')).toBe('14:32:07');
    expect(formatClock(at('2026-11-22T02:30:00Z'), NOW, 'UTC', 'minutes')).toBe('02:30');
    expect(formatClock(at('2026-11-16T16:02:00Z'), NOW, 'UTC')).toBe('Mon 16:02');
    expect(formatClock(at('2026-11-23T02:30:00Z'), NOW, 'UTC')).toBe('Mon 02:30');
    expect(formatClock(at('2026-11-15T02:30:00Z'), NOW, 'UTC')).toBe('15 Nov 02:30');
    expect(formatClock(at('2026-10-18T14:30:00Z'), NOW, 'UTC')).toBe('18 Oct 14:30');
    expect(formatClock(at('2025-10-18T14:30:00Z'), NOW, 'UTC')).toBe('2025-10-18');
    expect(formatClock(at('2026-09-01T00:00:00Z'), NOW, 'UTC')).toBe('1 Sep 00:00');
  });

  test('today is a day of the zone, not of UTC', () => {
    expect(formatClock(at('2026-11-21T23:30:00Z'), NOW, 'Europe/Berlin')).toBe('00:30:00');
    expect(formatClock(at('2026-11-21T22:30:00Z'), NOW, 'Europe/Berlin')).toBe('Sat 23:30');
    expect(formatTimeOfDay(NOW, 'Asia/Kolkata')).toBe('20:02:07');
    expect(formatTimeOfDay(NOW, 'America/New_York', 'minutes')).toBe('09:32');
  });

  test('midnight is 00:00', () => {
    expect(formatClock(at('2026-11-23T00:00:00Z'), NOW, 'UTC')).toBe('Mon 00:00');
  });

  test('UTC, which asks no table, is told as its long name is', () => {
    const told = (at: number, zone: string): string[] => [
      formatClock(at, NOW, zone),
      formatTimeOfDay(at, zone),
      formatDay(at, NOW, zone),
      formatDate(at, zone),
      formatZone(at, zone),
    ];
    for (let at = Date.UTC(1999, 11, 31, 23, 59, 59); at < Date.UTC(2040, 0, 2); at += 86_399_000 * 5)
      expect(told(at, 'UTC')).toEqual(told(at, 'Etc/UTC'));
  });

  test('days and dates', () => {
    expect(formatDay(at('2026-12-01T04:00:00Z'), NOW, 'UTC')).toBe('1 Dec');
    expect(formatDay(at('2027-01-02T04:00:00Z'), NOW, 'UTC')).toBe('2027-01-02');
    expect(formatDate(NOW, 'UTC')).toBe('Sun 22 Nov 2026');
  });

  test('zones have their letters, or their distance from UTC', () => {
    expect(['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'].map((zone) => formatZone(NOW, zone))).toEqual([
      'UTC',
      'CET',
      'EST',
      'UTC+5:30',
    ]);
    expect(formatInBothZones(at('2026-11-23T01:30:00Z'), 'Europe/Berlin', 'UTC')).toBe('02:30 CET (01:30 UTC)');
    expect(formatInBothZones(at('2026-11-23T01:30:00Z'), 'UTC', 'UTC')).toBe('01:30 UTC');
  });
});

describe('numbers', () => {
  test('commas from 1,000 on in prose', () => {
    expect([0, 999, 1_204, 41_208, 1_000_000, -1_234].map(formatNumber)).toEqual([
      '0',
      '999',
      '1,204',
      '41,208',
      '1,000,000',
      '-1,234',
    ]);
    expect([formatPlural(1, 'job'), formatPlural(1_204, 'line'), formatPlural(2, 'retry', 'retries')]).toEqual([
      '1 job',
      '1,204 lines',
      '2 retries',
    ]);
  });

  test('four columns at most in columns, never rounded up', () => {
    expect([0, 999, 1_234, 9_999, 12_411, 999_999, 1_200_000, 3_000_000_000].map(formatCompact)).toEqual([
      '0',
      '999',
      '1.2k',
      '9.9k',
      '12k',
      '999k',
      '1.2M',
      '3G',
    ]);
  });

  test('bytes are decimal', () => {
    expect([0, 512, 1_000, 96_000, 1_900_000_000].map(formatBytes)).toEqual([
      '0 B',
      '512 B',
      '1 kB',
      '96 kB',
      '1.9 GB',
    ]);
  });

  test('counts and ratios', () => {
    expect(formatCount(3, 48)).toBe('3/48');
    expect([1.89, 12.9].map((ratio) => formatTimes(ratio))).toEqual(['1.8×', '12×']);
  });
});

describe('bars', () => {
  const cells = { full: '▰', empty: '▱' };
  const bar = (elapsedMs: number, usualMs: number | undefined, limitMs: number | undefined, columns = 6) =>
    runBar({ elapsedMs, usualMs, limitMs }, columns, cells);

  test('elapsed is drawn against the usual time', () => {
    expect(bar(length(0, 0, 6, 12), length(0, 0, 22, 0), undefined)).toEqual({ kind: 'bar', text: '▰▰▱▱▱▱' });
    expect(bar(length(0, 0, 6, 12), length(0, 0, 22, 0), undefined, 8)).toEqual({ kind: 'bar', text: '▰▰▱▱▱▱▱▱' });
    expect(bar(length(0, 0, 2, 7), length(0, 0, 4, 12), undefined)).toEqual({ kind: 'bar', text: '▰▰▰▱▱▱' });
    expect(bar(5_000, undefined, undefined)).toEqual({ kind: 'bar', text: '' });
  });

  test('a start that lies ahead of the clock is an empty bar', () => {
    expect(bar(-4_000, 10_000, undefined)).toEqual({ kind: 'bar', text: '▱▱▱▱▱▱' });
  });

  test('past the usual time it is a word, near the limit the limit', () => {
    expect(bar(180_000, 100_000, undefined)).toEqual({ kind: 'over', text: '1.8×' });
    expect(bar(192_000, 100_000, 240_000)).toEqual({ kind: 'limit' });
    expect(bar(191_000, 100_000, 240_000)).toEqual({ kind: 'over', text: '1.9×' });
  });
});
