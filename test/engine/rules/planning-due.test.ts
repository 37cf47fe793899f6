import { describe, expect, test } from 'vitest';
import { dueFires, FIRES_MAX, fireAt, firstFire, scheduleText } from '../../../src/engine/rules/planning.ts';
import { aDefinition, aJob, NOON } from '../../support/builders.ts';

const MINUTE_MS = 60_000;
const slotsOf = (job: Parameters<typeof dueFires>[0], firstSlotAt: number, now: number) => {
  const { fires, more } = dueFires(job, firstSlotAt, now);
  return { slots: fires.map(({ slotAt }) => (slotAt - NOON) / MINUTE_MS), more };
};

describe('S-4 S-6 the fires that are due', () => {
  const minutely = aJob({ schedule_every_ms: MINUTE_MS });

  test('S-6 are the first, which is known to be, and all that follow up to now', () => {
    expect(slotsOf(minutely, NOON + MINUTE_MS, NOON + 4 * MINUTE_MS)).toEqual({ slots: [1, 2, 3, 4], more: false });
    expect(slotsOf(minutely, NOON + MINUTE_MS, NOON + 4 * MINUTE_MS - 1)).toEqual({ slots: [1, 2, 3], more: false });
    expect(slotsOf(minutely, NOON + MINUTE_MS, NOON + MINUTE_MS)).toEqual({ slots: [1], more: false });
  });

  test('S-6 of an interval from the end is one, however long ago it was', () => {
    const fromEnd = aJob({ schedule_every_ms: MINUTE_MS, every_from: 'end' });
    expect(slotsOf(fromEnd, NOON + MINUTE_MS, NOON + 90 * MINUTE_MS)).toEqual({ slots: [1], more: false });
  });

  test('S-7 of an instant is one', () => {
    const once = aJob({ schedule_at: '2026-11-23T12:01:00Z' });
    expect(slotsOf(once, NOON + MINUTE_MS, NOON + 90 * MINUTE_MS)).toEqual({ slots: [1], more: false });
  });

  test('S-7 of an instant is the one that was planned, also when the instant was moved ahead since', () => {
    const moved = aJob({ schedule_at: '2026-11-23T12:05:00Z' });
    expect(slotsOf(moved, NOON + MINUTE_MS, NOON + 90 * MINUTE_MS)).toEqual({ slots: [1], more: false });
  });

  test('S-8 end with the first whose jitter has not passed, and are due when theirs has', () => {
    const spread = aJob({ schedule_every_ms: MINUTE_MS, jitter_s: 50 });
    const second = fireAt('j1', spread.definition, NOON + 2 * MINUTE_MS);
    expect(second.dueAt).toBeGreaterThan(second.slotAt);
    expect(second.dueAt).toBeLessThanOrEqual(second.slotAt + 50_000);
    const first = fireAt('j1', spread.definition, NOON + MINUTE_MS);
    expect(dueFires(spread, first.slotAt, second.dueAt - 1)).toEqual({ fires: [first], more: false });
    expect(dueFires(spread, first.slotAt, second.dueAt)).toEqual({ fires: [first, second], more: false });
  });

  test('S-4 are so many at a time at most, and it is said that there are more', () => {
    const { fires, more } = dueFires(aJob({ schedule_every_ms: 1_000 }), NOON, NOON + 2 * FIRES_MAX * 1_000);
    expect(fires.length).toBeLessThanOrEqual(FIRES_MAX);
    expect(fires.at(-1)?.slotAt).toBe(NOON + (fires.length - 1) * 1_000);
    expect(more).toBe(true);
  });
});

test('S-6 a job that is switched on again fires at its next slot, as a new one does', () => {
  const minutely = aJob({ schedule_every_ms: MINUTE_MS });
  expect(firstFire(minutely, NOON + 90_000)).toEqual({ slotAt: NOON + 120_000, dueAt: NOON + 120_000 });
  expect(firstFire(aJob(), NOON)).toBeUndefined();
});

test('a schedule of an instant is shown with its seconds, and with its fractions if it has some', () => {
  expect(scheduleText(aDefinition({ schedule_at: '2026-11-24T10:00:05.250Z' }))).toBe('at 2026-11-24 10:00:05.250Z');
  expect(scheduleText(aDefinition({ parent_id: 'p1' }))).toBe('after p1');
});
