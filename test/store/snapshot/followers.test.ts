import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSnapshots } from '../../../src/store/snapshot.ts';
import { dispatchValues, insert, jobValues, runValues, screenDatabase } from '../../support/screen-data.ts';

let world: ReturnType<typeof screenDatabase>;
beforeEach(() => {
  world = screenDatabase();
});
afterEach(() => world.remove());

function addRun(name: string, more = {}): number {
  const { db } = world;
  if (db.prepare(`SELECT 1 FROM jobs WHERE name = ?`).get(name) === undefined) insert(db, 'jobs', jobValues(name));
  const dispatchId = insert(db, 'dispatches', dispatchValues(`job-${name}`, { status: 'done' }));
  return insert(db, 'runs', runValues(`job-${name}`, dispatchId, { status: 'ok', finished_at: 2, ...more }));
}
const followersOf = (runId: number) => {
  const detail = createSnapshots(world.db).detail({ kind: 'run', runId });
  return detail?.kind === 'run' ? detail.followers.map(({ how, runId: id, status }) => [how, id, status]) : undefined;
};

test('a run knows the runs that it started, and what was tried again after it', () => {
  const first = addRun('build');
  addRun('other');
  const child = addRun('deploy', { triggered_by_run: first });
  const live = addRun('smoke', { triggered_by_run: first, status: 'running', finished_at: null });
  const retry = addRun('build', { retry_of: first, retry_count: 1 });
  const replay = addRun('build', { replay_of: first });
  expect(followersOf(first)).toEqual([
    ['child', live, 'running'],
    ['child', child, 'ok'],
    ['again', replay, 'ok'],
    ['retry', retry, 'ok'],
  ]);
  expect(followersOf(child)).toEqual([]);
});

test('of a wide chain only the newest are read, and the others are counted', () => {
  const first = addRun('build');
  for (let at = 0; at < 40; at += 1) addRun(`child${at}`, { triggered_by_run: first });
  const detailOf = () => createSnapshots(world.db).detail({ kind: 'run', runId: first });
  expect(detailOf()).not.toHaveProperty('moreFollowers');
  for (let at = 40; at < 57; at += 1) addRun(`child${at}`, { triggered_by_run: first });
  expect(followersOf(first)).toHaveLength(40);
  expect(detailOf()).toMatchObject({ moreFollowers: 17 });
});
