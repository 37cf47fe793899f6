import { describe, expect, test } from 'vitest';
import type { NewApproval } from '../../src/store/approvals.ts';
import { ENGINE } from '../../src/store/nouns/actor.ts';
import { ANA, addDispatch, addJob, addRun, freshStore, NOW } from './fresh-store.ts';

const withJob = () => {
  const store = freshStore();
  addJob(store);
  return store;
};

describe('approvals', () => {
  const asked = (store: ReturnType<typeof withJob>, more: Partial<NewApproval> = {}) => {
    const run = addRun(store, { status: 'awaiting_approval' });
    return store.approvals.add({
      jobId: 'job1',
      jobName: 'backup',
      dispatchId: run.dispatchId,
      runId: run.id,
      risk: 'high',
      subject: { jobRevision: 1, target: 'shell', payload: 'rm -r', envNames: ['A'], timeoutMs: 5 },
      digest: 'd',
      askedBecause: 'chain',
      requestedBy: ENGINE,
      askedAt: NOW,
      expiresAt: NOW + 100,
      onTimeout: 'reject',
      ...more,
    });
  };

  test('one comes back as it was asked', () => {
    const store = withJob();
    const approval = asked(store, { sourceRunId: 9 });
    expect(approval).toMatchObject({ status: 'pending', revision: 1, risk: 'high', sourceRunId: 9 });
    expect(approval.subject).toEqual({
      jobRevision: 1,
      target: 'shell',
      payload: 'rm -r',
      envNames: ['A'],
      timeoutMs: 5,
    });
    expect(store.approvals.get(approval.id)).toEqual(approval);
  });

  test('D-83 of two people one decides, and of an older revision nobody does', () => {
    const store = withJob();
    const { id } = asked(store);
    expect(store.approvals.decide(id, { status: 'approved', actor: ANA, revision: 9 }, NOW)).toBeUndefined();
    const decided = store.approvals.decide(id, { status: 'rejected', actor: ANA, note: 'no', revision: 1 }, NOW + 1);
    expect(decided).toMatchObject({
      status: 'rejected',
      decidedBy: ANA,
      decidedAt: NOW + 1,
      note: 'no',
      revision: 2,
    });
    expect(store.approvals.decide(id, { status: 'approved', actor: ENGINE }, NOW + 2)).toBeUndefined();
  });

  test('an approved one is dispatched once; only pending and approved ones are open', () => {
    const store = withJob();
    const [first, second, third] = [asked(store), asked(store), asked(store)];
    store.approvals.decide(first.id, { status: 'approved', actor: ANA }, NOW);
    store.approvals.close(third.id, 'the job was changed', ENGINE, NOW);
    expect(store.approvals.openOf('job1').map(({ id }) => id)).toEqual([first.id, second.id]);
    expect(store.approvals.pendingOf('job1').map(({ id }) => id)).toEqual([second.id]);
    store.approvals.setDispatched(first.id, 77);
    store.approvals.setDispatched(second.id, 78);
    expect(store.approvals.get(first.id)).toMatchObject({ status: 'dispatched', startedRunId: 77 });
    expect(store.approvals.get(second.id)?.status).toBe('pending');
    expect(store.approvals.get(third.id)).toMatchObject({ status: 'cancelled', note: 'the job was changed' });
  });

  test('D-82 those that lapsed come in the order of their instants', () => {
    const store = withJob();
    const late = asked(store, { expiresAt: NOW + 50 });
    const early = asked(store, { expiresAt: NOW + 10 });
    asked(store, { expiresAt: NOW + 90 });
    expect(store.approvals.earliest()).toBe(NOW + 10);
    expect(store.approvals.expired(NOW + 50).map(({ id }) => id)).toEqual([early.id, late.id]);
    expect(store.approvals.expired(NOW)).toEqual([]);
  });
});

describe('D-14 the ledger', () => {
  const entry = (runId: number) => ({ runId, expiresAt: NOW + 1_000 });

  test('D-11 a key is claimed once while it lives', () => {
    const store = freshStore();
    expect(store.ledger.claim('slot', entry(1), NOW)).toBe(true);
    expect(store.ledger.claim('slot', entry(2), NOW + 999)).toBe(false);
    expect(store.ledger.isClaimed('slot', NOW + 999)).toBe(true);
    expect(store.ledger.isClaimed('other', NOW)).toBe(false);
  });

  test('D-61 a released key can be claimed again, and its old result is gone', () => {
    const store = freshStore();
    store.ledger.claim('slot', entry(1), NOW);
    store.ledger.keep('slot', 'hash');
    store.ledger.release('slot');
    expect(store.ledger.isClaimed('slot', NOW)).toBe(false);
    expect(store.ledger.claim('slot', entry(2), NOW)).toBe(true);
    const row = store.db.prepare(`SELECT state, run_id, result_hash FROM ledger WHERE key = 'slot'`).get();
    expect(row).toEqual({ state: 'claimed', run_id: 2, result_hash: null });
  });

  test('an expired key can be claimed again', () => {
    const store = freshStore();
    store.ledger.claim('slot', entry(1), NOW);
    expect(store.ledger.isClaimed('slot', NOW + 1_000)).toBe(false);
    expect(store.ledger.claim('slot', { runId: 2, expiresAt: NOW + 9_000 }, NOW + 1_000)).toBe(true);
  });
});

