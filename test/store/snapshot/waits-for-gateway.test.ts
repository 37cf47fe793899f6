import { expect, onTestFinished, test } from 'vitest';
import { createSnapshots } from '../../../src/store/snapshot.ts';
import { dispatchValues, insert, jobValues, screenDatabase } from '../../support/screen-data.ts';

const NOW = 1_000_000_000_000;
const HOUR = 3_600_000;

test('what waits for the gateway is listed and counted, and has waited since it was asked', () => {
  const { db, remove } = screenDatabase();
  onTestFinished(remove);
  insert(db, 'jobs', jobValues('agent'));
  const add = (more: object) => insert(db, 'dispatches', dispatchValues('job-agent', { ...more }));
  const waiting = { created_at: NOW - HOUR, put_off_for: 'gateway' };
  add({ ...waiting, due_at: NOW + 5_000 });
  add({ ...waiting, due_at: NOW - 1 });
  add({ due_at: NOW + 5_000 });
  const { rows } = createSnapshots(db).liveRuns({}, NOW);
  expect(rows.map(({ blockedOn, sinceAt }) => [blockedOn, sinceAt])).toEqual([
    ['gateway', NOW - HOUR],
    ['gateway', NOW - HOUR],
  ]);
  expect(createSnapshots(db).counters(NOW)).toMatchObject({ queued: 2 });
});
