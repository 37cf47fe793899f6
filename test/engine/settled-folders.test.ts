import { expect, test } from 'vitest';
import { createSettledFolders, SETTLED_FOLDERS_MAX } from '../../src/engine/settled-folders.ts';
import { createVirtualClock } from '../support/virtual-clock.ts';

function withFolders() {
  const clock = createVirtualClock();
  const removed: number[] = [];
  const folders = createSettledFolders(clock, (runId) => removed.push(runId));
  return { clock, removed, folders };
}

test('folders go in the first quiet moment after the last settlement, the oldest first', async () => {
  const { clock, removed, folders } = withFolders();
  folders.add(1);
  await clock.advance(99);
  folders.add(2);
  await clock.advance(99);
  expect(removed).toEqual([]);
  await clock.advance(1);
  expect(removed).toEqual([1, 2]);
});

test('an engine that is never quiet keeps no more than its maximum', () => {
  const { removed, folders } = withFolders();
  for (let runId = 1; runId <= SETTLED_FOLDERS_MAX + 1; runId += 1) folders.add(runId);
  expect(removed.slice(0, 3)).toEqual([1, 2, 3]);
});

test('at the end of an engine all of them go at once', () => {
  const { removed, folders } = withFolders();
  for (let runId = 1; runId <= 40; runId += 1) folders.add(runId);
  folders.clear();
  expect(removed).toHaveLength(40);
});
