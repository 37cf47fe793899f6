import { expect, test } from 'vitest';
import { comingFires } from '../../../src/engine/rules/coming-fires.ts';
import { firstFire } from '../../../src/engine/rules/planning.ts';
import type { Job } from '../../../src/store/nouns/job.ts';
import { aJob, NOON } from '../../support/builders.ts';

const HOUR = 3_600_000;
const planned = (job: Job, now: number): Job => {
  const fire = firstFire(job, now);
  return { ...job, ...(fire === undefined ? {} : { nextSlotAt: fire.slotAt, nextRunAt: fire.dueAt }) };
};

test('S-1 S-3 the times of an H job are those it fires at: they are drawn by its id', () => {
  const times = ['j1', 'j2', 'j3', 'j4'].map((id) => {
    const job = aJob({ schedule_cron: 'H H * * *' }, { id });
    const [first] = comingFires(job, NOON, 1);
    expect(first?.slot.at).toBe(firstFire(job, NOON)?.slotAt);
    return first?.slot.wall.slice(11);
  });
  expect(new Set(times).size).toBeGreaterThan(2);
});

test('S-8 a fire whose jitter is not over yet is still to come', () => {
  const job = planned(aJob({ schedule_cron: '0 * * * *', jitter_s: 1_800 }), NOON);
  const slotAt = NOON + HOUR;
  expect(job.nextSlotAt).toBe(slotAt);
  const [first, second] = comingFires(job, slotAt + 1, 2);
  expect(first).toMatchObject({ at: job.nextRunAt, slot: { at: slotAt } });
  expect(second?.slot.at).toBe(slotAt + HOUR);
});

test('D-66 what a back-off puts off begins with the fire that is planned', () => {
  const job = aJob({ schedule_cron: '*/5 * * * *' }, { nextSlotAt: NOON + HOUR, nextRunAt: NOON + HOUR });
  expect(comingFires(job, NOON, 2).map(({ at }) => at - NOON)).toEqual([HOUR, HOUR + 300_000]);
});

test('S-6 an interval from the end comes when it is planned, and then as if runs took no time', () => {
  const job = aJob({ schedule_every_ms: 60_000, every_from: 'end' }, { nextSlotAt: NOON + 1, nextRunAt: NOON + 1 });
  expect(comingFires(job, NOON, 2).map(({ at }) => at - NOON)).toEqual([1, 60_001]);
});

test('S-11 an excluded fire time is told with what excludes it', () => {
  const job = aJob({ schedule_cron: '0 13 * * *', exclude: ['2026-11-23'] });
  expect(comingFires(job, NOON, 2).map(({ excludedBy }) => excludedBy)).toEqual(['2026-11-23', undefined]);
});

test('a job that is off is told by its schedule alone', () => {
  const job = aJob({ schedule_cron: '0 * * * *' }, { enabled: false, nextSlotAt: NOON - HOUR });
  expect(comingFires(job, NOON, 1)[0]?.at).toBe(NOON + HOUR);
});
