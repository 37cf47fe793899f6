import { expect, test } from 'vitest';
import {
  cutOffs,
  hasOldRuns,
  hasOldSlots,
  type JobFacts,
  jobFate,
  RETENTION_DEFAULTS,
  runsKept,
} from '../../../src/engine/rules/retention.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 23, 12);
const cuts = cutOffs(RETENTION_DEFAULTS, NOW);
const aJob = (changes: Partial<JobFacts> = {}): JobFacts => ({
  createdAt: NOW - 10 * DAY,
  isSpent: false,
  hasRuns: true,
  ...changes,
});

test('D-101 runs go after 30 days beyond the newest 100, other records after 30, audit after 400', () => {
  expect(cuts).toEqual({
    runsPerJob: 100,
    runsBefore: NOW - 30 * DAY,
    othersBefore: NOW - 30 * DAY,
    auditBefore: Date.UTC(2026, 10, 23) - 400 * DAY,
    spentBefore: NOW - DAY,
    now: NOW,
  });
});

test('D-101 settings move every cut-off on its own', () => {
  const short = cutOffs({ runsPerJob: 5, runsDays: 1, otherDays: 2, auditDays: 3 }, NOW);
  expect(short).toMatchObject({
    runsPerJob: 5,
    runsBefore: NOW - DAY,
    othersBefore: NOW - 2 * DAY,
    spentBefore: NOW - DAY,
  });
  expect(short.auditBefore).toBe(Date.UTC(2026, 10, 20));
});

test('D-101 the cut-off of the audit moves once a day, so that there is one anchor a day', () => {
  const of = (at: number) => cutOffs(RETENTION_DEFAULTS, at).auditBefore;
  expect(of(NOW)).toBe(of(NOW + 11 * HOUR));
  expect(of(NOW + 12 * HOUR)).toBe(of(NOW) + DAY);
});

test.each([
  ['stays while it is young', { ttlHours: 241 }, 'stays'],
  ['is deleted at its very hour', { ttlHours: 240 }, 'delete'],
  ['is deleted when it is older than ttl_hours', { ttlHours: 1 }, 'delete'],
  ['stays for ever without ttl_hours', { createdAt: 0 }, 'stays'],
])('D-101 a job %s', (_how, changes, kind) => {
  expect(jobFate(aJob(changes), cuts).kind).toBe(kind);
});

test.each([
  ['goes when it ran more than 24 h ago', { isSpent: true, lastRunAt: NOW - DAY - 1 }, 'delete'],
  ['stays for 24 h after its run', { isSpent: true, lastRunAt: NOW - DAY }, 'stays'],
  ['stays when it never ran', { isSpent: true }, 'stays'],
  ['stays when only a person ran it and its time is to come', { isSpent: false, lastRunAt: 0 }, 'stays'],
])('D-101 a disabled one-shot %s', (_how, changes, kind) => {
  expect(jobFate(aJob(changes), cuts).kind).toBe(kind);
});

test('D-72 the row of a deleted job stays for its runs and goes with the last of them', () => {
  expect(jobFate(aJob({ deletedAt: NOW - DAY }), cuts).kind).toBe('stays');
  expect(jobFate(aJob({ deletedAt: NOW - DAY, hasRuns: false }), cuts).kind).toBe('drop');
  expect(jobFate(aJob({ deletedAt: NOW - DAY, ttlHours: 1 }), cuts).kind).toBe('stays');
});

test('D-101 the newest 100 runs of a job stay however old they are, those of a deleted job do not', () => {
  expect(runsKept({}, cuts)).toBe(100);
  expect(runsKept({ deletedAt: NOW }, cuts)).toBe(0);
});

test('D-101 a job without anything old is passed over', () => {
  expect([hasOldRuns({}, cuts), hasOldSlots({}, cuts)]).toEqual([false, false]);
  expect(hasOldRuns({ oldestRunAt: cuts.runsBefore }, cuts)).toBe(false);
  expect(hasOldRuns({ oldestRunAt: cuts.runsBefore - 1 }, cuts)).toBe(true);
  expect(hasOldSlots({ oldestSlotAt: cuts.othersBefore }, cuts)).toBe(false);
  expect(hasOldSlots({ oldestSlotAt: cuts.othersBefore - 1 }, cuts)).toBe(true);
});
