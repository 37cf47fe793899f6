// Lists that are short by nature are read up to a limit; a filter must not say that nothing matches beyond it.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSnapshots } from '../../../src/store/snapshot.ts';
import {
  alertValues,
  approvalValues,
  dispatchValues,
  insert,
  jobValues,
  runValues,
  screenDatabase,
} from '../../support/screen-data.ts';

let world: ReturnType<typeof screenDatabase>;
beforeEach(() => {
  world = screenDatabase();
  insert(world.db, 'jobs', jobValues('etl'));
});
afterEach(() => world.remove());

function ask(count: number, more: object = {}): void {
  const dispatch = insert(world.db, 'dispatches', dispatchValues('job-etl', { status: 'awaiting_approval' }));
  const run = insert(world.db, 'runs', runValues('job-etl', dispatch, { status: 'awaiting_approval' }));
  for (let n = 0; n < count; n += 1) {
    insert(world.db, 'approvals', approvalValues('job-etl', dispatch, run, { expires_at: n + 1, ...more }));
  }
}
const many = (fill: () => void): void => world.db.transaction(fill)();

test('a filter of questions says how many it looked at, where there are more', () => {
  many(() => ask(600));
  const { pendingApprovals } = createSnapshots(world.db);
  expect(pendingApprovals({ filter: 'nowhere' })).toMatchObject({ rows: [], total: 500, looked: 500 });
  expect(pendingApprovals({}).looked).toBeUndefined();
});

test('so does one of answers', () => {
  many(() => ask(120, { status: 'rejected', decided_at: 5 }));
  const { decidedApprovals } = createSnapshots(world.db);
  expect(decidedApprovals({ filter: 'nowhere' })).toMatchObject({ rows: [], total: 100, looked: 100 });
});

test('and one of alerts', () => {
  many(() => {
    for (let n = 0; n < 260; n += 1) insert(world.db, 'alerts', alertValues(`etl ${n} fails`));
  });
  const { openAlerts } = createSnapshots(world.db);
  expect(openAlerts({ filter: 'nowhere' })).toMatchObject({ rows: [], total: 250, looked: 250 });
});

test('and one of the queue', () => {
  many(() => {
    for (let n = 0; n < 120; n += 1) insert(world.db, 'dispatches', dispatchValues('job-etl', { due_at: 1 }));
  });
  const { liveRuns } = createSnapshots(world.db);
  expect(liveRuns({ filter: 'nowhere' }, 10)).toMatchObject({ rows: [], total: 100, looked: 100 });
});

test('where all of it was read nobody is told of more', () => {
  ask(3);
  insert(world.db, 'alerts', alertValues('etl fails'));
  const { pendingApprovals, openAlerts, liveRuns } = createSnapshots(world.db);
  const filtered = { filter: 'nowhere' };
  expect(
    [pendingApprovals(filtered), openAlerts(filtered), liveRuns(filtered, 10)].map(({ looked }) => looked),
  ).toEqual([undefined, undefined, undefined]);
});
