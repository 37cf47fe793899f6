import { describe, expect, test } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
import { addDispatch, addJob, addRun, freshStore, NOW } from '../fresh-store.ts';
import { count, ids, oldRun, openAlert, prune } from './old-rows.ts';

describe('D-101 runs', () => {
  test('beyond the newest of their job and older than the cut-off go, with their output', () => {
    const store = freshStore();
    addJob(store);
    const old = [1, 2, 3, 4, 5].map(() => oldRun(store));
    const young = oldRun(store, 'job1', NOW);
    expect(prune(store, 3)).toEqual(old.slice(0, 3));
    expect(ids(store, 'runs')).toEqual([...old.slice(3), young]);
    expect(count(store, 'run_output')).toBe(3);
    expect(prune(store, 3)).toEqual([]);
  });

  test('a job with no more runs than are kept is left alone, and one that keeps none loses all that are old', () => {
    const store = freshStore();
    addJob(store);
    const old = [1, 2].map(() => oldRun(store));
    expect(store.upkeep().runs.newestBeyond('job1', 2)).toBeUndefined();
    expect(prune(store, 0)).toEqual(old);
  });

  test('a page that holds only what stays is passed, and the walk ends at the first page of young ones', () => {
    const store = freshStore();
    addJob(store);
    const named = oldRun(store);
    openAlert(store, { jobId: 'job1', runId: named });
    const old = [1, 2, 3].map(() => oldRun(store));
    for (const _ of [1, 2, 3]) oldRun(store, 'job1', NOW);
    expect(prune(store, 0, 1)).toEqual(old);
    expect(ids(store, 'runs')[0]).toBe(named);
  });

  test.each<[string, (store: Store, id: number) => void]>([
    ['an open alert', (store, id) => void openAlert(store, { runId: id })],
    ['a waiting retry', (store, id) => void addDispatch(store, { retryOf: id })],
    ['a waiting replay', (store, id) => void addDispatch(store, { replayOf: id })],
    [
      'a waiting child',
      (store, id) => {
        addJob(store, 'child');
        addDispatch(store, { jobId: 'child', cause: 'chain', sourceRunId: id });
      },
    ],
    [
      'an active child',
      (store, id) => {
        addJob(store, 'child');
        addRun(store, { jobId: 'child', triggeredByRun: id });
      },
    ],
    ['an active retry', (store, id) => void addRun(store, { retryOf: id })],
    [
      'its own dispatch, which may start again',
      (store, id) =>
        store.db
          .prepare(
            `UPDATE dispatches SET status = 'pending', ended_at = NULL WHERE id = (SELECT dispatch_id FROM runs WHERE id = ?)`,
          )
          .run(id),
    ],
  ])('a run that %s names stays', (_who, name) => {
    const store = freshStore();
    addJob(store);
    const kept = oldRun(store);
    const other = oldRun(store);
    name(store, kept);
    expect(prune(store, 0)).toEqual([other]);
  });

  test('a resolved alert keeps nothing', () => {
    const store = freshStore();
    addJob(store);
    const id = oldRun(store);
    openAlert(store, { runId: id });
    store.alerts.resolve('k', NOW);
    expect(prune(store, 0)).toEqual([id]);
  });

  test('active runs and those that wait for an approval stay', () => {
    const store = freshStore();
    addJob(store);
    addRun(store);
    addRun(store, { status: 'awaiting_approval' });
    expect(prune(store, 0)).toEqual([]);
  });
});
