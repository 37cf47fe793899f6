import { expect, test } from 'vitest';
import { type WhyFacts, whyAnswer, whyNext } from '../../../../bin/commands/why/answer.ts';
import { historyOf } from '../../../../bin/commands/why/history.ts';

const now = Date.UTC(2026, 10, 24, 9, 0, 0);
const minute = 60_000;

/** The few columns an answer looks at; the rest of a row never matters to it. */
const facts = (changes: Record<string, unknown> = {}, job: Record<string, unknown> = {}): WhyFacts =>
  ({
    job: {
      id: 'x',
      enabled: true,
      consecutiveErrors: 0,
      nextSlotAt: now + 30 * minute,
      nextRunAt: now + 30 * minute,
      ...job,
      definition: { name: 'backup', jitter_s: 0 },
    },
    active: [],
    approvals: [],
    waiting: [],
    decisions: [],
    slots: [],
    engine: 'alive',
    now,
    zone: 'UTC',
    ...changes,
  }) as unknown as WhyFacts;

const lastRun = { id: 7, cause: 'schedule', status: 'ok', createdAt: now - 5 * minute, startedAt: now - 5 * minute };
const dispatch = { id: 3, cause: 'manual', dueAt: now - minute };

test.each<[string, WhyFacts, string]>([
  [
    'runs',
    facts({ active: [{ id: 8, cause: 'manual', startedAt: now - minute }], lastRun }),
    'backup runs now: run 8, for 1m, cause manual.',
  ],
  [
    'is asked about',
    facts({ approvals: [{ id: 4, askedAt: now - minute, expiresAt: now + minute, onTimeout: 'reject' }] }),
    'backup waits for approval 4, asked 1m ago; lapses in 1m, then reject.',
  ],
  [
    'waits for a reason',
    facts({ waiting: [{ dispatch, said: { detail: 'pool disk is full', reason: 'pool-busy' } }] }),
    'backup waits: pool disk is full (pool-busy).',
  ],
  [
    'waits for an engine',
    facts({ waiting: [{ dispatch }], engine: 'none' }),
    'backup waits for an engine: a manual dispatch is due since 1m and none runs on this database.',
  ],
  [
    'waits for its time',
    facts({ waiting: [{ dispatch: { ...dispatch, cause: 'retry', dueAt: now + minute } }] }),
    'backup waits: a retry dispatch is due in 1m.',
  ],
  [
    'is off',
    facts({ lastRun }, { enabled: false, disabledBecause: 'cron runs it' }),
    'backup is off: cron runs it; it ran last 5m ago: ok.',
  ],
  [
    'was refused after its last run',
    facts({
      lastRun,
      decisions: [
        {
          verdict: 'drop',
          reason: 'overlap-skip',
          detail: 'run 6 is still running',
          lastAt: now - minute,
          slotAt: now - minute,
        },
      ],
    }),
    'backup did not run at 2026-11-24 08:59:00: run 6 is still running (overlap-skip).',
  ],
  [
    'was missed',
    facts({ slots: [{ state: 'missed', slotAt: 0, lastSlotAt: now - minute, count: 12, detail: 'no engine ran' }] }),
    'backup was missed at 2026-11-24 08:59:00, 12 times in a row: no engine ran.',
  ],
  [
    'ran',
    facts({ lastRun: { ...lastRun, status: 'error', error: 'exited with 3' } }),
    'backup last ran 5m ago (run 7, schedule): error, exited with 3.',
  ],
  ['never ran', facts(), 'backup never ran.'],
  [
    'is due and nobody is there',
    facts({ engine: 'none' }, { nextRunAt: now - minute }),
    'backup never ran: it is due since 1m and no engine runs on this database.',
  ],
])('a job that %s is answered in one sentence', (_what, given, answer) => {
  expect(whyAnswer(given)).toBe(answer);
});

test.each<[WhyFacts, string]>([
  [facts(), 'Next: 2026-11-24 09:30:00, in 30m.'],
  [facts({ engine: 'none' }), 'Next: 2026-11-24 09:30:00, in 30m; no engine runs on this database.'],
  [facts({}, { enabled: false }), 'Next: nothing until it is enabled.'],
  [facts({ parentName: 'build' }), 'Next: after build (success).'],
  [facts({}, { nextRunAt: undefined }), 'Next: only by hand.'],
  [
    facts({}, { consecutiveErrors: 2, nextSlotAt: now + minute, nextRunAt: now + 5 * minute }),
    'Next: 2026-11-24 09:05:00, in 5m; backing off after 2 failures, running it by hand, editing it or a success ends that.',
  ],
])('D-66 what comes next, and what holds it back', (given, expected) => {
  expect(whyNext(given)).toBe(expected);
});

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
    { at: 90, what: 'missed', reason: 'misfire-skip', count: 4, detail: '' },
    { at: 50, what: 'started', reason: '', count: 1, detail: 'run 7' },
  ]);
  expect(historyOf([decision], [], 0)).toEqual([]);
});
