import { expect, test } from 'vitest';
import { historyOf } from '../../../../src/engine/rules/why/history.ts';

test('decisions and fire times are told once, newest first', () => {
  const decision = {
    id: 1,
    jobId: 'x',
    verdict: 'start' as const,
    detail: 'run 7',
    firstAt: 50,
    lastAt: 50,
    count: 1,
    slotAt: 40,
  };
  const slot = { jobId: 'x', scheduleRevision: 1, count: 1, reason: 'misfire-skip' as const, state: 'missed' as const };
  const rows = historyOf(
    [decision],
    [
      { ...slot, slotAt: 40, lastSlotAt: 40, state: 'ran' },
      { ...slot, slotAt: 60, lastSlotAt: 90, count: 4 },
    ],
    10,
  );
  expect(rows).toEqual([
    { at: 90, what: 'missed', reason: 'misfire-skip', count: 4, detail: '', slotAt: 90 },
    { at: 50, what: 'started', reason: '', count: 1, detail: 'run 7', slotAt: 40 },
  ]);
  expect(historyOf([decision], [], 0)).toEqual([]);
});
