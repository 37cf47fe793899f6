import { expect, test } from 'vitest';
import { fireAt, firstFire, nextFire, scheduleText } from '../../../src/engine/rules/planning.ts';
import { aDefinition, aJob, NOON } from '../../support/builders.ts';

test('S-6 S-7 S-8 the next fire is the slot after an instant, with its jitter', () => {
  const every = aJob({ schedule_every_ms: 60_000, jitter_s: 30 });
  const fire = nextFire(every, NOON + 1);
  expect(fire?.slotAt).toBe(NOON + 60_000);
  expect(fire).toEqual(fireAt('j1', every.definition, NOON + 60_000));
  expect(nextFire(aJob(), NOON)).toBeUndefined();
  const at = aJob({ schedule_at: '2026-11-23T11:00:00Z' });
  expect(nextFire(at, NOON)).toBeUndefined();
  expect(firstFire(at, NOON)).toEqual({ slotAt: NOON - 3_600_000, dueAt: NOON - 3_600_000 });
});

test.each([
  [{ schedule_cron: '0 3 * * *' }, '0 3 * * *'],
  [{ schedule_every_ms: 300_000 }, 'every 5m'],
  [{ schedule_every_ms: 5_400_000 }, 'every 1h30m'],
  [{ schedule_at: '2026-11-24T10:00:00Z' }, 'at 2026-11-24 10:00:00Z'],
  [{}, 'by hand'],
  [{ parent_id: 'p' }, 'after parent'],
])('the schedule of %j in one phrase: %s', (fields, phrase) => {
  expect(scheduleText(aDefinition(fields), 'parent')).toBe(phrase);
});
