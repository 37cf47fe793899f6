import { describe, expect, test } from 'vitest';
import { ANA, addDispatch, addJob, besides, freshStore, NOW } from './fresh-store.ts';

const withJob = () => {
  const store = freshStore();
  addJob(store);
  return store;
};

describe('a dispatch', () => {
  test('comes back as it was written', () => {
    const store = withJob();
    const given = {
      jobId: 'job1',
      cause: 'retry',
      occasionKey: 'retry:7',
      dueAt: NOW + 5,
      slotAt: NOW,
      scheduleRevision: 3,
      sourceRunId: 5,
      retryOf: 7,
      retryCount: 2,
      replayOf: 6,
      requestedBy: ANA,
      requestId: 'r',
      causeRoot: 'run:1',
    } as const;
    const added = store.dispatches.add(given, 10, NOW);
    expect(added).toMatchObject({
      ...given,
      status: 'pending',
      rank: NOW + 5 - 600_000,
      queued: false,
      errorCount: 0,
      createdAt: NOW,
    });
    expect(added).toEqual(store.dispatches.byOccasion('retry:7'));
    expect(added).not.toHaveProperty('blockedOn');
  });

  test('one occasion has one, whoever asks twice', () => {
    const store = withJob();
    addDispatch(store, { occasionKey: 'slot:1' });
    expect(() => addDispatch(store, { occasionKey: 'slot:1' })).toThrow('already');
    expect(besides(store).dispatches.byOccasion('slot:1')?.jobId).toBe('job1');
  });
});

describe('the queue', () => {
  test('gives the best rank of what is due, once', () => {
    const store = withJob();
    const old = addDispatch(store, { dueAt: NOW - 30_000 });
    const urgent = addDispatch(store, { dueAt: NOW, priority: 1 });
    addDispatch(store, { dueAt: NOW + 1, priority: 100 });
    const held = addDispatch(store, { dueAt: NOW - 90_000 });
    store.dispatches.hold(held.id, 'pool:io');
    const taken = [1, 2, 3].map(() => store.dispatches.claimNext(NOW)?.id);
    expect(taken).toEqual([urgent.id, old.id, undefined]);
    expect(store.dispatches.get(urgent.id)).toMatchObject({ status: 'claimed', claimedAt: NOW });
    expect(store.dispatches.claimed().map(({ id }) => id)).toEqual([old.id, urgent.id]);
  });

  test('D-01 two connections never get the same one', () => {
    const store = withJob();
    const other = besides(store);
    addDispatch(store);
    expect([store.dispatches.claimNext(NOW), other.dispatches.claimNext(NOW)].filter(Boolean)).toHaveLength(1);
  });

  test('the earliest is what waits for its time alone', () => {
    const store = withJob();
    expect(store.dispatches.earliest()).toBeUndefined();
    const held = addDispatch(store, { dueAt: NOW });
    addDispatch(store, { dueAt: NOW + 7 });
    store.dispatches.hold(held.id, 'limit');
    expect(store.dispatches.earliest()).toBe(NOW + 7);
  });

  test('who waits for one thing is let go by rank, as many as there are places', () => {
    const store = withJob();
    const [low, high, other] = [0, 5, 9].map((priority) => addDispatch(store, { priority }).id);
    store.dispatches.hold(low ?? 0, 'pool:io');
    store.dispatches.hold(high ?? 0, 'pool:io');
    store.dispatches.hold(other ?? 0, 'pool:cpu');
    expect(store.dispatches.sharedBlockers()).toEqual(['pool:cpu', 'pool:io']);
    expect(store.dispatches.unblock('pool:io', 1)).toBe(1);
    expect(store.dispatches.get(high ?? 0)).not.toHaveProperty('blockedOn');
    expect(store.dispatches.get(low ?? 0)?.blockedOn).toBe('pool:io');
    expect(store.dispatches.get(other ?? 0)?.blockedOn).toBe('pool:cpu');
    expect(store.dispatches.unblock('pool:nobody', 5)).toBe(0);
    store.dispatches.unblockAll();
    expect(store.dispatches.sharedBlockers()).toEqual([]);
  });

  test('D-73 thrown back it counts; put off or held it only waits', () => {
    const store = withJob();
    const { id } = addDispatch(store);
    store.dispatches.claimNext(NOW);
    store.dispatches.throwBack(id, NOW + 60_000);
    expect(store.dispatches.get(id)).toMatchObject({ status: 'pending', errorCount: 1, queued: false });
    store.dispatches.postpone(id, NOW + 70_000);
    expect(store.dispatches.get(id)).toMatchObject({ dueAt: NOW + 70_000, errorCount: 1, queued: true });
    expect(store.dispatches.get(id)).not.toHaveProperty('claimedAt');
  });

  test('what is put off or thrown back stands by its new instant, so that a claim steps over no crowd of them', () => {
    const store = withJob();
    const { id, rank } = addDispatch(store);
    store.dispatches.postpone(id, NOW + 70_000);
    expect(store.dispatches.get(id)?.rank).toBe(rank + 70_000);
    store.dispatches.throwBack(id, NOW + 60_000);
    expect(store.dispatches.get(id)?.rank).toBe(rank + 60_000);
  });

  test('an approval takes it out of the queue and brings it back; what has ended stays ended', () => {
    const store = withJob();
    const { id } = addDispatch(store);
    store.dispatches.claimNext(NOW);
    store.dispatches.awaitApproval(id, 4);
    expect(store.dispatches.get(id)).toMatchObject({ status: 'awaiting_approval', approvalId: 4 });
    expect(store.dispatches.waitingOf('job1')).toHaveLength(1);
    expect(store.dispatches.countPending('job1')).toBe(0);
    expect(store.dispatches.resume(id)).toBe(true);
    expect(store.dispatches.countPending('job1')).toBe(1);
    store.dispatches.end(id, 'cancelled', NOW + 9);
    expect(store.dispatches.get(id)).toMatchObject({ status: 'cancelled', endedAt: NOW + 9 });
    expect(store.dispatches.resume(id)).toBe(false);
    expect(store.dispatches.waitingOf('job1')).toEqual([]);
  });
});
