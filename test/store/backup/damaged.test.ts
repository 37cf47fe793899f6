import { existsSync, linkSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { swapSteps } from '../../../src/store/backup/swap.ts';
import { addJob, addRun, freshStore } from '../fresh-store.ts';
import { backUp, done, jobsIn, LATER, opened, restore } from './restoring.ts';

describe('the way out of damage', () => {
  test('what a restore that was killed left is removed by the next one, and what is young is not', () => {
    const store = freshStore();
    addJob(store);
    const backup = backUp(store);
    const [old, young] = ['7', '8'].map((pid) => `${store.path}.restoring-${pid}`) as [string, string];
    for (const path of [old, young]) writeFileSync(path, 'x');
    utimesSync(old, LATER / 1_000 - 86_400, LATER / 1_000 - 86_400);
    utimesSync(young, LATER / 1_000, LATER / 1_000);
    done(restore(store, backup));
    expect([old, young].map(existsSync)).toEqual([false, true]);
  });

  test.each<[string, (path: string) => void]>([
    ['garbage', (path) => writeFileSync(path, 'x'.repeat(5_000))],
    ['an empty file', (path) => writeFileSync(path, '')],
    ['a damaged schema', (path) => writeFileSync(path, readFileSync(path).fill(0xa5, 100, 4_096))],
    ['no file', (path) => rmSync(path)],
  ])('R-8 restores over %s, with ids far above what it can have had', (_what, damage) => {
    const store = freshStore();
    addJob(store);
    addRun(store);
    const backup = backUp(store);
    store.close();
    damage(store.path);
    const before = existsSync(store.path) ? readFileSync(store.path) : undefined;
    const { aside } = done(restore(store, backup));
    const next = opened(store.path);
    expect(addRun(next).id).toBeGreaterThan(1_000_000);
    expect(aside === undefined ? undefined : readFileSync(aside)).toEqual(before);
  });

  test('R-8 the log of a lost database is not taken for the new one’s', () => {
    const store = freshStore();
    addJob(store, 'job1');
    const backup = backUp(store);
    addJob(store, 'job2');
    const wal = readFileSync(`${store.path}-wal`);
    store.close();
    writeFileSync(store.path, 'x'.repeat(5_000));
    writeFileSync(`${store.path}-wal`, wal);
    const { aside } = done(restore(store, backup));
    expect(jobsIn(store.path)).toEqual(['job1']);
    expect(readFileSync(`${aside}-wal`).equals(wal)).toBe(true);
  });
});

test.each([0, 1, 2, 3, 4, 5])(
  'R-8 a crash after step %i of a restore leaves the old database or the new one',
  (steps) => {
    const store = freshStore();
    addJob(store, 'job1');
    const fresh = `${store.path}.restoring-1`;
    linkSync(backUp(store), fresh);
    addJob(store, 'job2');
    store.db.pragma('wal_checkpoint(TRUNCATE)');
    for (const step of swapSteps(store.path, fresh, `${store.path}.aside`).slice(0, steps)) step();
    expect(jobsIn(store.path)).toEqual(steps < 4 ? ['job1', 'job2'] : ['job1']);
    const next = opened(store.path);
    expect(next.db.pragma('integrity_check', { simple: true })).toBe('ok');
  },
);
