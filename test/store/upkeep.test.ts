import Database from 'better-sqlite3';
import { describe, expect, test, vi } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { addDispatch, addJob, addRun, freshStore, NOW } from './fresh-store.ts';
import { count, oldRun, prune } from './upkeep/old-rows.ts';

// Every statement is to be seen, also those that nobody uses here.
vi.mock('../../src/store/lazy-statements.ts', () => ({ compileWhenUsed: () => {} }));

describe('D-72 the row of a deleted job', () => {
  test('goes piece by piece when it has no run left, with everything that hangs on it', () => {
    const store = freshStore();
    addJob(store);
    oldRun(store);
    for (const _ of [1, 2, 3]) store.dispatches.end(addDispatch(store).id, 'done', NOW);
    store.decisions.add({ jobId: 'job1', verdict: 'start', detail: '' }, NOW);
    store.jobs.remove('job1', NOW);
    expect(prune(store, 0)).toHaveLength(1);
    const { jobs } = store.upkeep();
    const pieces: number[] = [];
    for (let removed = jobs.drop('job1', 2); removed > 0; removed = jobs.drop('job1', 2)) pieces.push(removed);
    expect(pieces).toEqual([1, 2, 2, 1, 1]);
    for (const table of ['jobs', 'job_revisions', 'dispatches', 'decisions']) expect(count(store, table)).toBe(0);
  });

  test('stays while a run of it does, and a living job is never dropped', () => {
    const store = freshStore();
    addJob(store);
    const { jobs } = store.upkeep();
    while (jobs.drop('job1', 10) > 0);
    expect(count(store, 'jobs')).toBe(1);
    addRun(store, { dispatchId: addDispatch(store).id });
    store.jobs.remove('job1', NOW);
    while (jobs.drop('job1', 10) > 0);
    expect(count(store, 'jobs')).toBe(1);
  });
});

describe('D-104 dead-man switches', () => {
  const overdue = (store: Store) =>
    (store.db.prepare('SELECT overdue_at FROM jobs').get() as { overdue_at: number | null }).overdue_at;
  const armed = (fields = {}) => {
    const store = freshStore();
    addJob(store, 'job1', { fields: { expect_every_s: 60, ...fields } });
    return store;
  };
  const result = (lastStatus: 'ok' | 'error', lastRunAt: number) => ({
    lastRunAt,
    lastStatus,
    consecutiveErrors: 0,
    last10: '',
    okDurations: [] as number[],
  });

  test('are armed from the start, by every ok and by being switched on; a failure changes nothing', () => {
    const store = armed();
    expect(overdue(store)).toBe(NOW + 60_000);
    store.jobs.recordResult('job1', result('error', NOW + 5));
    expect(overdue(store)).toBe(NOW + 60_000);
    store.jobs.recordResult('job1', result('ok', NOW + 10));
    expect(overdue(store)).toBe(NOW + 60_010);
    store.jobs.disable('job1', undefined, NOW + 20);
    expect(overdue(store)).toBeNull();
    store.jobs.recordResult('job1', result('ok', NOW + 25));
    expect(overdue(store)).toBeNull();
    store.jobs.enable('job1', {}, NOW + 30);
    expect(overdue(store)).toBe(NOW + 60_030);
    store.jobs.remove('job1', NOW + 40);
    expect(overdue(store)).toBeNull();
  });

  test('jobs without one are never armed', () => {
    const store = freshStore();
    addJob(store);
    store.jobs.recordResult('job1', result('ok', NOW + 10));
    expect([overdue(store), store.upkeep().watch.earliestOverdue()]).toEqual([null, undefined]);
  });

  test('are found by their instant, and not again once they were told of', () => {
    const store = armed();
    const { watch } = store.upkeep();
    expect(watch.earliestOverdue()).toBe(NOW + 60_000);
    expect(watch.overdue(NOW + 59_999, 10)).toEqual([]);
    expect(watch.overdue(NOW + 60_000, 10)).toEqual([{ id: 'job1', name: 'backup', everyMs: 60_000, since: NOW }]);
    watch.expectNoMore('job1');
    expect(watch.overdue(NOW + 60_000, 10)).toEqual([]);
  });
});

test('no statement of housekeeping scans a table that grows', () => {
  const store = freshStore();
  const spy = vi.spyOn(Database.prototype, 'prepare');
  store.upkeep();
  const texts = spy.mock.calls.map(([sql]) => sql);
  spy.mockRestore();
  const scans = texts.flatMap((sql) => {
    const names = [...sql.matchAll(/@(\w+)/g)].map(([, name]) => [name, 1]);
    const values = Array.from({ length: (sql.match(/\?/g) ?? []).length }, () => 1);
    const plan = store.db.prepare(`EXPLAIN QUERY PLAN ${sql}`);
    const steps = (names.length > 0 ? plan.all(Object.fromEntries(names)) : plan.all(...values)) as {
      detail: string;
    }[];
    // Alerts that are open, runs that are active, jobs that are overdue: their partial indexes are as short as the answer.
    return steps
      .filter(({ detail }) => /^SCAN (?!CONSTANT|json_each|p$)/.test(detail))
      .filter(({ detail }) => !/INDEX (alerts_job|alerts_run|runs_active|jobs_overdue|approvals_decided)/.test(detail))
      .map(({ detail }) => `${detail}: ${sql.replace(/\s+/g, ' ')}`);
  });
  expect(texts.length).toBeGreaterThan(25);
  expect(scans).toEqual([]);
});
