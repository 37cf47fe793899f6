import { describe, expect, test } from 'vitest';
import { addressKey } from '../../src/store/outbox.ts';
import type { Store } from '../../src/store/store.ts';
import { ANA, freshStore, NOW } from './fresh-store.ts';

const add = (store: Store, key: string, target = 'pager', at = NOW, channel = 'webhook'): void =>
  store.outbox.add({ key, kind: 'result', channel, target, title: key, body: 'text' }, at);

const dueKeys = (store: Store, busy: string[] = [], now = NOW): number[] =>
  store.outbox.due({ now, busy, limit: 100 }).map(({ id }) => id);

const one = (store: Store) => {
  const [notice] = store.outbox.pending(1);
  if (notice === undefined) throw new Error('nothing waits');
  return notice;
};

describe('what is due', () => {
  test('D-63 comes in the order of creation, not before its instant', () => {
    const store = freshStore();
    add(store, 'a');
    add(store, 'b', 'pager', NOW + 1);
    add(store, 'c');
    expect(dueKeys(store)).toEqual([1, 3]);
    expect(dueKeys(store, [], NOW + 1)).toEqual([1, 2, 3]);
    expect(store.outbox.due({ now: NOW + 1, busy: [], limit: 2 })).toHaveLength(2);
  });

  test('leaves out addresses that are busy', () => {
    const store = freshStore();
    add(store, 'a');
    add(store, 'b', 'chat');
    add(store, 'c', 'pager', NOW, 'ntfy');
    expect(dueKeys(store, [addressKey({ channel: 'webhook', target: 'pager' })])).toEqual([2, 3]);
  });

  test('D-112 brings what stands behind an alias today', () => {
    const store = freshStore();
    add(store, 'a', '@ops', NOW, 'telegram');
    const due = () => store.outbox.due({ now: NOW, busy: [], limit: 1 })[0];
    expect(due()).toEqual({ id: 1, channel: 'telegram', target: '@ops' });
    store.aliases.set({ name: 'ops', channel: 'ntfy', target: 'alarm' }, ANA, NOW);
    expect(due()).toMatchObject({ aliasChannel: 'ntfy', aliasTarget: 'alarm' });
    expect(dueKeys(store, ['ntfy alarm'])).toEqual([]);
    expect(dueKeys(store, ['telegram @ops'])).toEqual([1]);
  });

  test('a target without channel is no reason to stumble', () => {
    const store = freshStore();
    store.outbox.add({ key: 'a', kind: 'result', title: 'a', body: '' }, NOW);
    expect(store.outbox.due({ now: NOW, busy: [], limit: 1 })).toEqual([{ id: 1 }]);
    expect(dueKeys(store, [' '])).toEqual([]);
  });
});

