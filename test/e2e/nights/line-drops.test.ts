import { afterEach, beforeEach, expect, test } from 'vitest';
import { allDead, createPlace, type Place, untilFile } from '../../support/e2e.ts';
import {
  approvals,
  decides,
  engineOf,
  gone,
  newestStatus,
  opens,
  SMALL,
  statusesOf,
  undecided,
  until,
  writes,
} from './night.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

test('the line drops in a sheet: the engine goes on without a screen, the next console says what was and was not decided, and my reason is still there', async () => {
  for (const name of ['deploy-web', 'wipe-staging']) await place.add(name, untilFile('go'), '--approval');
  const first = place.open(SMALL, { args: ['--screen', 'approvals'] });
  await first.waitFor('ENGINE here');
  for (const name of ['deploy-web', 'wipe-staging']) {
    await place.start(name);
    await first.waitFor(new RegExp(` ◇ .*${name}`));
  }
  await first.waitFor(/▸ .*deploy-web/);
  await opens(first, 'a', 'Approve deploy-web?');
  first.press('Tab');
  await decides(first, 'Approve', undecided(place, 'deploy-web'));
  await first.waitFor('✓ approved deploy-web');
  await until(async () => expect(await newestStatus(place, 'deploy-web')).toBe('running'));
  first.press('j');
  await first.waitFor(/▸ .*wipe-staging/);
  await opens(first, 'x', 'Reject wipe-staging?');
  await writes(first, 'the backup is not verified');
  first.hangUp();
  await allDead([first.pid]);
  await until(async () => expect(await engineOf(place)).toMatchObject({ mode: 'headless' }));
  place.touch('go');
  await until(async () => expect(await newestStatus(place, 'deploy-web')).toBe('ok'));
  expect(await statusesOf(place)).toMatchObject({ 'wipe-staging': 'pending' });

  const again = place.open(SMALL, { args: ['--screen', 'approvals'] });
  await again.waitFor(/away (\d+s|\d\d:\d\d–\d\d:\d\d): 1 ok; not made: reject wipe-staging/);
  await again.waitFor(/▸ .*wipe-staging/);
  await opens(again, 'x', 'Reject wipe-staging?');
  await again.waitFor('the backup is not verified');
  again.press('Enter');
  await decides(again, 'Reject', undecided(place, 'wipe-staging'));
  await gone(again, 'Reject wipe-staging?');
  const rejected = (await approvals(place)).find(({ job_name }) => job_name === 'wipe-staging');
  expect(rejected).toMatchObject({ status: 'rejected', note: 'the backup is not verified' });
});
