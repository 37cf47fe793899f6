import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPlace, openSheet, type Place, SIZES } from '../support/e2e.ts';
import type { RealTerminal } from '../support/terminal.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

type Approval = { job_name: string; status: string; note?: string };
const approvals = async (): Promise<Approval[]> => (await place.json<Approval[]>('approvals', 'list', '--all')).data;

describe.each(SIZES)('at %s', (_name, size) => {
  const asked = async (name: string, ...flags: string[]): Promise<RealTerminal> => {
    await place.add(name, `echo "${name} was here" >done`, '--approval', ...flags);
    const terminal = place.open(size, { args: ['--screen', 'approvals'] });
    await terminal.waitFor('No approvals wait');
    await place.start(name);
    await terminal.waitFor(new RegExp(`▸ . (norm|HIGH) +${name}`));
    return terminal;
  };

  test('D-05 D-80 keys sent before the sheet was seen decide nothing; then Tab, Enter approves, and it runs', async () => {
    const terminal = await asked('deploy');
    terminal.write('a\t\r');
    await terminal.waitFor('Approve deploy?');
    terminal.press('Tab', 'Enter');
    await terminal.waitFor(/ armed ━*┓/);
    expect(terminal.text()).toContain('▸[ Cancel ]');
    expect(await approvals()).toMatchObject([{ job_name: 'deploy', status: 'pending' }]);
    terminal.press('Tab');
    await terminal.waitFor('▸[ Approve ]');
    terminal.press('Enter');
    await terminal.waitFor('✓ approved deploy');
    terminal.press('2', ']');
    // The first run only asked.
    await terminal.waitFor(/✓ +2 +deploy/);
    expect(place.read('done')).toBe('deploy was here\n');
    expect(await approvals()).toMatchObject([{ status: 'dispatched', decided_by: { kind: 'person', via: 'console' } }]);
  });

  test('D-81 a rejection takes a reason, and nothing runs', async () => {
    const terminal = await asked('prune');
    await openSheet(terminal, 'x', 'Reject prune?');
    terminal.press('Enter');
    expect(await approvals()).toMatchObject([{ status: 'pending' }]);
    terminal.type('not today');
    await terminal.waitFor(/not today▏/);
    terminal.press('Enter');
    await terminal.waitFor('▸[ Reject ]');
    // Slower than a bouncing key.
    expect(await approvals()).toMatchObject([{ status: 'pending' }]);
    terminal.press('Enter');
    await terminal.waitFor('✗ rejected prune');
    expect(await approvals()).toMatchObject([{ status: 'rejected', note: 'not today' }]);
    expect(await place.json<object[]>('runs', 'list', '--status', 'ok')).toMatchObject({ data: [] });
  });

  test('D-80 high risk takes the name of the job, typed and not pasted', async () => {
    const terminal = await asked('wipe-prod', '--approval-risk', 'high');
    await openSheet(terminal, 'a', 'Approve wipe-prod?');
    expect(terminal.text()).toMatch(/HIGH RISK/);
    terminal.write('\x1b[200~wipe-prod\x1b[201~');
    terminal.type('wipe-x');
    await terminal.waitFor('not this name');
    terminal.press('Enter');
    expect(await approvals()).toMatchObject([{ status: 'pending' }]);
    terminal.press('Backspace');
    await terminal.waitFor(/wipe-▏ +4 to go/);
    terminal.type('prod');
    await terminal.waitFor('complete');
    terminal.press('Enter');
    await terminal.waitFor('▸[ Approve ]');
    expect(await approvals()).toMatchObject([{ status: 'pending' }]);
    terminal.press('Enter');
    await terminal.waitFor('✓ approved wipe-prod');
    terminal.press('2', ']');
    await terminal.waitFor(/✓ +2 +wipe-prod/);
    expect(place.read('done')).toBe('wipe-prod was here\n');
  });
});

test('D-83 somebody else was first: the open sheet says who, and decides nothing', async () => {
  await place.add('deploy', 'true', '--approval');
  const terminal = place.open({ cols: 80, rows: 24 }, { args: ['--screen', 'approvals'] });
  await terminal.waitFor('No approvals wait');
  await place.start('deploy');
  await terminal.waitFor(/▸ . norm +deploy/);
  await openSheet(terminal, 'a', 'Approve deploy?');
  expect(await place.run('approvals', 'reject', 'deploy', '--note', 'wrong cut-off')).toMatchObject({ code: 0 });
  await terminal.waitFor(/not approved: \S+ rejected it .*wrong cut-off/);
  await terminal.waitFor((rows) => !rows.join('\n').includes('[ Approve ]'), 'the button to be gone');
  terminal.press('Escape');
  await terminal.waitFor((rows) => !rows.join('\n').includes('Approve deploy?'));
  expect(await approvals()).toMatchObject([{ status: 'rejected', note: 'wrong cut-off' }]);
});
