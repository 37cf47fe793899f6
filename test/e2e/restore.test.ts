import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPlace, type Place } from '../support/e2e.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

test('R-8 a console that is open goes over to a restored database, and starts nothing on it by itself', async () => {
  await place.add('before', 'true');
  expect((await place.json('backup', 'create')).ok).toBe(true);
  await place.add('after', 'true');
  const console = place.open({ cols: 120, rows: 40 }, { args: ['--attach', '--screen', 'jobs'] });
  await console.waitFor('after');
  expect((await place.json('backup', 'restore', 'newest')).ok).toBe(true);
  await console.waitFor('a backup was restored under this console');
  await console.waitFor('[all 1]');
  expect(console.text()).toContain('NO ENGINE');
  await place.add('later', 'true');
  await console.waitFor('[all 2]');
});
