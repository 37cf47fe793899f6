import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPlace, openSheet, type Place, twoTicks } from '../support/e2e.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

type Approval = { job_name: string; status: string; decided_by?: { via: string } };
/** Shorter than it takes anybody to decide. */
const LAPSES_IN = '8s';

test.each([
  ['the job was deleted', ['jobs', 'delete', 'deploy']],
  ['somebody approved it', ['approvals', 'approve', 'deploy']],
  ['it lapsed', []],
])('%s while its sheet was open: Tab, Enter decides nothing, and the sheet says why', async (_what, command) => {
  const lapse = command.length === 0 ? ['--approval-timeout', LAPSES_IN] : [];
  await place.add('deploy', 'echo ran >>decided', '--approval', ...lapse);
  const terminal = place.open({ cols: 80, rows: 24 }, { args: ['--screen', 'approvals'] });
  await terminal.waitFor('No approvals wait');
  await place.start('deploy');
  await terminal.waitFor(/▸ . norm +deploy/);
  await openSheet(terminal, 'a', 'Approve deploy?');
  if (command.length > 0) expect(await place.run(...command)).toMatchObject({ code: 0 });
  await terminal.waitFor(/not approved: /);
  terminal.press('Tab');
  await twoTicks(terminal);
  terminal.press('Enter');
  await twoTicks(terminal);
  const { data } = await place.json<Approval[]>('approvals', 'list', '--all');
  expect(data.filter(({ decided_by }) => decided_by?.via === 'console')).toEqual([]);
  const mayRun = command[1] === 'approve';
  if (mayRun) expect(place.read('decided')).toBe('ran\n');
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
