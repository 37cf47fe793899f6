import { describe, expect, test } from 'vitest';
import { NOON } from '../support/builders.ts';
import { createWorld } from '../support/world.ts';

const MINUTE = 60_000;

describe('S-6 an interval counts from where it began', () => {
  const INTERVAL = { schedule_every_ms: 7 * MINUTE };

  test.each([
    ['its jitter', { jitter_s: 1 }],
    ['its calendar', { exclude: ['2026-12-24'] }],
    ['its zone', { schedule_tz: 'Europe/Berlin' }],
    ['its name', { name: 'other' }],
    ['the same interval', { schedule_every_ms: 7 * MINUTE }],
    ['from the end and back', { every_from: 'start' }],
  ])('S-6 an edit of %s moves no fire time', async (_what, patch) => {
    const world = createWorld();
    const job = world.addJob(INTERVAL);
    await world.advance(3 * MINUTE);
    expect(world.update(job, patch).nextSlotAt).toBe(NOON + 7 * MINUTE);
  });

  test('S-6 another interval counts from the edit', async () => {
    const world = createWorld();
    const job = world.addJob(INTERVAL);
    await world.advance(3 * MINUTE);
    expect(world.update(job, { schedule_every_ms: 5 * MINUTE }).nextSlotAt).toBe(NOON + 8 * MINUTE);
  });

  test('S-6 an interval with an instant to count from keeps to it, past or to come, whatever is edited', async () => {
    const world = createWorld();
    const past = world.addJob({ ...INTERVAL, schedule_anchor_at: '2026-11-23T11:59:00Z' });
    const ahead = world.addJob({ ...INTERVAL, schedule_anchor_at: '2026-11-23T13:01:00+01:00' });
    expect([past, ahead].map(({ nextSlotAt = 0 }) => (nextSlotAt - NOON) / MINUTE)).toEqual([6, 1]);
    await world.advance(2 * MINUTE);
    expect(world.update(ahead, { schedule_every_ms: 5 * MINUTE }).nextSlotAt).toBe(NOON + 6 * MINUTE);
    const copy = world.addJob({ ...world.job(ahead).definition });
    expect(copy.nextSlotAt).toBe(NOON + 6 * MINUTE);
    expect(world.update(ahead, { schedule_cron: '0 3 * * *' }).definition).not.toHaveProperty('schedule_anchor_at');
  });

  test('S-6 an instant to count from is refused where nothing counts, or where it is none', () => {
    const world = createWorld();
    const add = (fields: Record<string, unknown>) => () => world.addJob(fields);
    expect(add({ schedule_cron: '0 3 * * *', schedule_anchor_at: '2026-11-23T11:59:00Z' })).toThrow(
      'schedule_anchor_at: "2026-11-23T11:59:00Z" is not allowed: only an interval has an instant to count from',
    );
    expect(add({ ...INTERVAL, schedule_anchor_at: 'soon' })).toThrow(/^bad-job: schedule_anchor_at: /);
  });
});
