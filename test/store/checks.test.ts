import { expect, test } from 'vitest';
import { alertValues, approvalValues, dispatchValues, insert, jobValues, runValues } from '../support/screen-data.ts';
import { freshStore } from './fresh-store.ts';

type Row = Record<string, string | number | null>;
const decision: Row = { job_id: 'job-a', verdict: 'wait', reason: 'limit', first_at: 1, last_at: 1 };
const slot: Row = { job_id: 'job-a', slot_at: 1, last_slot_at: 1, schedule_revision: 1, state: 'due' };

/** A row as the database must take it, and each way to spoil it. */
const rows: [table: string, good: Row, bad: Record<string, Row>][] = [
  [
    'jobs',
    jobValues('b'),
    {
      'enabled twice': { enabled: 2 },
      'a definition that is no JSON': { definition: '{' },
      'an unknown schedule': { schedule_kind: 'hourly' },
      'a text for an instant': { next_run_at: 'tomorrow' },
      'no name': { name: null },
    },
  ],
  [
    'dispatches',
    dispatchValues('job-a'),
    {
      'an unknown cause': { cause: 'cron' },
      'an unknown status': { status: 'running' },
      'a job that is not there': { job_id: 'nobody' },
      'half an instant': { due_at: 1.5 },
    },
  ],
  [
    'runs',
    runValues('job-a', 1),
    {
      'an end without an instant': { status: 'ok' },
      'an instant without an end': { finished_at: 5 },
      'an unknown status': { status: 'done' },
      'an unknown reason to stop': { stop_reason: 'boredom' },
      'an unknown stage': { stop_stage: 'hup' },
    },
  ],
  [
    'approvals',
    approvalValues('job-a', 1, 1),
    {
      'a decision without an instant': { status: 'approved' },
      'an instant without a decision': { decided_at: 5 },
      'an unknown risk': { risk: 'low' },
      'an unknown answer of nobody': { on_timeout: 'wait' },
    },
  ],
  [
    'decisions',
    decision,
    {
      'a start with a reason': { verdict: 'start' },
      'a refusal without one': { reason: null },
      'an unknown verdict': { verdict: 'maybe' },
    },
  ],
  ['slots', slot, { 'an unknown state': { state: 'ok' }, 'a count of nothing': { count: 0 } }],
  ['alerts', alertValues('a'), { 'an unknown severity': { severity: 'fatal' }, 'an unknown state': { state: 'new' } }],
  [
    'ledger',
    { key: 'k', state: 'claimed', claimed_at: 1, expires_at: 2 },
    { 'an unknown state': { state: 'held' }, 'no expiry': { expires_at: null } },
  ],
  [
    'outbox',
    { key: 'k', kind: 'result', title: 't', body: 'b', next_attempt_at: 1, created_at: 1 },
    { 'an unknown status': { status: 'lost' }, 'attachments that are no JSON': { attachments: 'x' } },
  ],
  ['lease', { id: 1 }, { 'a second row': { id: 2 } }],
];
const cases = rows.flatMap(([table, good, bad]) =>
  Object.entries(bad).map(([what, change]) => [table, what, { ...good, ...change }] as const),
);

test.each(cases)('%s refuse %s', (table, _what, row) => {
  const { db } = freshStore();
  insert(db, 'jobs', jobValues('a'));
  expect(() => insert(db, table, row)).toThrow(/constraint failed|cannot store/);
});

test.each(rows.filter(([table]) => table !== 'lease'))('%s take a row that is right', (table, good) => {
  const { db } = freshStore();
  insert(db, 'jobs', jobValues('a'));
  insert(db, table, good);
  expect(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()).toEqual({ n: table === 'jobs' ? 2 : 1 });
});

test('D-72 a job’s row takes everything of it along when it goes', () => {
  const { db } = freshStore();
  insert(db, 'jobs', jobValues('a'));
  const dispatchId = insert(db, 'dispatches', dispatchValues('job-a'));
  const runId = insert(db, 'runs', runValues('job-a', dispatchId));
  insert(db, 'run_output', { run_id: runId });
  insert(db, 'approvals', approvalValues('job-a', dispatchId, runId));
  insert(db, 'decisions', decision);
  insert(db, 'slots', slot);
  db.prepare(`DELETE FROM jobs WHERE id = 'job-a'`).run();
  for (const table of ['dispatches', 'runs', 'run_output', 'approvals', 'decisions', 'slots']) {
    expect(db.prepare(`SELECT count(*) AS n FROM ${table}`).get(), table).toEqual({ n: 0 });
  }
});
