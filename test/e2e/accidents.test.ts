import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPlace, openSheet, type Place, rowsWith, twoTicks } from '../support/e2e.ts';
import type { RealTerminal } from '../support/terminal.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

async function approvalSheet(): Promise<RealTerminal> {
  await place.add('deploy', 'touch decided', '--approval');
  const terminal = place.open({ cols: 80, rows: 24 }, { args: ['--screen', 'approvals', '--mouse'] });
  await terminal.waitFor('ENGINE here');
  await place.start('deploy');
  await terminal.waitFor(/◇.*deploy/);
  await openSheet(terminal, 'a', 'Approve deploy?');
  return terminal;
}

const status = async (): Promise<string> => (await place.run('approvals', 'list')).out;

test('nothing that a terminal sends by itself decides, types or closes an open sheet', async () => {
  const terminal = await approvalSheet();
  const reports = [
    '\u001b[I',
    '\u001b[O',
    '\u001b[1;5P',
    '\u001bOP',
    '\u001b[<0;20;18M',
    '\u001b[<0;30;18M',
    '\u001b[<0;30;18m',
    '\u001b[M !!',
    '\u001b]11;rgb:ffff/ffff/ffff\u001b\\',
    '\u001bP>|XTerm(388)\u001b\\',
    '\u001b[?64;1;2c',
    '\u001b[24;80R',
  ];
  // Whole, and each byte by itself.
  for (const report of reports) terminal.write(report);
  for (const report of reports) terminal.type(report);
  await twoTicks(terminal);
  expect(terminal.text()).toContain('Approve deploy?');
  expect(rowsWith(terminal, '▸[ Cancel ]')).toHaveLength(1);
  expect(rowsWith(terminal, /Note _+/)).toHaveLength(1);
  expect(await status()).toContain('deploy');
});

test('a paste of `a`, Tab, `y`, Enter decides nothing, whether the terminal marks it as one or not', async () => {
  const terminal = await approvalSheet();
  terminal.write('\u001b[200~a\ty\r\u001b[201~');
  terminal.press('Escape');
  await terminal.waitFor((rows) => !rows.join('').includes('Approve deploy?'), 'the sheet to be closed');
  terminal.write('a\ty\r');
  await twoTicks(terminal);
  expect(await status()).toContain('deploy');
  expect(() => place.read('decided')).toThrow();
});

test('the mouse is on only while it is wanted, and off on the way out', async () => {
  const terminal = await approvalSheet();
  expect(terminal.modes().mouse).toBe(true);
  terminal.press('Escape');
  await terminal.waitFor((rows) => !rows.join('').includes('Approve deploy?'), 'the sheet to be closed');
  const bar = terminal.screen()[1] ?? '';
  terminal.write(`\u001b[<0;${bar.indexOf('5 Jobs') + 1};2M`);
  await terminal.waitFor(/━ 5 Jobs/);
  terminal.signal('SIGTERM');
  await terminal.exited;
  expect(terminal.modes().mouse).toBe(false);
});
