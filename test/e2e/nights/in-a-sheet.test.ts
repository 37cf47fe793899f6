// What else happens while a reason is typed: somebody changes the job, somebody answers, the shell is needed for a moment.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPlace, type Place } from '../../support/e2e.ts';
import { approvals, armed, gone, opens, SMALL, serviceOf, until, writes } from './night.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

const statuses = async (): Promise<string[]> => (await approvals(place)).map(({ status }) => status).sort();

test('the job is changed and then approved by somebody else while I type: my reason is there for the new question, and the sheet says who was first and when', async () => {
  await place.add('deploy', 'true', '--approval');
  const terminal = place.open(SMALL, { args: ['--screen', 'approvals'] });
  await terminal.waitFor('No approvals wait');
  await place.start('deploy');
  await terminal.waitFor(/▸ . norm +deploy/);
  await opens(terminal, 'x', 'Reject deploy?');
  await writes(terminal, 'wrong cut-off');
  await place.run('jobs', 'update', 'deploy', '--shell', 'echo new');
  await terminal.waitFor('not rejected: the job was changed; asked anew');
  terminal.press('Escape');
  await gone(terminal, 'Reject deploy?');
  await terminal.waitFor(/norm +deploy +echo new/);
  // What left its list stays under the cursor for a while.
  terminal.press('j');
  await terminal.waitFor(/▸ . norm +deploy +echo new/);
  await opens(terminal, 'x', 'Reject deploy?');
  await terminal.waitFor('wrong cut-off▏');
  expect(await place.run('approvals', 'approve', 'deploy')).toMatchObject({ code: 0 });
  await terminal.waitFor(/not rejected: \S+ approved it at \d\d:\d\d:\d\d/);
  await terminal.waitFor(/ANSWER +✓ approved by /);
  await gone(terminal, '┃ LAPSES');
  await until(async () => expect(await statuses()).toEqual(['cancelled', 'dispatched']));
});

test('Ctrl-Z in a sheet gives me the shell, fg the sheet as it was, and what the shell was typed decides nothing', async () => {
  await serviceOf(place);
  await place.add('deploy', 'true', '--approval');
  const terminal = place.openShell(SMALL);
  await terminal.waitFor('SHELL$');
  terminal.type('$CONSOLE\r');
  await terminal.waitFor(/attached to PID/);
  terminal.press('3');
  await terminal.waitFor('No approvals wait');
  await place.start('deploy');
  await terminal.waitFor(/▸ . norm +deploy/);
  await opens(terminal, 'x', 'Reject deploy?');
  await writes(terminal, 'half a sentence');
  terminal.press('Ctrl-Z');
  await terminal.waitFor(/Stopped/);
  terminal.type('echo "typed $((6*7))"\r');
  await terminal.waitFor('typed 42');
  terminal.type('fg\r');
  await terminal.waitFor('half a sentence▏');
  await armed(terminal);
  terminal.press('Escape');
  await gone(terminal, 'Reject deploy?');
  expect(await statuses()).toEqual(['pending']);
});
