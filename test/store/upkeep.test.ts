import Database from 'better-sqlite3';
import { describe, expect, test, vi } from 'vitest';
import { ENGINE } from '../../src/store/nouns/actor.ts';
import type { Store } from '../../src/store/store.ts';
import { ANCHOR } from '../../src/store/upkeep/audit.ts';
import { ANA, addDispatch, addJob, addRun, freshStore, NOW } from './fresh-store.ts';

const DAY = 86_400_000;
const OLD = NOW - 40 * DAY;
const CUT = NOW - 30 * DAY;

/** A run that ended long ago, and its dispatch. */
function oldRun(store: Store, jobId = 'job1', endedAt = OLD): number {
  const dispatchId = addDispatch(store, { jobId }).id;
  const { id } = addRun(store, { jobId, dispatchId });
  store.runs.finish(id, { status: 'ok', finishedAt: endedAt });
  store.runs.saveOutput({ runId: id, stdout: 'x', stderr: '', stdoutCut: false, stderrCut: false });
  store.dispatches.end(dispatchId, 'done', endedAt);
  return id;
}
const ids = (store: Store, table: string): number[] =>
  (store.db.prepare(`SELECT id FROM ${table} ORDER BY id`).all() as { id: number }[]).map(({ id }) => id);
const count = (store: Store, table: string): number =>
  (store.db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;
const prune = (store: Store, keep: number, limit = 100): number[] => {
  const { runs } = store.upkeep();
  const through = runs.newestBeyond('job1', keep);
  if (through === undefined) return [];
  const removed: number[] = [];
  let after: number | undefined = 0;
  while (after !== undefined) {
    const page = runs.prune('job1', { after, through, before: CUT, limit });
    removed.push(...page.removed);
    after = page.next;
  }
  return removed;
};
const openAlert = (store: Store, about: { jobId?: string; runId?: number }) =>
  store.alerts.raise({ kind: 'failing', key: 'k', severity: 'warn', title: 't', detail: '', ...about }, OLD);

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

describe('D-101 what is over goes in batches, the oldest first', () => {
  test('dispatches that ended', () => {
    const store = freshStore();
    addJob(store);
    const old = [1, 2, 3].map((n) => {
      const { id } = addDispatch(store);
      store.dispatches.end(id, 'done', OLD + n);
      return id;
    });
    const waiting = addDispatch(store).id;
    const young = addDispatch(store).id;
    store.dispatches.end(young, 'cancelled', CUT);
    const { history } = store.upkeep();
    expect(history.dispatches(CUT, 2)).toBe(2);
    expect(ids(store, 'dispatches')).toEqual([old[2], waiting, young]);
    expect([history.dispatches(CUT, 2), history.dispatches(CUT, 2)]).toEqual([1, 0]);
  });

  test('a dispatch of an unfinished run stays', () => {
    const store = freshStore();
    addJob(store);
    const { dispatchId } = addRun(store);
    store.dispatches.end(dispatchId, 'done', OLD);
    expect(store.upkeep().history.dispatches(CUT, 10)).toBe(0);
  });

  test('the last dispatch of an @reboot job stays, or the job would run again without a start of the machine', () => {
    const store = freshStore();
    addJob(store);
    const boots = ['a', 'b'].map((boot) => {
      const { id } = addDispatch(store, { occasionKey: `boot:job1:${boot}` });
      store.dispatches.end(id, 'done', OLD);
      return id;
    });
    expect(store.upkeep().history.dispatches(CUT, 10)).toBe(1);
    expect(ids(store, 'dispatches')).toEqual([boots[1]]);
  });

  test('decisions, but not those about a dispatch that waits', () => {
    const store = freshStore();
    addJob(store);
    const waiting = addDispatch(store).id;
    const about = (dispatchId: number | undefined, detail: string, at: number) =>
      store.decisions.add(
        { jobId: 'job1', verdict: 'start', detail, ...(dispatchId === undefined ? {} : { dispatchId }) },
        at,
      );
    about(undefined, 'old', OLD);
    about(waiting, 'old, and it waits', OLD);
    about(undefined, 'young', CUT);
    expect(store.upkeep().history.decisions(CUT, 10)).toBe(1);
    expect(store.decisions.list('job1', 10).map(({ detail }) => detail)).toEqual(['young', 'old, and it waits']);
  });

  test('decided approvals, but neither pending ones nor those whose dispatch is still to start', () => {
    const store = freshStore();
    addJob(store);
    const ask = (dispatchId: number) => {
      const { id: runId } = addRun(store, { dispatchId, status: 'awaiting_approval' });
      return store.approvals.add({
        jobId: 'job1',
        jobName: 'backup',
        dispatchId,
        runId,
        risk: 'normal',
        subject: { jobRevision: 1, target: 'shell', payload: 'true', envNames: [], timeoutMs: 1 },
        digest: 'd',
        askedBecause: 'all',
        requestedBy: ENGINE,
        askedAt: OLD,
        expiresAt: OLD + 1,
        onTimeout: 'reject',
      }).id;
    };
    const rejected = addDispatch(store).id;
    const first = ask(rejected);
    store.approvals.decide(first, { status: 'rejected', actor: ANA }, OLD);
    store.dispatches.end(rejected, 'cancelled', OLD);
    const approved = ask(addDispatch(store).id);
    store.approvals.decide(approved, { status: 'approved', actor: ANA }, OLD);
    const pending = ask(addDispatch(store).id);
    expect(store.upkeep().history.approvals(CUT, 10)).toBe(1);
    expect(ids(store, 'approvals')).toEqual([approved, pending]);
    expect(first).toBe(1);
  });

  test('D-14 expired keys, but not one of an active run', () => {
    const store = freshStore();
    addJob(store);
    const active = addRun(store).id;
    const over = oldRun(store);
    store.ledger.claim('active', { runId: active, expiresAt: OLD }, OLD - 1);
    store.ledger.claim('over', { runId: over, expiresAt: NOW }, OLD - 1);
    store.ledger.claim('valid', { runId: over, expiresAt: NOW + 1 }, OLD - 1);
    expect(store.upkeep().history.keys(NOW, 10)).toBe(1);
    expect([store.ledger.isClaimed('valid', NOW), count(store, 'ledger')]).toEqual([true, 2]);
  });

  test('resolved alerts, not open ones however old', () => {
    const store = freshStore();
    openAlert(store, {});
    store.alerts.resolve('k', OLD);
    const open = openAlert(store, {});
    expect(store.upkeep().history.alerts(CUT, 10)).toBe(1);
    expect(ids(store, 'alerts')).toEqual([open.id]);
  });

  test('counters by the minute', () => {
    const store = freshStore();
    store.counters.add('ok', OLD);
    store.counters.add('error', OLD);
    store.counters.add('ok', CUT);
    const { history } = store.upkeep();
    expect([history.counters(CUT, 1), history.counters(CUT, 10), history.counters(CUT, 10)]).toEqual([1, 1, 0]);
    expect(store.counters.since(0)).toEqual({ ok: 1 });
  });

  test('messages that were sent or given up, past those that wait, up to the first young one', () => {
    const store = freshStore();
    const add = (key: string, at: number) =>
      store.outbox.add({ key, kind: 'result', channel: 'ntfy', target: 't', title: '', body: '' }, at);
    for (const key of ['sent', 'waits', 'failed']) add(key, OLD);
    store.outbox.claim(1, 1, OLD);
    store.outbox.sent(1, 1, OLD);
    store.outbox.claim(3, 1, OLD);
    store.outbox.failed(3, 1, 'gone');
    add('young', NOW);
    const { history } = store.upkeep();
    expect(history.messages(0, CUT, 2)).toEqual({ removed: 1, next: 2 });
    expect(history.messages(2, CUT, 2)).toEqual({ removed: 1 });
    expect(ids(store, 'outbox')).toEqual([2, 4]);
  });
});

describe('D-101 slots', () => {
  test('old ones go, but not the newest of a job, which tells whether its time was served', () => {
    const store = freshStore();
    addJob(store);
    for (const n of [1, 2, 3]) {
      const dispatchId = addDispatch(store).id;
      store.slots.due({ jobId: 'job1', slotAt: OLD + n, scheduleRevision: 1, dispatchId });
      store.slots.ran('job1', OLD + n, n);
    }
    expect(store.upkeep().jobs.slots('job1', CUT, 10)).toBe(2);
    expect(store.slots.list('job1', 10).map(({ slotAt }) => slotAt)).toEqual([OLD + 3]);
  });
});

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

describe('D-101 the audit', () => {
  const actions = (store: Store) =>
    store.audit
      .list(100)
      .map(({ action }) => action)
      .reverse();
  const wrote = (store: Store, action: string, at: number) =>
    store.audit.add({ actor: ANA, action, subjectKind: 'job', subjectId: 'job1', subjectName: 'backup' }, at);
  const shorten = (store: Store, before = CUT) => {
    const { audit } = store.upkeep();
    const old = audit.oldBefore(before, 100);
    if (old === undefined) throw new Error('nothing is old');
    store.audit.add({ actor: ENGINE, ...ANCHOR, subjectName: 'audit', detail: old }, NOW);
    return old;
  };

  test('is checked from its first entry, or from the anchor that stands for what was removed', () => {
    const store = freshStore();
    const { audit } = store.upkeep();
    for (const n of [1, 2, 3]) wrote(store, `old ${n}`, OLD);
    wrote(store, 'young', NOW);
    expect(audit.check(audit.start(), 100)).toMatchObject({ kind: 'intact', checked: 4 });
    const old = shorten(store);
    expect(old).toMatchObject({ throughId: 3, count: 3 });
    expect(audit.check(audit.start(), 100)).toMatchObject({ kind: 'intact', checked: 2 });
    expect([audit.removeThrough(old.throughId, 2), audit.removeThrough(old.throughId, 2)]).toEqual([2, 1]);
    expect(actions(store)).toEqual(['young', 'audit.anchor']);
    wrote(store, 'later', NOW);
    expect(audit.check(audit.start(), 100)).toMatchObject({ kind: 'intact', checked: 3 });
    expect(audit.oldBefore(CUT, 100)).toBeUndefined();
  });

  test('can be shortened again and again, down to its last anchor', () => {
    const store = freshStore();
    const { audit } = store.upkeep();
    wrote(store, 'old', OLD);
    for (const before of [CUT, NOW + 1, NOW + 1]) {
      const { throughId } = shorten(store, before);
      while (audit.removeThrough(throughId, 1) > 0);
      expect(audit.check(audit.start(), 100)).toMatchObject({ kind: 'intact', checked: 1 });
    }
    expect(actions(store)).toEqual(['audit.anchor']);
  });

  test.each([
    ['a changed entry', `UPDATE audit SET action = 'other' WHERE id = 5`, 5],
    ['a removed entry', `DELETE FROM audit WHERE id = 5`, 6],
    ['an anchor that names another hash', `UPDATE audit SET detail = json_set(detail, '$.hash', 'x') WHERE id = 6`, 4],
  ])('shows %s after the anchor', (_what, sql, at) => {
    const store = freshStore();
    const { audit } = store.upkeep();
    for (const n of [1, 2, 3]) wrote(store, `old ${n}`, OLD);
    for (const n of [4, 5]) wrote(store, `young ${n}`, NOW);
    audit.removeThrough(shorten(store).throughId, 10);
    store.db.exec(sql);
    expect(audit.check(audit.start(), 100)).toEqual({ kind: 'broken', id: at });
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
  const result = (lastStatus: 'ok' | 'error', lastRunAt: number) =>
    ({ lastRunAt, lastStatus, consecutiveErrors: 0, last10: '', okDurations: [] }) as const;

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
