import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPlace, isAlive, type Place, RESTORED, twoTicks, untilFile } from '../../support/e2e.ts';
import type { RealTerminal } from '../../support/terminal.ts';
import { type AuditEntry, engineOf, SMALL, serviceOf, statusesOf, undecided, until } from './night.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

const WIDTHS: [cols: number, rows: number][] = [
  [200, 60],
  [170, 48],
  [120, 40],
  [110, 32],
  [80, 24],
  [60, 16],
  [40, 12],
  [24, 8],
];
/** What each of them would do elsewhere changes something or is a door to a shell; here it says that it is off. */
const REFUSED = [
  ['3', 'a', 'x'],
  ['2', 'c', 'r'],
  ['5', 'r', 'e', '+', 'E', 'd', 'D'],
  ['2', 'Ctrl-Z'],
] as const;
/** Every other key there is: none of them opens anything that would take the next. */
const HARMLESS = [
  ...'wvStzzhl*&!!FWTmJiC-nN<>[]fLU|oOpPsu',
  'Space',
  'Ctrl-L',
  'Ctrl-U',
  'Ctrl-D',
  'Up',
  'Down',
  'Left',
  'Right',
];
const ORDERS = ['take over', 'run deploy-web', 'disable deploy-web', 'import', 'unlock'];

const childrenOf = (pid: number): string[] =>
  readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
      .split(' ')
      .filter((child) => child !== ''),
  );

async function watching(): Promise<{ terminal: RealTerminal; engine: number }> {
  const engine = await serviceOf(place);
  await place.add('deploy-web', 'touch decided', '--approval');
  await place.add('long', untilFile('end'));
  await place.start('deploy-web');
  await place.start('long');
  await until(async () => expect(await statusesOf(place)).toEqual({ 'deploy-web': 'pending' }));
  const terminal = place.open({ cols: 120, rows: 40 }, { args: ['--read-only'] });
  await terminal.waitFor(`attached to PID ${engine.pid}`);
  return { terminal, engine: engine.pid };
}

const audit = async (): Promise<AuditEntry[]> => (await place.json<AuditEntry[]>('audit', 'list')).data;

test('a junior watches: READ-ONLY stands there at every width', async () => {
  const { terminal } = await watching();
  for (const [cols, rows] of WIDTHS) {
    terminal.resize(cols, rows);
    await terminal.waitFor(
      (shown) => shown.length === rows && shown.join('\n').includes('READ-ONLY'),
      `READ-ONLY at ${cols}×${rows}`,
    );
  }
});

test('a junior watches: no key and no order changes anything, opens a shell or stops the engine', async () => {
  const { terminal, engine } = await watching();
  const before = await audit();
  const stillPending = undecided(place, 'deploy-web');
  for (const [panel, ...keys] of REFUSED) {
    terminal.press(panel);
    await terminal.waitFor(new RegExp(`┏ ${panel} `));
    for (const key of keys) {
      terminal.press(key);
      await terminal.waitFor(`read-only: ${key} is off`);
      terminal.press('Tab', 'Enter', 'Enter', panel);
    }
  }
  for (const panel of ['3', '2', '4', '5', '0']) {
    for (const key of HARMLESS) terminal.press(panel, key, 'Tab', 'Enter', 'Enter');
    await twoTicks(terminal);
  }
  for (const order of ORDERS) {
    terminal.press(':');
    await terminal.waitFor('All actions, jobs, runs');
    terminal.type(order);
    await terminal.waitFor(`: ${order}▏`);
    terminal.press('Enter', 'Tab', 'Enter');
    await stillPending();
    terminal.press('Escape');
    // Long enough for Esc to be a key of its own.
    await stillPending();
  }
  expect(childrenOf(terminal.pid)).toEqual([]);
  expect(readFileSync(`/proc/${terminal.pid}/status`, 'utf8')).not.toMatch(/^State:\s+T/m);
  expect(await audit()).toEqual(before);
  expect(await statusesOf(place)).toEqual({ 'deploy-web': 'pending' });
  expect((await engineOf(place))?.pid).toBe(engine);
  terminal.press('q');
  expect(await terminal.exited).toEqual({ code: 0, signal: undefined });
  expect(terminal.modes()).toEqual(RESTORED);
  expect(isAlive(engine)).toBe(true);
});

test('a junior watches: with no engine here none is started, and leaving asks nothing', async () => {
  await place.add('nightly', 'true', '--every', '1s');
  const terminal = place.open(SMALL, { args: ['--read-only'] });
  await terminal.waitFor('NO ENGINE');
  await twoTicks(terminal);
  expect(await engineOf(place)).toBeNull();
  terminal.press('q');
  expect(await terminal.exited).toEqual({ code: 0, signal: undefined });
});
