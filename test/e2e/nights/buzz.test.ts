import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPlace, type Place } from '../../support/e2e.ts';
import type { RealTerminal } from '../../support/terminal.ts';
import {
  approvals,
  decides,
  gone,
  newestStatus,
  opens,
  runsOf,
  SMALL,
  serviceOf,
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

const JOBS = ['db-prune-prod', 'deploy-web', 'rotate-certs', 'wipe-staging'];
const NOTHING_DECIDED = Object.fromEntries(JOBS.map((name) => [name, 'pending']));

/** Four questions wait on a machine whose engine runs as a service. */
async function fourQuestions(): Promise<RealTerminal> {
  await serviceOf(place);
  for (const name of JOBS)
    await place.add(name, `touch ${name}.ran`, '--approval', '--approval-risk', name === JOBS[0] ? 'high' : 'normal');
  for (const name of JOBS) {
    await place.start(name);
    await until(async () => expect(await statusesOf(place)).toHaveProperty(name));
  }
  return place.open(SMALL);
}

const selected = (terminal: RealTerminal, name: string): Promise<void> =>
  terminal.waitFor(new RegExp(`▸ .*${name}`), `the cursor to be on ${name}`);

test('buzz: woken up at night, I approve one of high risk by its name and two others, and reject the last with a reason', async () => {
  const terminal = await fourQuestions();
  await terminal.waitFor(/━ 3 Approvals ━ \[pending 4\]/);
  await selected(terminal, 'db-prune-prod');
  await opens(terminal, 'a', 'Approve db-prune-prod?');
  expect(terminal.text()).toContain('HIGH RISK');
  await writes(terminal, 'db-prune-prod');
  terminal.press('Enter');
  await decides(terminal, 'Approve', undecided(place, 'db-prune-prod'));
  await terminal.waitFor('✓ approved db-prune-prod');
  for (const name of ['deploy-web', 'rotate-certs']) {
    terminal.press('j');
    await selected(terminal, name);
    await opens(terminal, 'a', `Approve ${name}?`);
    terminal.press('Tab');
    await decides(terminal, 'Approve', undecided(place, name));
    await gone(terminal, `Approve ${name}?`);
  }
  terminal.press('j');
  await selected(terminal, 'wipe-staging');
  await opens(terminal, 'x', 'Reject wipe-staging?');
  await writes(terminal, 'not today');
  terminal.press('Enter');
  await decides(terminal, 'Reject', undecided(place, 'wipe-staging'));
  await terminal.waitFor('✗ rejected wipe-staging');
  const found = await approvals(place);
  expect(
    found.map(({ job_name, status, note }) => [job_name, status === 'rejected' ? note : 'approved']).sort(),
  ).toEqual([
    ['db-prune-prod', 'approved'],
    ['deploy-web', 'approved'],
    ['rotate-certs', 'approved'],
    ['wipe-staging', 'not today'],
  ]);
  for (const one of found) expect(one.decided_by).toMatchObject({ kind: 'person', via: 'console' });
  await until(async () => {
    for (const name of JOBS.slice(0, 3)) expect(await newestStatus(place, name)).toBe('ok');
  });
  expect((await runsOf(place, 'wipe-staging')).filter(({ status }) => status === 'ok')).toEqual([]);
});

test('buzz: on a line that stands still, keys I send before the sheet was seen decide nothing', async () => {
  const terminal = await fourQuestions();
  await selected(terminal, 'db-prune-prod');
  terminal.press('j');
  await selected(terminal, 'deploy-web');
  await terminal.stall();
  // Twice what an approval takes, in one read and key by key. (No Esc between: with the letter behind it in one read it closes, and the letter means nothing.)
  terminal.write('a\t\r');
  terminal.press('Tab', 'Enter', 'Enter');
  expect(await statusesOf(place)).toEqual(NOTHING_DECIDED);
  terminal.resume();
  await terminal.waitFor(/Approve deploy-web\?.* armed/);
  expect(await statusesOf(place)).toEqual(NOTHING_DECIDED);
});
