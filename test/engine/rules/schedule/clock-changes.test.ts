import { describe, expect, test } from 'vitest';
import {
  type Dst,
  firstSlotAfterZoneChange,
  previewSlots,
  type Schedule,
} from '../../../../src/engine/rules/schedule/index.ts';

function aCron(expression: string, zone: string, dst: Dst = 'cronie'): Schedule {
  return { kind: 'cron', expression, zone, dst, seed: 'job-1' };
}

/** Slots as `instant wall note`, from the given instant on. */
function slotsFrom(schedule: Schedule, from: string, count: number): string[] {
  return previewSlots(schedule, Date.parse(from) - 1, count).map((slot) =>
    [new Date(slot.at).toISOString().replace(':00.000Z', 'Z'), slot.wall, slot.note].join(' ').trim(),
  );
}

describe('S-2 a skipped hour', () => {
  const MARCH = '2026-03-07T12:00:00Z';

  test('S-2 a fixed-time job in the gap runs once, right after it', () => {
    expect(slotsFrom(aCron('30 2 * * *', 'America/New_York'), MARCH, 2)).toEqual([
      '2026-03-08T07:00Z 2026-03-08T03:00 gap-shifted',
      '2026-03-09T06:30Z 2026-03-09T02:30',
    ]);
  });

  test('S-2 several times of one job inside the gap are one slot', () => {
    expect(slotsFrom(aCron('0,15,30,45 2 * * *', 'America/New_York'), MARCH, 2)).toEqual([
      '2026-03-08T07:00Z 2026-03-08T03:00 gap-shifted',
      '2026-03-09T06:00Z 2026-03-09T02:00',
    ]);
  });

  test('S-2 a slot that is due right after the gap anyway is not doubled', () => {
    expect(slotsFrom(aCron('0 2,3 * * *', 'America/New_York'), MARCH, 2)).toEqual([
      '2026-03-08T07:00Z 2026-03-08T03:00',
      '2026-03-09T06:00Z 2026-03-09T02:00',
    ]);
  });

  test('S-2 a job with a star in minute or hour follows the wall clock', () => {
    expect(slotsFrom(aCron('30 * * * *', 'America/New_York'), '2026-03-08T06:00:00Z', 2)).toEqual([
      '2026-03-08T06:30Z 2026-03-08T01:30',
      '2026-03-08T07:30Z 2026-03-08T03:30',
    ]);
    expect(slotsFrom(aCron('*/30 2 * * *', 'America/New_York'), MARCH, 1)).toEqual([
      '2026-03-09T06:00Z 2026-03-09T02:00',
    ]);
  });

  test.each(['skip', 'wall'] as const)('S-2 with dst %s a skipped time is not made up', (dst) => {
    expect(slotsFrom(aCron('30 2 * * *', 'America/New_York', dst), MARCH, 1)).toEqual([
      '2026-03-09T06:30Z 2026-03-09T02:30',
    ]);
  });

  test('S-2 a weekday restriction is asked of the skipped time, not of its substitute', () => {
    expect(slotsFrom(aCron('30 2 * * MON', 'America/New_York'), MARCH, 1)).toEqual([
      '2026-03-09T06:30Z 2026-03-09T02:30',
    ]);
    expect(slotsFrom(aCron('30 2 * * SUN', 'America/New_York'), MARCH, 1)).toEqual([
      '2026-03-08T07:00Z 2026-03-08T03:00 gap-shifted',
    ]);
  });

  test('S-2 seconds are no star: a job of every second in the gap is made up once', () => {
    expect(slotsFrom(aCron('* 30 2 * * *', 'America/New_York'), MARCH, 2)).toEqual([
      '2026-03-08T07:00Z 2026-03-08T03:00 gap-shifted',
      '2026-03-09T06:30Z 2026-03-09T02:30',
    ]);
  });

  test('S-2 a gap over midnight belongs to the day that begins in it', () => {
    expect(slotsFrom(aCron('30 0 * * *', 'Africa/Cairo'), '2024-04-25T12:00:00Z', 2)).toEqual([
      '2024-04-25T22:00Z 2024-04-26T01:00 gap-shifted',
      '2024-04-26T21:30Z 2024-04-27T00:30',
    ]);
    expect(slotsFrom(aCron('0 0 4 11 *', 'America/Sao_Paulo'), '2018-11-01T00:00:00Z', 1)).toEqual([
      '2018-11-04T03:00Z 2018-11-04T01:00 gap-shifted',
    ]);
  });

  test('S-2 a gap of half an hour is made up like any other', () => {
    expect(slotsFrom(aCron('15 2 * * *', 'Australia/Lord_Howe'), '2026-10-03T12:00:00Z', 2)).toEqual([
      '2026-10-03T15:30Z 2026-10-04T02:30 gap-shifted',
      '2026-10-04T15:15Z 2026-10-05T02:15',
    ]);
    expect(slotsFrom(aCron('45 2 * * *', 'Australia/Lord_Howe'), '2026-10-03T12:00:00Z', 1)).toEqual([
      '2026-10-03T15:45Z 2026-10-04T02:45',
    ]);
  });

  test('S-2 two hours and three hours are made up, a skipped day is not', () => {
    expect(slotsFrom(aCron('30 1 * * *', 'Antarctica/Troll'), '2026-03-28T12:00:00Z', 1)).toEqual([
      '2026-03-29T01:00Z 2026-03-29T03:00 gap-shifted',
    ]);
    expect(slotsFrom(aCron('30 3 * * *', 'Antarctica/Casey'), '2009-10-17T12:00:00Z', 1)).toEqual([
      '2009-10-17T18:00Z 2009-10-18T05:00 gap-shifted',
    ]);
    expect(slotsFrom(aCron('0 12 30 12 *', 'Pacific/Apia'), '2011-01-01T00:00:00Z', 1)).toEqual([
      '2012-12-29T22:00Z 2012-12-30T12:00',
    ]);
    expect(slotsFrom(aCron('0 12 * * *', 'Pacific/Apia'), '2011-12-29T12:00:00Z', 2)).toEqual([
      '2011-12-29T22:00Z 2011-12-29T12:00',
      '2011-12-30T22:00Z 2011-12-31T12:00',
    ]);
  });
});

