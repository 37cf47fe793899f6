import { describe, expect, test } from 'vitest';
import { ENGINE } from '../../../src/store/nouns/actor.ts';
import { ANA, addDispatch, addJob, addRun, freshStore, NOW } from '../fresh-store.ts';
import { CUT, count, ids, OLD, oldRun, openAlert } from './old-rows.ts';

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
        askedBecause: 'manual',
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
