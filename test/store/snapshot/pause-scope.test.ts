import { expect, onTestFinished, test } from 'vitest';
import type { PauseScope } from '../../../src/store/nouns/pause.ts';
import { createSnapshots } from '../../../src/store/snapshot.ts';
import { dispatchValues, insert, jobValues, runValues, screenDatabase } from '../../support/screen-data.ts';

function aDatabase() {
  const world = screenDatabase();
  onTestFinished(world.remove);
  const { db } = world;
  const job = (name: string, { tags = [] as string[], ...more }: Record<string, unknown> & { tags?: string[] } = {}) =>
    insert(
      db,
      'jobs',
      jobValues(name, { definition: JSON.stringify({ name, tags, payload_message: 'x' }), ...(more as object) }),
    );
  const slot = (name: string, at: number, count: number, reason: string, lastAt = at) =>
    insert(db, 'slots', {
      ...{ job_id: `job-${name}`, slot_at: at, last_slot_at: lastAt, count, reason },
      ...{ schedule_revision: 1, state: 'skipped' },
    });
  job('etl', { tags: ['night', 'etl'], resource_pool: 'io', next_run_at: 300 });
  job('backup', { tags: ['night'], resource_pool: 'io', next_run_at: 200 });
  job('report', { next_run_at: 100 });
  job('broken', { definition: '{"tags": 7}', next_run_at: 50 });
  job('old', { tags: ['night'], deleted_at: 5 });
  const done = insert(db, 'dispatches', dispatchValues('job-etl', { status: 'done' }));
  insert(db, 'runs', runValues('job-etl', done));
  insert(db, 'dispatches', dispatchValues('job-backup', { status: 'pending', blocked_on: 'pause:tag:night' }));
  slot('etl', 1_000, 3, 'paused');
  slot('etl', 5_000, 1, 'overlap');
  slot('etl', 6_000, 2, 'paused', 7_000);
  slot('backup', 2_000, 1, 'paused');
  slot('report', 500, 9, 'paused');
  return createSnapshots(db).pauseScope;
}

const LOOKS: [PauseScope, string, unknown][] = [
  ['all', '', { jobs: 4, running: ['etl'], waiting: 1, next: ['broken', 'report', 'backup'] }],
  ['job', 'job-etl', { jobs: 1, running: ['etl'], waiting: 0, next: ['etl'] }],
  ['job', 'job-report', { jobs: 1, running: [], waiting: 0, next: ['report'] }],
  ['job', 'job-old', { jobs: 0, running: [], waiting: 0, next: [] }],
  ['pool', 'io', { jobs: 2, running: ['etl'], waiting: 1, next: ['backup', 'etl'] }],
  ['tag', 'night', { jobs: 2, running: ['etl'], waiting: 1, next: ['backup', 'etl'] }],
  ['tag', 'nigh', { jobs: 0, running: [], waiting: 0, next: [] }],
];

test.each(LOOKS)('what a pause of %s %s covers is counted and named', (scope, key, expected) => {
  const { jobs, running, waiting, next } = aDatabase().facts({ scope, key });
  expect({
    jobs: jobs.count,
    running: running.first.map(({ jobName }) => jobName),
    waiting,
    next: next.map(({ name }) => name),
  }).toEqual(expected);
  expect(jobs.more).toBe(false);
});

test('what waits for the end of a pause is counted, and tags and pools are those that jobs have', () => {
  const scope = aDatabase();
  expect(scope.held({ scope: 'tag', key: 'night' })).toBe(1);
  expect(scope.held({ scope: 'all', key: '' })).toBe(0);
  const { tags, pools } = scope.names();
  expect({ tags: tags.sort(), pools }).toEqual({ tags: ['etl', 'night'], pools: ['io'] });
});

const PASSED: [PauseScope, string, object][] = [
  ['all', '', { fires: 6, jobs: 2, more: false }],
  ['job', 'job-etl', { fires: 5, jobs: 1, more: false }],
  ['job', 'job-report', { fires: 0, jobs: 0, more: false }],
  ['pool', 'io', { fires: 6, jobs: 2, more: false }],
  ['tag', 'etl', { fires: 5, jobs: 1, more: false }],
  ['tag', 'nigh', { fires: 0, jobs: 0, more: false }],
];

test.each(PASSED)(
  'the fire times that a pause of %s %s passed over since it began are counted',
  (scope, key, passed) => {
    expect(aDatabase().passedOver({ scope, key }, 1_000)).toEqual(passed);
  },
);

const AGAIN: [PauseScope, string, number, object][] = [
  ['job', 'job-etl', 6_500, { fires: 1, jobs: 1, more: true }],
  ['job', 'job-etl', 7_001, { fires: 0, jobs: 0, more: false }],
  ['job', 'job-etl', 5_000, { fires: 2, jobs: 1, more: false }],
  ['tag', 'night', 1_500, { fires: 3, jobs: 2, more: false }],
  ['tag', 'night', 6_500, { fires: 1, jobs: 1, more: true }],
];

test.each(AGAIN)(
  'where a pause of %s %s goes on with what another one passed over, what is certain since %i is counted',
  (scope, key, since, passed) => {
    expect(aDatabase().passedOver({ scope, key }, since)).toEqual(passed);
  },
);
