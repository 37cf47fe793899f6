import { describe, expect, test } from 'vitest';
import { explainInstant, slotBefore } from '../../../../src/engine/rules/schedule/explain-instant.ts';
import { type Dst, nextSlot, type Schedule } from '../../../../src/engine/rules/schedule/index.ts';

const aCron = (expression: string, dst: Dst = 'cronie', zone = 'America/New_York'): Schedule => ({
  kind: 'cron',
  expression,
  zone,
  dst,
  seed: 'job-1',
});
const at = (text: string): number => Date.parse(text);

// New York loses 02:00 to 03:00 on 8 March 2026 (at 07:00 UTC) and shows 01:00 to 02:00 twice on 1 November (06:00 UTC).
const GAP = { at: at('2026-03-08T07:00:00Z'), from: '2026-03-08T02:00', to: '2026-03-08T03:00' };

describe('S-4 why a schedule fires at an instant, or does not', () => {
  test('S-4 a fire time fires, and a whole minute stands for all of its seconds', () => {
    const slot = { at: at('2026-06-01T06:30:20Z'), wall: '2026-06-01T02:30:20' };
    expect(explainInstant(aCron('20 30 2 * * *'), at('2026-06-01T06:30:00Z'))).toEqual({ kind: 'fires', slot });
    expect(explainInstant(aCron('20 30 2 * * *'), at('2026-06-01T06:30:20.400Z'))).toEqual({ kind: 'fires', slot });
    expect(explainInstant(aCron('20 30 2 * * *'), at('2026-06-01T06:30:19Z'))).toMatchObject({ kind: 'no-fire' });
  });

  test('S-11 a fire time in the calendar is named with its entry', () => {
    const excluded = (slotAt: number) => (slotAt === at('2026-06-01T06:30:00Z') ? 'MON' : undefined);
    expect(explainInstant(aCron('30 2 * * *'), at('2026-06-01T06:30:00Z'), excluded)).toMatchObject({
      kind: 'excluded',
      entry: 'MON',
    });
    expect(explainInstant(aCron('30 2 * * *'), at('2026-06-02T06:30:00Z'), excluded)).toMatchObject({ kind: 'fires' });
  });

  test('S-4 another instant is between its neighbours', () => {
    expect(explainInstant(aCron('30 2 * * *'), at('2026-06-01T10:00:00Z'))).toEqual({
      kind: 'no-fire',
      before: { at: at('2026-06-01T06:30:00Z'), wall: '2026-06-01T02:30' },
      after: { at: at('2026-06-02T06:30:00Z'), wall: '2026-06-02T02:30' },
    });
    expect(explainInstant({ kind: 'manual' }, at('2026-06-01T10:00:00Z'))).toEqual({ kind: 'no-fire' });
    expect(explainInstant({ kind: 'at', at: 5_000 }, 60_000)).toMatchObject({ kind: 'no-fire', before: { at: 5_000 } });
  });

  test('S-2 a time that the clocks passed over is a gap, with what stands in for it', () => {
    const asked = at('2026-03-08T07:30:00Z');
    expect(explainInstant(aCron('30 2 * * *'), asked)).toEqual({
      kind: 'gap',
      gap: GAP,
      wall: '2026-03-08T02:30',
      slot: { at: GAP.at, wall: '2026-03-08T03:00', note: 'gap-shifted' },
    });
    for (const schedule of [aCron('30 2 * * *', 'skip'), aCron('*/30 2 * * *')])
      expect(explainInstant(schedule, asked)).toEqual({ kind: 'gap', gap: GAP, wall: '2026-03-08T02:30' });
    expect(explainInstant(aCron('30 1 * * *'), asked)).toMatchObject({ kind: 'no-fire' });
  });

  test('S-2 the second pass of a repeated hour points to the first', () => {
    const first = { at: at('2026-11-01T05:30:00Z'), wall: '2026-11-01T01:30', note: 'repeated-hour' };
    expect(explainInstant(aCron('30 1 * * *'), at('2026-11-01T06:30:00Z'))).toEqual({ kind: 'repeated', first });
    expect(explainInstant(aCron('30 1 * * *', 'wall'), at('2026-11-01T06:30:00Z'))).toMatchObject({ kind: 'fires' });
    expect(explainInstant(aCron('30 0 * * *'), at('2026-11-01T06:30:00Z'))).toMatchObject({ kind: 'no-fire' });
  });
});

test('S-4 the slot before an instant is the one whose next is not', () => {
  const schedules = [
    aCron('30 2 * * *'),
    aCron('0 0 29 2 *'),
    aCron('* * * * * *'),
    { kind: 'every', everyMs: 7_000, anchorAt: at('2026-01-01T00:00:00Z'), from: 'start' } as const,
  ];
  for (const schedule of schedules) {
    const instant = at('2026-11-01T06:30:00Z');
    const before = slotBefore(schedule, instant);
    expect(before?.at).toBeLessThan(instant);
    expect(nextSlot(schedule, before?.at ?? 0)?.at).toBeGreaterThanOrEqual(instant);
  }
  expect(slotBefore({ kind: 'every', everyMs: 7_000, anchorAt: 0, from: 'end' }, 99_999)).toBeUndefined();
  expect(slotBefore({ kind: 'at', at: 99_999 }, 99_999)).toBeUndefined();
});
