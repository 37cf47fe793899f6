import { expect, test } from 'vitest';
import { jobResult } from '../../../src/engine/rules/job-result.ts';
import { NOON } from '../../support/builders.ts';

test('D-65 a job keeps its last ten ends, and its usual times from its newest twenty ok runs', () => {
  const okDurations = Array.from({ length: 20 }, (_, n) => (n + 1) * 100);
  const before = { last10: 'kkkkkkkkkk', okDurations };
  const ended = { status: 'error' as const, finishedAt: NOON, durationMs: 99_999, summary: 's'.repeat(1_000) };
  expect(jobResult(before, ended, 1)).toMatchObject({
    last10: 'kkkkkkkkke',
    okDurations,
    okRate: 0.9,
    usualMs: 1_000,
    p95Ms: 1_900,
    lastOutput: 's'.repeat(400),
    consecutiveErrors: 1,
  });
  const next = jobResult(before, { status: 'ok', finishedAt: NOON, durationMs: 7 }, 0);
  expect(next.okDurations).toEqual([...okDurations.slice(1), 7]);
  const first = jobResult({ last10: '', okDurations: [] }, { status: 'crashed', finishedAt: NOON }, 0);
  expect(first).toMatchObject({ last10: 'c', okRate: 0 });
  expect(first.usualMs).toBeUndefined();
});