describe('decisions', () => {
  const wait = (reason: 'limit' | 'pool-busy', dispatchId: number) =>
    ({ jobId: 'job1', dispatchId, verdict: 'wait', reason, detail: `dispatch ${dispatchId}` }) as const;

  test('C-5 equal refusals in a row are one with a count', () => {
    const store = withJob();
    store.decisions.add(wait('limit', 1), NOW);
    store.decisions.add(wait('limit', 2), NOW + 5);
    store.decisions.add(wait('pool-busy', 2), NOW + 6);
    store.decisions.add(wait('limit', 3), NOW + 7);
    expect(store.decisions.list('job1', 10)).toMatchObject([
      { reason: 'limit', count: 1, dispatchId: 3 },
      { reason: 'pool-busy', count: 1 },
      { reason: 'limit', count: 2, dispatchId: 2, detail: 'dispatch 2', firstAt: NOW, lastAt: NOW + 5 },
    ]);
    expect(store.decisions.latestOf(2)?.reason).toBe('pool-busy');
  });

  test('a start or a question is never folded into another', () => {
    const store = withJob();
    for (const runId of [1, 2]) {
      store.decisions.add({ jobId: 'job1', runId, verdict: 'start', detail: `run ${runId}` }, NOW);
      store.decisions.add({ jobId: 'job1', runId, verdict: 'ask', reason: 'approval-asked', detail: '' }, NOW);
    }
    expect(store.decisions.list('job1', 10)).toHaveLength(4);
    expect(store.decisions.list('job1', 10)[3]).not.toHaveProperty('reason');
  });

  test('jobs do not share rows', () => {
    const store = withJob();
    addJob(store, 'job2');
    store.decisions.add(wait('limit', 1), NOW);
    store.decisions.add({ ...wait('limit', 2), jobId: 'job2' }, NOW);
    store.decisions.add(wait('limit', 1), NOW);
    expect(store.decisions.list('job1', 10)).toMatchObject([{ count: 2 }]);
    expect(store.decisions.list('job2', 10)).toMatchObject([{ count: 1 }]);
  });
});

describe('slots', () => {
  const passed = (slotAt: number, reason: 'overlap-skip' | 'disabled' = 'overlap-skip') =>
    ({ jobId: 'job1', slotAt, scheduleRevision: 1, state: 'skipped', reason }) as const;

  test('C-5 neighbours that were not run for one reason are one row', () => {
    const store = withJob();
    for (const second of [1, 2, 3]) store.slots.pass(passed(NOW + second * 1_000));
    store.slots.passMany({ ...passed(NOW + 4_000), lastSlotAt: NOW + 9_000, count: 6 });
    expect(store.slots.list('job1', 10)).toMatchObject([
      { slotAt: NOW + 1_000, lastSlotAt: NOW + 9_000, count: 9, state: 'skipped', reason: 'overlap-skip' },
    ]);
    expect(store.slots.at('job1', NOW + 5_500)?.count).toBe(9);
    expect(store.slots.at('job1', NOW)).toBeUndefined();
  });

  test('another reason, another revision or a run in between begins a new row', () => {
    const store = withJob();
    store.slots.pass(passed(NOW + 1));
    store.slots.pass(passed(NOW + 2, 'disabled'));
    store.slots.pass({ ...passed(NOW + 3, 'disabled'), scheduleRevision: 2 });
    const { id: dispatchId } = addDispatch(store);
    store.slots.due({ jobId: 'job1', slotAt: NOW + 4, scheduleRevision: 2, dispatchId });
    store.slots.ran('job1', NOW + 4, 77);
    store.slots.pass({ ...passed(NOW + 5, 'disabled'), scheduleRevision: 2 });
    expect(store.slots.list('job1', 10).map((slot) => [slot.slotAt - NOW, slot.state, slot.runId])).toEqual([
      [5, 'skipped', undefined],
      [4, 'ran', 77],
      [3, 'skipped', undefined],
      [2, 'skipped', undefined],
      [1, 'skipped', undefined],
    ]);
  });

  test('a fire time that had its dispatch becomes a trace of why it was not run', () => {
    const store = withJob();
    const { id: dispatchId } = addDispatch(store);
    store.slots.due({ jobId: 'job1', slotAt: NOW, scheduleRevision: 1, dispatchId });
    store.slots.due({ jobId: 'job1', slotAt: NOW, scheduleRevision: 1, dispatchId: dispatchId + 1 });
    expect(store.slots.list('job1', 10)).toMatchObject([{ state: 'due', dispatchId }]);
    store.slots.mark({ ...passed(NOW), detail: 'rejected' });
    expect(store.slots.list('job1', 10)).toMatchObject([{ state: 'skipped', reason: 'overlap-skip', dispatchId }]);
    store.slots.pass(passed(NOW));
    expect(store.slots.list('job1', 10)).toHaveLength(1);
  });
});
