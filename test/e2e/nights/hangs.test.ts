import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRecords, replaceRecords } from '../../../src/engine/output/output-index.ts';
import { openStore } from '../../../src/store/store.ts';
import { allDead, createPlace, isAlive, type Place, rowsWith } from '../../support/e2e.ts';
import type { RealTerminal } from '../../support/terminal.ts';
import { armed, decides, gone, newestStatus, opens, type Run, runsOf, SMALL, serviceOf, until } from './night.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

const QUIET_MS = 14 * 60_000;
const GRACE_MS = 4_000;
/** It hears no TERM, and so do the two that it waits for. */
const HANGS = `trap '' TERM; echo 'waits for the lock'; sleep 600 & sleep 601 & wait`;

/** A run that said something once, and nothing for a quarter of an hour: its files and its record say so. */
async function hangingRun(): Promise<RealTerminal> {
  await place.add('etl-orders', HANGS, '--overlap', 'skip', '--timeout', '7200', '--set', `kill_grace_ms=${GRACE_MS}`);
  await serviceOf(place);
  await place.start('etl-orders');
  const folder = join(place.home, 'runs/1');
  await until(async () => expect(await readRecords(folder)).not.toEqual([]));
  const records = await readRecords(folder);
  await replaceRecords(
    folder,
    records.map((record) => ({ ...record, at: (record.at ?? Date.now()) - QUIET_MS })),
  );
  const then = new Date(Date.now() - QUIET_MS);
  utimesSync(join(folder, 'out'), then, then);
  const store = openStore({ path: join(place.home, 'openclaw-tui.db'), role: 'command' });
  store.db.prepare('UPDATE runs SET started_at = started_at - ?, created_at = created_at - ?').run(QUIET_MS, QUIET_MS);
  store.close();
  const terminal = place.open(SMALL, { args: ['--screen', 'due'] });
  await terminal.waitFor('attached to PID');
  return terminal;
}

/** Pids of the tree in the cancel sheet. */
const treeOf = (terminal: RealTerminal): number[] =>
  rowsWith(terminal, /^ *┃ +● +\d+ +\d+/).map((row) => Number(/● +(\d+)/.exec(row)?.[1]));

test('a run hangs: I see for how long it is silent, watch its tree die by KILL after the grace, and run it again with another argument', async () => {
  const terminal = await hangingRun();
  terminal.press('2');
  await terminal.waitFor(/▸ ● +1 +etl-orders .*waits for/);
  // In the row and in the detail, by one rule.
  await terminal.waitFor(/▸ ● +1 +etl-orders .* 1[45]m\d*s? +waits for/);
  await terminal.waitFor(/quiet 1[45]m/);
  terminal.press('Enter');
  await terminal.waitFor(/━ 0 run 1 etl/);
  await opens(terminal, 'c', 'Cancel run 1 etl-orders?');
  await terminal.waitFor(/sleep 601/);
  const pids = treeOf(terminal);
  expect(pids.length).toBeGreaterThanOrEqual(3);
  expect(pids.every(isAlive)).toBe(true);
  terminal.press('Tab');
  await decides(terminal, 'Cancel run', async () => expect(await newestStatus(place, 'etl-orders')).toBe('running'));
  await terminal.waitFor(/TERM sent \d\d:\d\d:\d\d +0 of \d ended +KILL in \ds/);
  await terminal.waitFor(/run 1 is over: cancelled[\s\S]*all \d ended/);
  await terminal.waitFor(/■ +\d+ +└ sleep 601 +ended by KILL \d\d:\d\d:\d\d/);
  await allDead(pids);
  expect(await runsOf(place, 'etl-orders')).toMatchObject([{ status: 'cancelled' }]);
  terminal.press('Escape');
  await gone(terminal, 'Cancel run 1');
  await runsAgain(terminal);
});

async function runsAgain(terminal: RealTerminal): Promise<void> {
  await opens(terminal, 'r', 'Run etl-orders again');
  await terminal.waitFor(/NOW +starts at once/);
  // The last argument is changed where it stands.
  for (let left = HANGS.length; left > 0; left -= 1) terminal.press('Backspace');
  await terminal.waitFor(/▸ ▏/);
  terminal.type('echo without the lock');
  await terminal.waitFor('echo without the lock▏');
  terminal.press('Enter');
  await decides(terminal, 'Run again', async () => expect(await runsOf(place, 'etl-orders')).toHaveLength(1));
  await until(async () => expect(await newestStatus(place, 'etl-orders')).toBe('ok'));
  expect((await place.run('runs', 'output', '2')).out).toContain('without the lock');
  const { data } = await place.json<{ definition: { payload_message: string } }>('jobs', 'show', 'etl-orders');
  expect(data.definition.payload_message).toBe(HANGS);
}

test('a run hangs: running it again while it still goes on says that it would be refused, and by what', async () => {
  const terminal = await hangingRun();
  terminal.press('5');
  await terminal.waitFor(/▸ ●? *etl-orders/);
  terminal.press('r');
  await terminal.waitFor('Run etl-orders');
  await armed(terminal);
  await terminal.waitFor(/NOW +refused: run 1 is still running, overlap skip/);
  const runs: Run[] = await runsOf(place, 'etl-orders');
  expect(runs).toMatchObject([{ id: 1, status: 'running' }]);
});
