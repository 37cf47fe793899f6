import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { threadCheckpoints } from '../../../src/engine/ports/checkpoints.ts';
import { freshStore } from '../../store/fresh-store.ts';

test('B-8 a checkpoint folds the log back in a thread of its own, beside the connection that writes', async () => {
  const store = freshStore();
  store.write(() => {
    for (let minute = 0; minute < 2_000; minute += 1) store.counters.add('ok', minute * 60_000);
  });
  const before = statSync(store.path).size;
  await threadCheckpoints.fold(store.path);
  expect(statSync(store.path).size).toBeGreaterThan(before);
  expect(store.counters.since(0)).toEqual({ ok: 2_000 });
});

test('B-8 a checkpoint of a database that is gone creates none and says so', async () => {
  await expect(threadCheckpoints.fold('/nowhere/openclaw-tui.db')).rejects.toThrow(
    /directory does not exist|unable to open/,
  );
});
