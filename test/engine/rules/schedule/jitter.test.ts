import { expect, test } from 'vitest';
import { jitterMs } from '../../../../src/engine/rules/schedule/index.ts';

const SLOT = Date.UTC(2026, 10, 23, 2, 30);

test('S-8 jitter is the same every time for one job and slot', () => {
  expect(jitterMs('job-1', SLOT, 60)).toBe(jitterMs('job-1', SLOT, 60));
  // The figure is written down because a release that changes it would move every jittered job.
  expect(jitterMs('job-1', SLOT, 60)).toMatchInlineSnapshot(`40314`);
});

test('S-8 jitter differs between slots and between jobs', () => {
  const slots = new Set(Array.from({ length: 100 }, (_, index) => jitterMs('job-1', SLOT + index * 60_000, 3600)));
  const jobs = new Set(Array.from({ length: 100 }, (_, index) => jitterMs(`job-${index}`, SLOT, 3600)));

  expect(slots.size).toBeGreaterThan(95);
  expect(jobs.size).toBeGreaterThan(95);
});

test('S-8 jitter stays within its bound and spreads over all of it', () => {
  const bound = 86_400;
  const quarters = [0, 0, 0, 0];
  for (let index = 0; index < 4000; index++) {
    const jitter = jitterMs(`job-${index}`, SLOT, bound);
    expect(jitter).toBeGreaterThanOrEqual(0);
    expect(jitter).toBeLessThanOrEqual(bound * 1000);
    expect(Number.isInteger(jitter)).toBe(true);
    const quarter = Math.min(3, Math.floor(jitter / (bound * 250)));
    quarters[quarter] = (quarters[quarter] ?? 0) + 1;
  }
  for (const count of quarters) expect(count).toBeGreaterThan(850);
});

test('S-8 no jitter is none', () => {
  expect(jitterMs('job-1', SLOT, 0)).toBe(0);
});
