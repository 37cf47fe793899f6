import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { settingsAt } from '../../../bin/config/settings.ts';
import { createEngineSeat } from '../../../bin/console/engine-seat.ts';
import type { Context } from '../../../bin/context.ts';
import { placeOf } from '../../../src/engine/lease.ts';
import { readHost } from '../../../src/engine/ports/host.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import type { EngineNews } from '../../../src/ui/console-options.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock.ts';

const HOLDER_PID = 4_711;
let isAwake = false;
const HOST = { ...readHost(), isAlive: () => true, isEnding: () => false, isAwake: () => isAwake };

let home: string;
let clock: VirtualClock;
let store: Store;
let other: Store;
beforeEach(() => {
  isAwake = false;
  home = mkdtempSync(join(tmpdir(), 'engine-seat-'));
  clock = createVirtualClock();
  store = openStore({ path: settingsAt(home).dbPath, role: 'console' });
  other = openStore({ path: settingsAt(home).dbPath, role: 'command' });
});
afterEach(() => {
  for (const one of [store, other]) one.close();
  rmSync(home, { recursive: true, force: true });
});

const HOLDER = {
  holderId: 'h',
  pid: HOLDER_PID,
  pidStart: '7',
  bootId: HOST.bootId,
  host: placeOf(HOST),
  user: 'ana',
  mode: 'headless',
  version: '0',
} as const;
const takeLease = (): unknown => other.write(() => other.lease.take(HOLDER, clock.now()));

/** A console beside an engine that stood still at this instant. */
function beside(flags: { attach?: true } = {}) {
  takeLease();
  return aSeat(flags);
}

function aSeat(flags: { attach?: true } = {}) {
  const context = { settings: { ...settingsAt(home), config: {} }, clock, host: HOST } as unknown as Context;
  const seat = createEngineSeat(context, store, { ui: true, ...flags });
  const heard: EngineNews[] = [];
  seat.onNews((news) => heard.push(news));
  seat.open('start');
  return { seat, heard };
}

/** Files of the home that this process has open, by name. */
const openFiles = (): string[] =>
  readdirSync('/proc/self/fd')
    .flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/self/fd/${fd}`)];
      } catch {
        // The one that was open to list them.
        return [];
      }
    })
    .filter((path) => path.startsWith(home))
    .sort();

test('R-5 a holder that stands still inside a commit is named once with what wakes it up, and no connection is left behind', async () => {
  const { seat, heard } = beside();
  other.db.exec('BEGIN IMMEDIATE');
  await clock.advance(15_000);
  const early = openFiles();
  await clock.advance(60_000);
  expect(heard).toEqual([
    {
      tone: 'bad',
      mark: '▲',
      text: 'the engine stands still: kill -CONT 4711',
      more: ', or openclaw-tui doctor; it holds the database, so nothing is written',
      about: 'engine',
    },
  ]);
  expect(openFiles()).toEqual(early);
  other.db.exec('ROLLBACK');
  await clock.advance(2_000);
  expect(seat.facts()).toMatchObject({ kind: 'here' });
  expect(heard.at(-1)).toMatchObject({
    text: 'the engine runs here now',
    more: expect.stringMatching(/: PID 4711 .*silent/),
  });
  seat.close();
});

test('R-5 a console that never runs the engine says of one that stands still what wakes it up', async () => {
  const { seat, heard } = beside({ attach: true });
  await clock.advance(60_000);
  expect(seat.facts()).toMatchObject({ kind: 'attached', pid: HOLDER_PID, staysOut: true });
  expect(heard.map(({ text, more }) => text + more)).toEqual([
    'the engine stands still: kill -CONT 4711, or openclaw-tui doctor; no job starts meanwhile',
  ]);
  isAwake = true;
  expect(seat.facts()).toMatchObject({ isAwake: true });
  other.write(() => other.lease.beat('h', 1, clock.now()));
  await clock.advance(2_000);
  expect(heard.at(-1)).toMatchObject({
    tone: 'good',
    text: expect.stringContaining('an engine runs again: PID 4711 '),
  });
  seat.close();
});

test('R-5 of one that gives no sign of life and was not stopped nobody is told to wake it up', async () => {
  isAwake = true;
  const { seat, heard } = beside({ attach: true });
  await clock.advance(60_000);
  expect(heard.map(({ text, more }) => text + more)).toEqual([
    'the engine gives no sign of life: PID 4711, and nobody stopped it; openclaw-tui doctor says more',
  ]);
  seat.close();
});

test('who handed the engine over is told to whom, and that is not pushed aside by the successor’s coming', async () => {
  const { seat, heard } = aSeat();
  expect(seat.facts()).toMatchObject({ kind: 'here' });
  other.write(() => other.lease.ask({ ...HOLDER, at: clock.now() }));
  for (let turn = 0; turn < 100 && seat.facts().kind === 'here'; turn += 1) await clock.advance(100);
  takeLease();
  await clock.advance(3_000);
  expect(seat.facts()).toMatchObject({ kind: 'attached', pid: HOLDER_PID });
  expect(heard.map(({ text }) => text)).toEqual([
    expect.stringContaining('handed the engine over to PID 4711 (no-ui)'),
  ]);
  seat.close();
});

test('R-8 what keeps the engine here from writing is told at once: no list and no alert can say it', async () => {
  const { seat, heard } = aSeat();
  await clock.advance(2_000);
  expect(seat.facts()).toMatchObject({ kind: 'here' });
  other.db.exec('BEGIN IMMEDIATE');
  await clock.advance(20_000);
  other.db.exec('ROLLBACK');
  expect(heard).toEqual([
    {
      tone: 'bad',
      mark: '▲',
      text: 'the database has been busy for 10 s: nothing is started meanwhile',
      more: '; what runs goes on, openclaw-tui doctor says more',
      about: 'storage',
    },
  ]);
  seat.close();
});

test('a console that is opened while something writes opens, says why no engine runs, and runs it when that is done', async () => {
  other.db.exec('BEGIN IMMEDIATE');
  const { seat, heard } = aSeat();
  await clock.advance(5_000);
  expect(seat.facts()).toEqual({ kind: 'none' });
  expect(heard).toEqual([
    {
      tone: 'bad',
      mark: '▲',
      text: 'no engine runs here yet: another process is writing to the database',
      more: '; it starts when that is done',
      about: 'engine',
    },
  ]);
  other.db.exec('ROLLBACK');
  await clock.advance(2_000);
  expect(seat.facts()).toMatchObject({ kind: 'here' });
  expect(heard.slice(1).map(({ text }) => text)).toEqual([expect.stringMatching(/^the engine runs here now/)]);
  seat.close();
});