describe('S-2 a repeated hour', () => {
  const NOVEMBER = '2026-11-01T04:00:00Z';

  test('S-2 a fixed-time job runs in the first pass only', () => {
    for (const dst of ['cronie', 'skip'] as const) {
      expect(slotsFrom(aCron('30 1 * * *', 'America/New_York', dst), NOVEMBER, 2)).toEqual([
        '2026-11-01T05:30Z 2026-11-01T01:30 repeated-hour',
        '2026-11-02T06:30Z 2026-11-02T01:30',
      ]);
    }
  });

  test('S-2 asked in the second pass, a fixed-time job has had its turn', () => {
    expect(slotsFrom(aCron('30 1 * * *', 'America/New_York'), '2026-11-01T06:10:00Z', 1)).toEqual([
      '2026-11-02T06:30Z 2026-11-02T01:30',
    ]);
  });

  test('S-2 a job with a star runs in both passes', () => {
    expect(slotsFrom(aCron('30 * * * *', 'America/New_York'), NOVEMBER, 4)).toEqual([
      '2026-11-01T04:30Z 2026-11-01T00:30',
      '2026-11-01T05:30Z 2026-11-01T01:30 repeated-hour',
      '2026-11-01T06:30Z 2026-11-01T01:30 repeated-hour',
      '2026-11-01T07:30Z 2026-11-01T02:30',
    ]);
  });

  test('S-2 a star job keeps following the wall clock under dst skip', () => {
    expect(slotsFrom(aCron('30 * * * *', 'America/New_York', 'skip'), NOVEMBER, 3)).toHaveLength(3);
    expect(slotsFrom(aCron('30 * * * *', 'America/New_York', 'skip'), NOVEMBER, 4)).toEqual(
      slotsFrom(aCron('30 * * * *', 'America/New_York'), NOVEMBER, 4),
    );
  });

  test('S-2 with dst wall a fixed-time job runs in both passes', () => {
    expect(slotsFrom(aCron('30 1 * * *', 'America/New_York', 'wall'), NOVEMBER, 3)).toEqual([
      '2026-11-01T05:30Z 2026-11-01T01:30 repeated-hour',
      '2026-11-01T06:30Z 2026-11-01T01:30 repeated-hour',
      '2026-11-02T06:30Z 2026-11-02T01:30',
    ]);
  });

  test('S-2 midnight shown twice starts a daily job once', () => {
    expect(slotsFrom(aCron('30 23 * * *', 'America/Sao_Paulo'), '2018-02-17T12:00:00Z', 2)).toEqual([
      '2018-02-18T01:30Z 2018-02-17T23:30 repeated-hour',
      '2018-02-19T02:30Z 2018-02-18T23:30',
    ]);
  });

  test("S-2 Casablanca's Ramadan: the hour goes back and comes again", () => {
    expect(slotsFrom(aCron('30 2 * * *', 'Africa/Casablanca'), '2026-02-15T00:00:00Z', 2)).toEqual([
      '2026-02-15T01:30Z 2026-02-15T02:30 repeated-hour',
      '2026-02-16T02:30Z 2026-02-16T02:30',
    ]);
    expect(slotsFrom(aCron('30 2 * * *', 'Africa/Casablanca'), '2026-03-22T00:00:00Z', 2)).toEqual([
      '2026-03-22T02:00Z 2026-03-22T03:00 gap-shifted',
      '2026-03-23T01:30Z 2026-03-23T02:30',
    ]);
  });
});

