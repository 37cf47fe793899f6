import { describe, expect, test } from 'vitest';
import { planAnew } from '../../../src/engine/rules/replan.ts';
import type { Schedule } from '../../../src/engine/rules/schedule/index.ts';

const HOUR = 3_600_000;
const MADE = Date.UTC(2026, 0, 1);

const aCron = (expression: string, zone = 'Etc/GMT'): Schedule => ({
  kind: 'cron',
  expression,
  zone,
  dst: 'cronie',
  seed: 'j1',
});
const at = (text: string): number => Date.parse(text);
const shown = (instant: number | undefined) => (instant === undefined ? undefined : new Date(instant).toISOString());

// By the new rules the zone is UTC; by the old ones it was an hour ahead or behind.
describe('S-10 a plan by other rules of the zone', () => {
  const daily = aCron('30 2 * * *');

  test('S-10 stands where the new rules agree', () => {
    const plan = { nextSlotAt: at('2026-06-02T02:30:00Z'), notBefore: MADE, decidedAt: at('2026-06-01T02:30:00Z') };
    expect(planAnew(daily, plan)).toBeUndefined();
    const minutely = { nextSlotAt: at('2026-06-02T02:31:00Z'), notBefore: MADE };
    expect(planAnew(aCron('* * * * *'), minutely)).toBeUndefined();
  });

  test.each([
    ['01:30', '01:30'],
    ['03:30', '03:30'],
  ])('S-10 a daily job that ran at %s runs next day, not twice and not a day later', (ran, planned) => {
    const plan = {
      nextSlotAt: at(`2026-06-02T${planned}:00Z`),
      notBefore: MADE,
      decidedAt: at(`2026-06-01T${ran}:00Z`),
    };
    expect(shown(planAnew(daily, plan))).toBe('2026-06-02T02:30:00.000Z');
  });

  test.each(['01:30', '03:30'])('S-10 one that never ran and was planned for %s keeps its first day', (planned) => {
    const plan = { nextSlotAt: at(`2026-06-02T${planned}:00Z`), notBefore: at('2026-06-01T12:00:00Z') };
    expect(shown(planAnew(daily, plan))).toBe('2026-06-02T02:30:00.000Z');
  });

  test('S-10 nothing is planned before the job was made, or before its back-off ends', () => {
    const plan = { nextSlotAt: at('2026-06-02T03:30:00Z'), notBefore: at('2026-06-02T02:45:00Z') };
    expect(shown(planAnew(daily, plan))).toBe('2026-06-03T02:30:00.000Z');
  });

  test('S-10 an hourly job in a zone that moved by half an hour loses no hour', () => {
    const plan = { nextSlotAt: at('2026-06-02T11:00:00Z'), notBefore: MADE, decidedAt: at('2026-06-02T10:00:00Z') };
    expect(shown(planAnew(aCron('30 * * * *'), plan))).toBe('2026-06-02T10:30:00.000Z');
  });

  test('S-10 fire times follow one another without one lost or doubled, wherever the change comes', () => {
    for (const expression of ['30 2 * * *', '0 0,12 * * *', '15 9 * * 1', '30 * * * *', '0 4 1 * *'])
      for (const movedBy of [-2, -1, 1, 2]) {
        const schedule = aCron(expression);
        let slot =
          planAnew(schedule, { nextSlotAt: at('2026-06-03T00:00:01Z'), notBefore: at('2026-06-03T00:00:00Z') }) ?? 0;
        for (let step = 0; step < 20; step += 1) {
          const following = planAnew(schedule, { nextSlotAt: slot + 1_000, notBefore: slot }) ?? 0;
          const plan = { nextSlotAt: following + movedBy * HOUR, notBefore: MADE, decidedAt: slot + movedBy * HOUR };
          const planned = planAnew(schedule, plan) ?? plan.nextSlotAt;
          expect(following - planned, expression).toBeGreaterThanOrEqual(-2 * HOUR);
          expect(Math.abs(planned - following), `${expression} ${shown(following)}`).toBeLessThanOrEqual(2 * HOUR);
          if (following - slot >= 12 * HOUR) expect(planned).toBe(following);
          slot = following;
        }
      }
  });
});
