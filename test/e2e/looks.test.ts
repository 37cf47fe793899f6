import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ENTRY, OWN_NODE } from '../bin/support/program.ts';
import { createPlace, type Place, twoTicks } from '../support/e2e.ts';
import { openTerminal, type RealTerminal } from '../support/terminal.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

const SIZE = { cols: 80, rows: 24 };
const configure = (ui: object): void => writeFileSync(join(place.home, 'config.json'), JSON.stringify({ ui }));
/** Of the focus: the title of its panel. */
const accentOf = (terminal: RealTerminal): unknown => terminal.cell(2, 2).foreground;

test('a configuration that is written while the console is open is taken over; a broken one is not', async () => {
  await place.add('deploy', 'true');
  const terminal = place.open(SIZE, { args: ['--screen', 'runs'] });
  await terminal.waitFor('ENGINE here');
  await twoTicks(terminal);
  expect(accentOf(terminal)).toBe(153);
  configure({ theme: 'light' });
  await terminal.waitFor('configuration taken over: ui.theme');
  expect(accentOf(terminal)).toBe(26);
  writeFileSync(join(place.home, 'config.json'), '{"ui": {"theme": 7}}');
  await terminal.waitFor(/ui\.theme in .*/);
  expect(accentOf(terminal)).toBe(26);
  configure({ ascii: true });
  await terminal.waitFor(/^= 2 Runs/m);
  await terminal.waitFor((rows) => /^[\n -~]+$/.test(rows.join('\n')), 'nothing but ASCII');
});

test('a theme of one’s own is worn, with a word about colours that are hard to read', async () => {
  await place.add('deploy', 'true');
  mkdirSync(join(place.home, 'themes'));
  writeFileSync(join(place.home, 'themes', 'ocean.json'), '{"accent": "#8bcff0", "warn": "#f47348"}');
  const terminal = place.open(SIZE, { args: ['--theme', 'ocean'], env: { COLORTERM: 'truecolor' } });
  await terminal.waitFor('theme ocean: warn and fail are too alike, 0 of 16');
  expect(accentOf(terminal)).toBe('#8bcff0');
});

test('a light background is noticed, and a terminal that answers nothing is waited for only briefly', async () => {
  await place.add('deploy', 'true');
  const terminal = openTerminal({
    ...SIZE,
    command: OWN_NODE,
    args: [ENTRY, '--home', place.home],
    env: { HOME: place.home },
    background: 'fafa/fafa/f0f0',
  });
  await terminal.waitFor('ENGINE here');
  await twoTicks(terminal);
  expect(accentOf(terminal)).toBe(26);
  await terminal.close();
});
