import Database from 'better-sqlite3';
import { describe, expect, test, vi } from 'vitest';
import { openReader } from '../../src/store/reader.ts';
import { isBusy } from '../../src/store/store-error.ts';
import { ANA, addDispatch, addJob, addRun, besides, freshStore, NOW } from './fresh-store.ts';

describe('the number of changes', () => {
  test('B-4 grows with every real change and with nothing else', () => {
    const store = freshStore();
    const reader = openReader(store.path);
    store.write(() => addJob(store));
    const before = reader.changeSeq();
    const fence = store.write(() => store.lease.take(aClaim('one'), NOW));
    expect(reader.changeSeq()).toBe(before + 1);
    const version = reader.dataVersion();
    store.writeQuietly(() => store.lease.beat('one', fence, NOW + 2_000));
    expect(reader.changeSeq()).toBe(before + 1);
    expect(reader.dataVersion()).not.toBe(version);
    store.writeQuietly(() => {
      store.jobs.touch('job1', NOW);
      store.markChanged();
    });
    expect(reader.changeSeq()).toBe(before + 2);
    reader.close();
  });

  test('what was rolled back changed nothing', () => {
    const store = freshStore();
    const reader = openReader(store.path);
    const before = reader.changeSeq();
    const broken = () =>
      store.write(() => {
        addJob(store);
        throw new Error('no');
      });
    expect(broken).toThrow('no');
    expect(reader.changeSeq()).toBe(before);
    expect(store.jobs.get('job1')).toBeUndefined();
    reader.close();
  });
});

describe('a batch', () => {
  test('B-1 what throws rolls its own savepoint back and nothing else', () => {
    const store = freshStore();
    store.write(() => {
      store.savepoint(() => addJob(store, 'first'));
      const broken = () =>
        store.savepoint(() => {
          addJob(store, 'second');
          addDispatch(store, { jobId: 'nobody' });
        });
      expect(broken).toThrow('FOREIGN KEY');
      store.savepoint(() => addJob(store, 'third'));
    });
    expect(['first', 'second', 'third'].map((id) => store.jobs.get(id)?.id)).toEqual(['first', undefined, 'third']);
  });

  test('a write inside a write is a part of it', () => {
    const store = freshStore();
    const broken = () =>
      store.write(() => {
        store.write(() => addJob(store));
        throw new Error('afterwards');
      });
    expect(broken).toThrow('afterwards');
    expect(store.jobs.get('job1')).toBeUndefined();
  });
});

describe('B-2 a busy database', () => {
  test.each([
    ['engine', 20],
    ['console', 20],
    ['command', 5_000],
  ] as const)('%s waits %d ms at most', (role, waitMs) => {
    const store = freshStore(role);
    expect(store.db.pragma('busy_timeout', { simple: true })).toBe(waitMs);
  });

  test('the one who may not wait is told that it is busy, and can write once it is free', () => {
    const store = freshStore('engine');
    const other = besides(store);
    other.db.exec('BEGIN IMMEDIATE');
    let error: unknown;
    try {
      store.write(() => addJob(store));
    } catch (thrown) {
      error = thrown;
    }
    expect(isBusy(error)).toBe(true);
    other.db.exec('COMMIT');
    store.write(() => addJob(store));
    expect(other.jobs.get('job1')?.definition.name).toBe('backup');
  });

  test('other errors are not taken for it', () => {
    expect([new Error('x'), null, undefined, { code: 5 }, { code: 'SQLITE_FULL' }].map(isBusy)).toEqual(
      Array(5).fill(false),
    );
  });
});

describe('statements', () => {
  test('are prepared when the store opens and never again', () => {
    const store = freshStore();
    const spy = vi.spyOn(Database.prototype, 'prepare');
    addJob(store);
    const run = store.write(() => addRun(store));
    store.dispatches.claimNext(NOW);
    store.runs.activeOf('job1');
    store.slots.list('job1', 5);
    store.decisions.add({ jobId: 'job1', verdict: 'wait', reason: 'limit', detail: '' }, NOW);
    store.audit.add(
      { actor: ANA, action: 'run.cancel', subjectKind: 'run', subjectId: String(run.id), subjectName: 'backup' },
      NOW,
    );
    store.counters.since(0);
    store.checkpoint();
    const prepared = spy.mock.calls.map(([sql]) => sql).filter((sql) => !/^\s*PRAGMA/i.test(sql));
    spy.mockRestore();
    expect(prepared).toEqual([]);
  });
});

const aClaim = (holderId: string) =>
  ({
    holderId,
    pid: 10,
    pidStart: '1',
    bootId: 'boot',
    host: 'machine',
    user: 'ana',
    mode: 'headless',
    version: '0.1.0',
  }) as const;

describe('the lease', () => {
  test('B-5 every holder gets the next fence, and only the present one can write', () => {
    const store = freshStore();
    const first = store.lease.take(aClaim('one'), NOW);
    const second = store.lease.take(aClaim('two'), NOW + 9_000);
    expect(second).toBe(first + 1);
    expect(store.lease.holds('one', first)).toBe(false);
    expect(store.lease.holds('one', second)).toBe(false);
    expect(store.lease.holds('two', second)).toBe(true);
    expect(store.lease.beat('one', first, NOW + 10_000)).toBe(false);
    expect(store.lease.beat('two', second, NOW + 10_000)).toBe(true);
    expect(store.lease.current()).toEqual({
      ...aClaim('two'),
      fence: second,
      acquiredAt: NOW + 9_000,
      heartbeatAt: NOW + 10_000,
    });
  });

  test('who gave it back stopped cleanly; who lost it cannot give it back', () => {
    const store = freshStore();
    expect(store.lease.current()).toBeUndefined();
    expect(store.lease.stoppedCleanly()).toBe(true);
    const first = store.lease.take(aClaim('one'), NOW);
    expect(store.lease.stoppedCleanly()).toBe(false);
    const second = store.lease.take(aClaim('two'), NOW);
    store.lease.release('one', first);
    expect(store.lease.current()?.holderId).toBe('two');
    store.lease.release('two', second);
    expect(store.lease.current()).toBeUndefined();
    expect(store.lease.stoppedCleanly()).toBe(true);
    expect(store.lease.take(aClaim('three'), NOW)).toBe(second + 1);
  });
});
