import { describe, expect, test } from 'vitest';
import { nextSlot, previewSlots, type Schedule, slotsBetween } from '../../../../src/engine/rules/schedule/index.ts';

const ANCHOR = Date.UTC(2026, 10, 23, 2, 30);
const MINUTE_MS = 60_000;

function every(everyMs: number, from: 'start' | 'end' = 'start'): Schedule {
  return { kind: 'every', everyMs, anchorAt: ANCHOR, from };
}

describe('S-6 every', () => {
  test('S-6 counts from its anchor and never drifts, however late it is asked', () => {
    const schedule = every(7 * MINUTE_MS);

    for (const lateMs of [0, 1, 400, 6 * MINUTE_MS, 7 * MINUTE_MS, 1000 * MINUTE_MS + 17]) {
      const slot = nextSlot(schedule, ANCHOR + lateMs);
      expect(((slot?.at ?? 0) - ANCHOR) % (7 * MINUTE_MS)).toBe(0);
      expect(slot?.at).toBeGreaterThan(ANCHOR + lateMs);
      expect((slot?.at ?? 0) - (ANCHOR + lateMs)).toBeLessThanOrEqual(7 * MINUTE_MS);
    }
  });

  test('S-6 a job just created first runs one interval later, one anchored ahead at its anchor', () => {
    expect(nextSlot(every(MINUTE_MS), ANCHOR)).toEqual({ at: ANCHOR + MINUTE_MS, wall: '2026-11-23T02:31' });
    expect(nextSlot(every(MINUTE_MS), ANCHOR - 5 * MINUTE_MS)).toEqual({ at: ANCHOR, wall: '2026-11-23T02:30' });
  });

  test('S-6 from the end it counts from the end of the last run', () => {
    expect(nextSlot(every(MINUTE_MS, 'end'), ANCHOR + 12_345)?.at).toBe(ANCHOR + 12_345 + MINUTE_MS);
    expect(nextSlot(every(MINUTE_MS, 'end'), ANCHOR - 1)?.at).toBe(ANCHOR);
  });

  test('S-6 an interval of years ahead is reached in one step', () => {
    const slot = nextSlot(every(1000), ANCHOR + 10 * 365 * 86_400_000 + 1);
    expect(slot?.at).toBe(ANCHOR + 10 * 365 * 86_400_000 + 1000);
  });
});

describe('S-7 at', () => {
  test('S-7 is due once, and never again after its instant', () => {
    const schedule: Schedule = { kind: 'at', at: ANCHOR };

    expect(nextSlot(schedule, ANCHOR - 1)).toEqual({ at: ANCHOR, wall: '2026-11-23T02:30' });
    expect(nextSlot(schedule, ANCHOR)).toBeUndefined();
    expect(nextSlot(schedule, ANCHOR + 1)).toBeUndefined();
    expect(previewSlots(schedule, 0, 20)).toHaveLength(1);
  });
});

describe('S-4 slots between two instants', () => {
  const hourly: Schedule = { kind: 'cron', expression: '0 * * * *', zone: 'UTC', dst: 'cronie', seed: 'job-1' };
  const HOUR_MS = 60 * MINUTE_MS;
  const NOON = Date.UTC(2026, 5, 1, 12);

  test('S-4 leave out the first bound and keep the last', () => {
    expect(slotsBetween(hourly, NOON, NOON + 3 * HOUR_MS, 100)).toMatchObject({
      slots: [{ at: NOON + HOUR_MS }, { at: NOON + 2 * HOUR_MS }, { at: NOON + 3 * HOUR_MS }],
      more: false,
    });
    expect(slotsBetween(hourly, NOON, NOON + HOUR_MS - 1, 100)).toEqual({ slots: [], more: false });
  });

  test('S-4 say when more were due than asked for', () => {
    expect(slotsBetween(hourly, NOON, NOON + 3 * HOUR_MS, 2)).toMatchObject({ slots: [{}, {}], more: true });
    expect(slotsBetween(hourly, NOON, NOON + 3 * HOUR_MS, 3)).toMatchObject({ slots: [{}, {}, {}], more: false });
    expect(slotsBetween({ ...hourly, expression: '* * * * * *' }, 0, NOON, 1_000_000).slots).toHaveLength(10_000);
  });

  test('S-6 an interval from the end has missed one run at most', () => {
    expect(slotsBetween(every(1000, 'end'), ANCHOR, ANCHOR + HOUR_MS, 100)).toMatchObject({
      slots: [{ at: ANCHOR + 1000 }],
      more: false,
    });
    expect(slotsBetween(every(1000), ANCHOR, ANCHOR + 5000, 100).slots).toHaveLength(5);
  });

  test('S-4 nothing lies between for jobs that no clock starts', () => {
    expect(slotsBetween({ kind: 'manual' }, 0, NOON, 5)).toEqual({ slots: [], more: false });
    expect(slotsBetween({ kind: 'reboot' }, 0, NOON, 5)).toEqual({ slots: [], more: false });
  });
});

describe('S-2 the search ends', () => {
  const sentinel: Schedule = { kind: 'cron', expression: '0 0 31 2 *', zone: 'UTC', dst: 'cronie', seed: 'job-1' };

  test('S-2 an expression that never fires has no next slot', () => {
    expect(nextSlot(sentinel, ANCHOR)).toBeUndefined();
  });

  test('S-2 an instant that is none has no next slot', () => {
    const hourly: Schedule = { ...sentinel, expression: '0 * * * *' };
    expect([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((at) => nextSlot(hourly, at))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('S-2 instants far away are answered from the nearest year that has a zone table', () => {
    const zoned: Schedule = { ...sentinel, expression: '0 12 * * *', zone: 'Europe/Berlin' };
    expect(nextSlot(zoned, Date.UTC(1800, 0, 1))?.wall).toBe('1800-01-01T12:00');
    expect(nextSlot(zoned, Date.UTC(2500, 0, 1))?.wall).toBe('2500-01-01T12:00');
  });

  test('S-1 an expression that was never checked is an error, not a wrong time', () => {
    expect(() => nextSlot({ ...sentinel, expression: '0 24 * * *' }, ANCHOR)).toThrow('hour: 24 is not allowed');
  });
});
