import { expect, onTestFinished, test } from 'vitest';
import { statusReads } from '../../../src/store/lookups/status-reads.ts';
import { createSnapshots } from '../../../src/store/snapshot.ts';
import { dispatchValues, insert, jobValues, screenDatabase } from '../../support/screen-data.ts';

const NOW = 1_000_000_000_000;

test('status and the header mean the same by queued; what waits for its own time is counted apart', () => {
  const { db, remove } = screenDatabase();
  onTestFinished(remove);
  insert(db, 'jobs', jobValues('etl'));
  const add = (more: object) => insert(db, 'dispatches', dispatchValues('job-etl', { ...more }));
  add({ due_at: NOW - 1 });
  add({ due_at: NOW + 5_000, blocked_on: 'limit' });
  add({ due_at: NOW + 5_000, put_off_for: 'gateway' });
  for (const laterMs of [1_000, 2_000, 3_000, 4_000]) add({ due_at: NOW + laterMs });
  expect(statusReads(db).numbers(NOW)).toMatchObject({ queued: 3, later: 4 });
  expect(createSnapshots(db).counters(NOW)).toMatchObject({ queued: 3 });
});
