import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { createPlace, openSheet, type Place, twoTicks } from '../support/e2e.ts';
import { PATIENCE } from '../support/patience.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

type Approval = { job_name: string; status: string; decided_by?: { via: string } };

/** The time to answer is over now. */
function lapse(): void {
  const store = openStore({ path: join(place.home, 'openclaw-tui.db'), role: 'command' });
  store.db.prepare('UPDATE approvals SET expires_at = asked_at + 1').run();
  store.close();
}

test.each([
  ['the job was deleted', ['jobs', 'delete', 'deploy']],
  ['somebody approved it', ['approvals', 'approve', 'deploy']],
  ['it lapsed', []],
])('%s while its sheet was open: Tab, Enter decides nothing, and the sheet says why', async (_what, command) => {
  await place.add('deploy', 'echo ran >>decided', '--approval');
  const terminal = place.open({ cols: 80, rows: 24 }, { args: ['--screen', 'approvals'] });
  await terminal.waitFor('No approvals wait');
  await place.start('deploy');
  await terminal.waitFor(/▸ . norm +deploy/);
  await openSheet(terminal, 'a', 'Approve deploy?');
  if (command.length === 0) lapse();
  else expect(await place.run(...command)).toMatchObject({ code: 0 });
  await terminal.waitFor(/not approved: /);
  terminal.press('Tab');
  await twoTicks(terminal);
  terminal.press('Enter');
  await twoTicks(terminal);
  const { data } = await place.json<Approval[]>('approvals', 'list', '--all');
  expect(data.filter(({ decided_by }) => decided_by?.via === 'console')).toEqual([]);
  const mayRun = command[1] === 'approve';
  if (mayRun) await vi.waitFor(() => expect(place.read('decided')).toBe('ran\n'), PATIENCE);
  else expect(() => place.read('decided')).toThrow();
});

test('the job was edited while its sheet was open: neither what was approved nor the new command runs, and it asks again', async () => {
  await place.add('deploy', 'echo ran >>decided', '--approval');
  const terminal = place.open({ cols: 80, rows: 24 }, { args: ['--screen', 'approvals'] });
  await terminal.waitFor('No approvals wait');
  await place.start('deploy');
  await terminal.waitFor(/▸ . norm +deploy/);
  await openSheet(terminal, 'a', 'Approve deploy?');
  await place.run('jobs', 'update', 'deploy', '--shell', 'echo new >>decided');
  await terminal.waitFor('not approved: the job was changed; asked anew');
  terminal.press('Tab');
  await twoTicks(terminal);
  terminal.press('Enter');
  await terminal.waitFor(/norm +deploy +echo new >>decided/);
  const { data } = await place.json<Approval[]>('approvals', 'list');
  expect(data.map(({ status }) => status)).toEqual(['pending']);
  expect(() => place.read('decided')).toThrow();
});
