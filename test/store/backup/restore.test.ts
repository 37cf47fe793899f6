import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { migrations } from '../../../src/store/migrations/index.ts';
import { openReader } from '../../../src/store/reader.ts';
import type { Store } from '../../../src/store/store.ts';
import { StoreError } from '../../../src/store/store-error.ts';
import { ANA, addDispatch, addJob, addRun, besides, freshStore, NOW } from '../fresh-store.ts';
import { backUp, CLAIM, done, jobsIn, LATER, opened, restore } from './restoring.ts';

describe('a restored database', () => {
  test('R-8 is the backup, and what it replaced is kept whole beside it', () => {
    const store = freshStore();
    addJob(store, 'job1');
    const backup = backUp(store);
    addJob(store, 'job2');
    const { aside } = done(restore(store, backup));
    expect(aside).toBe(`${store.path}.replaced-20260921T151320.000Z`);
    expect(jobsIn(store.path)).toEqual(['job1']);
    expect(jobsIn(aside ?? '')).toEqual(['job1', 'job2']);
    expect(statSync(store.path).mode & 0o777).toBe(0o600);
    expect(existsSync(backup)).toBe(true);
  });

  test('R-8 can be replaced in turn by what it replaced', () => {
    const store = freshStore();
    addJob(store, 'job1');
    const backup = backUp(store);
    addJob(store, 'job2');
    const { aside = '' } = done(restore(store, backup));
    done(restore(store, aside, { now: LATER + 1 }));
    expect(jobsIn(store.path)).toEqual(['job1', 'job2']);
  });

  test('R-8 no id, fence or key of the history it replaces is given again', () => {
    const store = freshStore();
    addJob(store);
    addRun(store);
    const backup = backUp(store);
    addRun(store);
    const last = addRun(store);
    const fence = store.write(() => store.lease.take(CLAIM, NOW));
    done(restore(store, backup));
    const next = opened(store.path);
    expect(addRun(next).id).toBeGreaterThan(last.id);
    expect(next.write(() => next.lease.take(CLAIM, LATER))).toBeGreaterThan(fence);
    expect(next.lease.stoppedCleanly()).toBe(false);
  });

  test('R-2 a run that has ended since has that end, and its dispatch is over', () => {
    const store = freshStore();
    addJob(store);
    const run = addRun(store);
    store.db.exec(`UPDATE runs SET status = 'running'; UPDATE dispatches SET status = 'claimed'`);
    const backup = backUp(store);
    store.db.exec(`UPDATE runs SET status = 'ok', finished_at = ${NOW + 9}, exit_code = 0`);
    expect(done(restore(store, backup)).continued).toMatchObject({ ended: 1, taken: 0, lost: [] });
    const next = opened(store.path);
    expect(next.runs.get(run.id)).toMatchObject({ status: 'ok', finishedAt: NOW + 9 });
    expect(next.dispatches.get(run.dispatchId)).toMatchObject({ status: 'done' });
    expect(next.runs.active()).toEqual([]);
  });

  test('R-2 a dispatch that was carried out since waits no more, one that was not does', () => {
    const store = freshStore();
    addJob(store);
    const [gone, there] = [addDispatch(store), addDispatch(store)];
    const backup = backUp(store);
    store.db.exec(`UPDATE dispatches SET status = 'done', ended_at = 1 WHERE id = ${gone.id}`);
    expect(done(restore(store, backup)).continued.taken).toBe(1);
    const next = opened(store.path);
    expect([gone, there].map(({ id }) => next.dispatches.get(id)?.status)).toEqual(['cancelled', 'pending']);
  });

  test('R-2 a question that was answered since is not asked again', () => {
    const store = freshStore();
    addJob(store);
    const run = addRun(store, { status: 'awaiting_approval' });
    store.db.exec(`
      UPDATE dispatches SET status = 'awaiting_approval';
      INSERT INTO approvals (job_id, job_name, dispatch_id, run_id, risk, subject, digest, asked_because, requested_by,
        asked_at, expires_at, on_timeout)
      VALUES ('job1', 'backup', ${run.dispatchId}, ${run.id}, 'normal', '{}', 'd', 'always', '{}', 1, 2, 'approve')`);
    const backup = backUp(store);
    store.db.exec(`UPDATE dispatches SET status = 'done', ended_at = 3`);
    expect(done(restore(store, backup)).continued.taken).toBe(1);
    const next = opened(store.path);
    expect(next.approvals.get(1)).toMatchObject({ status: 'cancelled', decidedBy: ANA, decidedAt: LATER });
    expect(next.runs.get(run.id)).toMatchObject({ status: 'cancelled', finishedAt: LATER });
    expect(next.dispatches.get(run.dispatchId)?.status).toBe('cancelled');
  });

  test.each([
    ['without a start token may have been started since', false, 'running'],
    ['with one is left to it', true, 'pending'],
  ] as const)('R-2 a run that was admitted %s', (_what, hasToken, status) => {
    const store = freshStore();
    addJob(store);
    const run = addRun(store);
    const backup = backUp(store);
    store.db.exec(`DELETE FROM runs`);
    done(restore(store, backup, { hasToken: () => hasToken }));
    expect(opened(store.path).runs.get(run.id)?.status).toBe(status);
  });

  test('runs under way that it does not know are named', () => {
    const store = freshStore();
    addJob(store);
    const backup = backUp(store);
    const run = addRun(store);
    expect(done(restore(store, backup)).continued.lost).toEqual([run.id]);
  });

  test('says in its audit who restored what, and the chain goes on', () => {
    const store = freshStore();
    addJob(store);
    store.audit.add({ actor: ANA, action: 'job.add', subjectKind: 'job', subjectId: '1', subjectName: 'x' }, NOW);
    done(restore(store, backUp(store)));
    const next = opened(store.path);
    expect(next.audit.list(1)).toMatchObject([{ action: 'backup.restore', actor: ANA, at: LATER }]);
    const { audit } = next.upkeep();
    expect(audit.check(audit.start(), 100)).toMatchObject({ kind: 'intact', checked: 2 });
  });

  test('is paused as a whole where that was asked for', () => {
    const store = freshStore();
    addJob(store);
    done(restore(store, backUp(store), { begin: 'paused' }));
    expect(opened(store.path).pauses.list()).toMatchObject([
      { scope: 'all', note: 'restored from a backup', pausedBy: ANA },
    ]);
  });

  test('B-10 is seen by whoever reads the old one, and no engine begins on that', () => {
    const store = freshStore();
    addJob(store);
    const reader = openReader(store.path);
    onTestFinished(reader.close);
    expect([reader.replaced(), store.replaced()]).toEqual([false, false]);
    done(restore(store, backUp(store)));
    expect([reader.replaced(), store.replaced()]).toEqual([true, true]);
    expect(() => store.refuseStale()).toThrow('another database was put in the place');
  });

  test('R-8 loses nothing when an old connection writes and closes behind it', () => {
    const store = freshStore();
    addJob(store, 'job1');
    const other = besides(store);
    done(restore(store, backUp(store)));
    const next = opened(store.path);
    addJob(next, 'job9');
    addJob(other, 'job-of-old');
    other.close();
    store.close();
    expect(jobsIn(store.path)).toEqual(['job1', 'job9']);
    expect(next.db.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});

describe('what is not restored leaves everything as it was', () => {
  const bytesOf = (store: Store): Buffer => {
    store.db.pragma('wal_checkpoint(TRUNCATE)');
    return readFileSync(store.path);
  };

  test('R-8 under a live engine, which is named', () => {
    const store = freshStore();
    addJob(store);
    const backup = backUp(store);
    store.write(() => store.lease.take(CLAIM, NOW));
    const before = bytesOf(store);
    expect(restore(store, backup, { isHeld: () => true })).toMatchObject({ kind: 'held', lease: { pid: 4711 } });
    expect(bytesOf(store).equals(before)).toBe(true);
  });

  test('R-8 under an engine that began while the copy was prepared', () => {
    const store = freshStore();
    addJob(store);
    const backup = backUp(store);
    const isHeld = () => true;
    const hasToken = () => false;
    const asked: string[] = [];
    const answer = restore(store, backup, {
      hasToken,
      isHeld: (lease) => {
        asked.push(lease.holderId);
        return isHeld();
      },
      get begin() {
        store.write(() => store.lease.take(CLAIM, NOW));
        return 'at-once' as const;
      },
    });
    expect(answer.kind).toBe('held');
    expect(asked).toEqual(['h']);
  });

  test('R-13 from a backup of a newer version', () => {
    const store = freshStore();
    addJob(store);
    const backup = backUp(store);
    const db = new Database(backup);
    db.pragma(`user_version = ${migrations.length + 1}`);
    db.close();
    const before = bytesOf(store);
    expect(() => restore(store, backup)).toThrow(/written by a newer version/);
    expect(bytesOf(store).equals(before)).toBe(true);
  });

  test.each([
    ['damaged', (path: string) => writeFileSync(path, readFileSync(path).fill(0xa5, 8_192))],
    ['missing', (path: string) => rmSync(path)],
  ])('R-8 from a backup that is %s', (_what, change) => {
    const store = freshStore();
    addJob(store);
    const backup = backUp(store);
    change(backup);
    const before = bytesOf(store);
    expect(() => restore(store, backup)).toThrow(StoreError);
    expect(bytesOf(store).equals(before)).toBe(true);
  });

  test('R-8 while somebody has a damaged database open', () => {
    const store = freshStore();
    addJob(store);
    const backup = backUp(store);
    store.close();
    writeFileSync(store.path, 'x'.repeat(5_000));
    expect(restore(store, backup, { usersOf: () => [4711] })).toEqual({ kind: 'used', pids: [4711] });
    expect(readFileSync(store.path, 'utf8')).toBe('x'.repeat(5_000));
  });
});
