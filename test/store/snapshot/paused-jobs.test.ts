import { expect, onTestFinished, test } from 'vitest';
import { createSnapshots } from '../../../src/store/snapshot.ts';
import { insert, jobValues, PERSON, screenDatabase } from '../../support/screen-data.ts';

const NOW = 1_000_000_000_000;
const OWN_POOL_TAG = [
  ['job', 'job-own'],
  ['pool', 'db'],
  ['tag', 'night'],
] as const;

function aDatabase() {
  const world = screenDatabase();
  onTestFinished(world.remove);
  const { db } = world;
  for (const name of ['etl', 'backup', 'mail']) insert(db, 'jobs', jobValues(name));
  insert(db, 'jobs', jobValues('off', { enabled: 0 }));
  insert(db, 'jobs', jobValues('old', { deleted_at: NOW }));
  const pause = { until: null, note: '', paused_at: NOW, paused_by: PERSON };
  insert(db, 'pauses', { ...pause, scope: 'job', key: 'job-etl', note: 'disk', until: NOW + 60_000 });
  insert(db, 'pauses', { ...pause, scope: 'job', key: 'job-backup' });
  insert(db, 'pauses', { ...pause, scope: 'job', key: 'job-old' });
  insert(db, 'pauses', { ...pause, scope: 'tag', key: 'night' });
  return createSnapshots(db);
}

test('what is paused by itself is listed by name, with who did it, until when and why; what is disabled is not', () => {
  const snapshots = aDatabase();
  const pausedBy = JSON.parse(PERSON).name;
  expect(snapshots.pausedJobs({})).toMatchObject({
    rows: [
      { key: 'job-backup', name: 'backup', pausedBy, pauseNote: '' },
      { key: 'job-etl', name: 'etl', pausedBy, pauseNote: 'disk', pausedUntil: NOW + 60_000 },
    ],
    before: 0,
    total: 2,
  });
  expect(snapshots.counters(NOW)).toMatchObject({ pausedJobs: 2, disabledJobs: 1 });
});

test('a filter leaves those of its name, and the count of all', () => {
  const page = aDatabase().pausedJobs({ filter: 'ET' });
  expect(page.rows.map(({ name }) => name)).toEqual(['etl']);
  expect(page.total).toBe(2);
});

test('marks of paused rows go with the pause', () => {
  const { isListed } = aDatabase();
  expect(isListed('due.paused', 'job-etl')).toBe(true);
  expect(isListed('due.paused', 'job-off')).toBe(false);
  expect(isListed('jobs.disabled', 'job-off')).toBe(true);
});

test('each job says whether a pause holds it: its own, of its pool, of a tag, or of everything', () => {
  const world = screenDatabase();
  onTestFinished(world.remove);
  const { db } = world;
  const snapshots = createSnapshots(db);
  const withTags = (tags: string[]) => JSON.stringify({ name: 'x', tags });
  insert(db, 'jobs', jobValues('own'));
  insert(db, 'jobs', jobValues('pool', { resource_pool: 'db' }));
  insert(db, 'jobs', jobValues('tag', { definition: withTags(['day', 'night']) }));
  insert(db, 'jobs', jobValues('free', { definition: withTags(['nights']) }));
  const held = () =>
    snapshots
      .jobs({})
      .rows.filter(({ paused }) => paused === true)
      .map(({ name }) => name);
  const pause = { until: null, note: '', paused_at: NOW, paused_by: PERSON };
  expect(held()).toEqual([]);
  for (const [scope, key] of OWN_POOL_TAG) insert(db, 'pauses', { ...pause, scope, key });
  expect(held()).toEqual(['own', 'pool', 'tag']);
  insert(db, 'pauses', { ...pause, scope: 'all', key: '' });
  expect(held()).toEqual(['free', 'own', 'pool', 'tag']);
});