describe('a claim', () => {
  test('is taken by a fence; an older fence may not, a newer one may', () => {
    const store = freshStore();
    add(store, 'a');
    expect(store.outbox.claim(1, 2, NOW)).toMatchObject({ key: 'a' });
    expect(store.outbox.claim(1, 1, NOW)).toBeUndefined();
    expect(store.outbox.claim(1, 3, NOW)).toMatchObject({ key: 'a' });
    expect(store.outbox.sent(1, 2, NOW)).toBe(false);
    expect(store.outbox.failed(1, 2, 'late')).toBe(false);
    expect(store.outbox.postponed(1, 2, { until: NOW + 1, reason: 'late' })).toBe(false);
    expect(store.outbox.sent(1, 3, NOW + 5)).toBe(true);
    expect(store.outbox.list('sent', 10).notices).toMatchObject([{ attempts: 1, sentAt: NOW + 5 }]);
  });

  test('of what is not due, sent or gone is refused', () => {
    const store = freshStore();
    add(store, 'a', 'pager', NOW + 1);
    expect(store.outbox.claim(1, 1, NOW)).toBeUndefined();
    expect(store.outbox.claim(7, 1, NOW)).toBeUndefined();
    store.outbox.claim(1, 1, NOW + 1);
    store.outbox.sent(1, 1, NOW + 1);
    expect(store.outbox.claim(1, 1, NOW + 2)).toBeUndefined();
  });

  test('ends in another attempt later, with the reason', () => {
    const store = freshStore();
    add(store, 'a');
    store.outbox.claim(1, 1, NOW);
    expect(store.outbox.postponed(1, 1, { until: NOW + 10_000, reason: 'answered 500' })).toBe(true);
    expect(one(store)).toMatchObject({ attempts: 1, nextAttemptAt: NOW + 10_000, lastError: 'answered 500' });
    expect(dueKeys(store)).toEqual([]);
    expect(store.outbox.resting({ now: NOW, until: NOW + 10_000, attempts: 2 })).toEqual([
      { channel: 'webhook', target: 'pager', until: NOW + 10_000 },
    ]);
    expect(store.outbox.resting({ now: NOW, until: NOW + 9_999, attempts: 2 })).toEqual([]);
  });

  test('ends in failure, with the reason', () => {
    const store = freshStore();
    add(store, 'a');
    store.outbox.claim(1, 1, NOW);
    store.outbox.failed(1, 1, 'answered 404');
    expect(store.outbox.list('failed', 10).notices).toMatchObject([{ attempts: 1, lastError: 'answered 404' }]);
    expect(store.outbox.pending(10)).toEqual([]);
  });

  test('that succeeds forgets what went wrong before', () => {
    const store = freshStore();
    add(store, 'a');
    store.outbox.claim(1, 1, NOW);
    store.outbox.postponed(1, 1, { until: NOW + 1, reason: 'answered 500' });
    store.outbox.claim(1, 1, NOW + 1);
    store.outbox.sent(1, 1, NOW + 1);
    const [sent] = store.outbox.list('sent', 1).notices;
    expect(sent).toMatchObject({ attempts: 2 });
    expect(sent?.lastError).toBeUndefined();
  });
});

describe('what is held', () => {
  test('D-112 waits with its reason and counts no attempt, until it is let go', () => {
    const store = freshStore();
    add(store, 'a', '@ops');
    add(store, 'b', '@dev');
    expect(store.outbox.hasHeld(NOW)).toBe(false);
    store.outbox.held(1, { until: NOW + 99, reason: 'no alias @ops' });
    store.outbox.held(2, { until: NOW + 99, reason: 'no alias @dev' });
    expect(one(store)).toMatchObject({ attempts: 0, nextAttemptAt: NOW + 99, lastError: 'held: no alias @ops' });
    expect(store.outbox.resting({ now: NOW, until: NOW + 99, attempts: 2 })).toEqual([]);
    expect(store.outbox.hasHeld(NOW)).toBe(true);
    expect(store.outbox.releaseHeld(NOW, 1)).toBe(1);
    expect(store.outbox.releaseHeld(NOW, 10)).toBe(1);
    expect(store.outbox.hasHeld(NOW)).toBe(false);
    expect(dueKeys(store)).toEqual([1, 2]);
  });

  test('is not confused with what waits for another attempt', () => {
    const store = freshStore();
    add(store, 'a');
    store.outbox.claim(1, 1, NOW);
    store.outbox.postponed(1, 1, { until: NOW + 9, reason: 'answered 500' });
    expect(store.outbox.hasHeld(NOW)).toBe(false);
    expect(store.outbox.releaseHeld(NOW, 10)).toBe(0);
  });
});

test('a list has pages, newest first, and goes on behind many others', () => {
  const store = freshStore();
  store.write(() => {
    for (let n = 0; n < 1_205; n += 1) add(store, `n${n}`);
    for (const id of [1, 2, 3]) {
      store.outbox.claim(id, 1, NOW);
      store.outbox.sent(id, 1, NOW);
    }
  });
  const first = store.outbox.list('sent', 2);
  expect(first).toEqual({ notices: [], nextBeforeId: 206 });
  const second = store.outbox.list('sent', 2, first.nextBeforeId);
  expect(second.notices.map(({ id }) => id)).toEqual([3, 2]);
  const third = store.outbox.list('sent', 2, second.nextBeforeId);
  expect(third.notices.map(({ id }) => id)).toEqual([1]);
  expect(third.nextBeforeId).toBeUndefined();
});