describe('S-3 a preview', () => {
  test('S-3 shows the next twenty slots in order with wall times and notes', () => {
    const slots = previewSlots(aCron('30 2 * * *', 'Europe/London'), Date.parse('2026-03-20T00:00:00Z'), 20);
    const atOnce = previewSlots(aCron('30 1 * * *', 'Europe/London'), Date.parse('2026-03-20T00:00:00Z'), 20);

    expect(slots).toHaveLength(20);
    expect(slots.every((slot, index) => index === 0 || slot.at > (slots[index - 1]?.at ?? 0))).toBe(true);
    expect(atOnce.filter((slot) => slot.note === 'gap-shifted').map((slot) => slot.wall)).toEqual(['2026-03-29T02:00']);
  });

  test('S-3 is never longer than a thousand slots', () => {
    expect(previewSlots(aCron('* * * * * *', 'UTC'), 0, 5000)).toHaveLength(1000);
    expect(previewSlots(aCron('* * * * *', 'UTC'), 0, 0)).toEqual([]);
  });

  test('S-3 finds the next clock change of the zone and the first slot from it on', () => {
    expect(
      firstSlotAfterZoneChange(aCron('30 2 * * *', 'America/New_York'), Date.parse('2026-01-15T00:00:00Z')),
    ).toEqual({
      slot: { at: Date.parse('2026-03-08T07:00:00Z'), wall: '2026-03-08T03:00', note: 'gap-shifted' },
      change: { at: Date.parse('2026-03-08T07:00:00Z'), fromOffsetMs: -18_000_000, toOffsetMs: -14_400_000 },
    });
  });

  test('S-3 has no clock change to show for a zone that keeps its time, or a schedule without a zone', () => {
    expect(firstSlotAfterZoneChange(aCron('30 2 * * *', 'Asia/Kolkata'), Date.UTC(2026, 0, 1))).toBeUndefined();
    expect(firstSlotAfterZoneChange({ kind: 'at', at: 5 }, 0)).toBeUndefined();
  });
});
