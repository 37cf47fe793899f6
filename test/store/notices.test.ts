import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ANA, freshStore, NOW } from './fresh-store.ts';

describe('the outbox', () => {
  const notice = (key: string) => ({ key, kind: 'result', title: 't', body: 'b' }) as const;

  test('D-75 one event is one message, however often it is reported', () => {
    const store = freshStore();
    store.outbox.add({ ...notice('result:1'), channel: 'telegram', target: '@ops', runId: 1 }, NOW);
    store.outbox.add(notice('result:1'), NOW + 1);
    store.outbox.add(notice('result:2'), NOW + 2);
    expect(store.outbox.pending(10)).toMatchObject([
      { key: 'result:1', channel: 'telegram', target: '@ops', status: 'pending', attempts: 0, createdAt: NOW },
      { key: 'result:2' },
    ]);
    expect(store.outbox.pending(1)).toHaveLength(1);
  });
});

describe('D-104 alerts', () => {
  const failing = { kind: 'failing', key: 'failing:job1', severity: 'warn', title: 't', detail: 'd' } as const;

  test('one is open for each key, and repeats count on it', () => {
    const store = freshStore();
    const first = store.alerts.raise({ ...failing, runId: 1 }, NOW);
    const again = store.alerts.raise({ ...failing, severity: 'crit', title: 'worse' }, NOW + 5);
    expect(again).toMatchObject({
      id: first.id,
      count: 2,
      firstAt: NOW,
      lastAt: NOW + 5,
      severity: 'crit',
      title: 'worse',
      runId: 1,
    });
    store.alerts.recordNotice(first.id, NOW + 60_000);
    expect(store.alerts.raise(failing, NOW + 6)).toMatchObject({ noticeCount: 1, nextNoticeAt: NOW + 60_000 });
  });

  test('a resolved one stays as it is and the next is a new one', () => {
    const store = freshStore();
    const first = store.alerts.raise(failing, NOW);
    expect(store.alerts.resolve(failing.key, NOW + 1)).toBe(true);
    expect(store.alerts.resolve(failing.key, NOW + 2)).toBe(false);
    const second = store.alerts.raise(failing, NOW + 3);
    expect(second.id).not.toBe(first.id);
    expect(store.alerts.get(first.id)).toMatchObject({ state: 'resolved', resolvedAt: NOW + 1, count: 1 });
  });

  test('is acknowledged once and can be opened again', () => {
    const store = freshStore();
    const { id } = store.alerts.raise(failing, NOW);
    expect(store.alerts.acknowledge(id, ANA, NOW)).toMatchObject({ state: 'acknowledged', acknowledgedBy: ANA });
    expect(store.alerts.acknowledge(id, ANA, NOW)).toBeUndefined();
    expect(store.alerts.raise(failing, NOW).state).toBe('acknowledged');
    expect(store.alerts.reopen(id)).toMatchObject({ state: 'open', count: 2 });
    expect(store.alerts.reopen(id)).toBeUndefined();
  });
});

describe('the audit', () => {
  test('every entry holds the hash of the one before, and its own covers every field', () => {
    const store = freshStore();
    for (const action of ['job.add', 'job.run', 'job.disable']) {
      const subject = { subjectKind: 'job', subjectId: 'job1', subjectName: 'backup' } as const;
      store.audit.add({ actor: ANA, action, ...subject, detail: { why: action } }, NOW);
    }
    const entries = store.audit.list(10).reverse();
    let previous = '';
    for (const entry of entries) {
      expect(entry.previousHash).toBe(previous);
      const { at, actor, action, subjectKind, subjectId, subjectName, detail } = entry;
      const fields = [at, JSON.stringify(actor), action, subjectKind, subjectId, subjectName, JSON.stringify(detail)];
      const hash = createHash('sha256').update(JSON.stringify([previous, ...fields]));
      expect(entry.hash).toBe(hash.digest('hex'));
      previous = entry.hash;
    }
    expect(entries.map(({ action }) => action)).toEqual(['job.add', 'job.run', 'job.disable']);
    expect(store.audit.list(1)).toMatchObject([{ action: 'job.disable' }]);
  });
});

describe('small things', () => {
  test('C-1 counters add up by the minute', () => {
    const store = freshStore();
    store.counters.add('ok', NOW);
    store.counters.add('ok', NOW + 1);
    store.counters.add('ok', NOW - 120_000);
    store.counters.add('error', NOW);
    expect(store.counters.since(NOW - 60_000)).toEqual({ ok: 2, error: 1 });
    expect(store.counters.since(NOW - 120_000)).toEqual({ ok: 3, error: 1 });
    expect(store.counters.since(NOW + 60_000)).toEqual({});
  });

  test('a pool has one slot until it is told otherwise', () => {
    const store = freshStore();
    expect(store.pools.slots('io')).toBe(1);
    store.pools.set('io', 3);
    store.pools.set('io', 2);
    expect(store.pools.slots('io')).toBe(2);
    expect(() => store.pools.set('io', 0)).toThrow('CHECK');
  });
});
