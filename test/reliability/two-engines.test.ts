import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { runRounds } from './two-engines/rounds.ts';
import { addWriteTable, readWrites, watchWrites } from './two-engines/write-watch.ts';

test('R-2 R-5 eight take-overs from a holder that stands still: a fenced engine writes nothing, nothing runs twice', async () => {
  const result = await runRounds({ rounds: 8, seed: 3 });
  expect(result.writes.fenced).toEqual([]);
  expect(result.problems).toEqual([]);
  expect(result.writes.own).toBeGreaterThan(100);
}, 120_000);

test('R-5 a write by somebody who does not hold the lease is seen, and so is a heartbeat for another', () => {
  const directory = mkdtempSync(join(tmpdir(), 'openclaw-watch-'));
  const store = openStore({ path: join(directory, 'openclaw.db'), role: 'engine' });
  onTestFinished(() => {
    store.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const claim = { pid: 1, pidStart: '1', bootId: 'b', host: 'h', user: 'u', mode: 'headless', version: '0' } as const;
  addWriteTable(store);
  watchWrites(store, 'late');
  store.lease.take({ ...claim, holderId: 'holder' }, 1);
  store.pools.set('press', 2);
  store.lease.beat('holder', 1, 2);
  expect(readWrites(store)).toEqual({
    own: 0,
    fenced: [
      { writer: 'late', holder: 'holder', what: 'INSERT pools', count: 1 },
      { writer: 'late', holder: 'holder', what: 'UPDATE lease', count: 1 },
    ],
  });
  store.lease.take({ ...claim, holderId: 'late' }, 3);
  store.pools.set('press', 3);
  expect(readWrites(store)).toMatchObject({ own: 1, fenced: { length: 2 } });
});
