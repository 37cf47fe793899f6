import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { oldNodes } from '../bin/support/old-nodes.ts';
import {
  allDead,
  createPlace,
  isAlive,
  openSheet,
  type Place,
  pressButton,
  RESTORED,
  rowsWith,
  SIZES,
  untilFile,
} from '../support/e2e.ts';

/** In which a cancellation can be seen to wait for processes. */
const GRACE_MS = 4_000;
const STOPPED = ['--set', 'on_engine_exit=stop'];

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

describe.each(SIZES)('at %s', (_name, size) => {
  test('D-20 D-21 D-22 jobs from another process appear; a run is watched while it prints, and its result after', async () => {
    const terminal = place.open(size);
    await terminal.waitFor('There are no jobs here yet');
    await place.add('nightly', 'true', '--cron', '30 2 * * *');
    await terminal.waitFor(/ nightly .*30 2 \* \* \*/);
    await place.add('watched', `echo "first line"; ${untilFile('go')}; echo "last line"; exit 3`);
    await terminal.waitFor(/ watched /);
    terminal.press('2');
    await place.start('watched');
    await terminal.waitFor(/● +\d+ +watched/);
    await terminal.waitFor(/^│? (\d\d:\d\d:\d\d {2})?first line/m, 'the output of the live run in the detail');
    expect(terminal.text()).not.toMatch(/^│? (\d\d:\d\d:\d\d {2})?last line/m);
    place.touch('go');
    await terminal.waitFor(/^│? (\d\d:\d\d:\d\d {2})?last line/m);
    await terminal.waitFor(/watched +✗ .*code 3/, 'the row to stay with its result');
    terminal.press(']');
    await terminal.waitFor(/✗ +1 +watched .*exit 3/, 'the result in the list of recent runs');
    expect(await place.json<object[]>('runs', 'list')).toMatchObject({
      data: [{ job_name: 'watched', status: 'error', exit_code: 3 }],
    });
  });

  test('D-102 a job is run by hand and cancelled: its processes are named, and seen to die one by one', async () => {
    await place.add('stubborn', 'trap "" TERM; sleep 600 & sleep 601 & wait', '--set', `kill_grace_ms=${GRACE_MS}`);
    const terminal = place.open(size);
    await terminal.waitFor('ENGINE here');
    terminal.press('5');
    await terminal.waitFor(/▸ +stubborn /);
    await openSheet(terminal, 'r', 'Run stubborn?');
    await pressButton(terminal, 'Run');
    await terminal.waitFor('run of stubborn asked for');
    terminal.press('2');
    await terminal.waitFor(/▸ ● +\d+ +stubborn/);
    await openSheet(terminal, 'c', 'Cancel run 1 stubborn?');
    await terminal.waitFor(/sleep 601/);
    const pids = rowsWith(terminal, /^ *┃ +● +\d+ +\d+s +\S/).map((row) => Number(/\d+/.exec(row)?.[0]));
    expect(pids.length).toBeGreaterThanOrEqual(3);
    expect(pids.every(isAlive)).toBe(true);
    await pressButton(terminal, 'Cancel run');
    await terminal.waitFor(/TERM sent \d\d:\d\d:\d\d +0 of \d ended/);
    await terminal.waitFor(/run 1 is over: cancelled[\s\S]*all \d ended/);
    await terminal.waitFor(/■ +\d+ +└ sleep 601 +ended by KILL \d\d:\d\d:\d\d/);
    await allDead(pids);
    terminal.press('Escape');
    await terminal.waitFor(/stubborn +\S run 1 cancelled/);
  });

  test('leaving names the runs that would be stopped; Stop ends them and gives the terminal back', async () => {
    await place.add('long', 'echo $$ >long.pid; sleep 600 & echo $! >>long.pid; wait', ...STOPPED);
    const terminal = place.open(size, { args: ['--screen', 'runs', '--grace', '0'] });
    await terminal.waitFor('Nothing runs and nothing waits.');
    await place.start('long');
    await terminal.waitFor(/● +\d+ +long/);
    await openSheet(terminal, 'q', 'Leave openclaw-tui?');
    await terminal.waitFor(/This run is going on and would be stopped:[\s\S]*long/);
    const pids = place.read('long.pid').trim().split('\n').map(Number);
    terminal.press('Escape');
    await terminal.waitFor((rows) => !rows.join('\n').includes('Leave openclaw-tui?'));
    expect(pids.every(isAlive)).toBe(true);
    await openSheet(terminal, 'q', 'Leave openclaw-tui?');
    await pressButton(terminal, 'Stop');
    expect(await terminal.exited).toEqual({ code: 0, signal: undefined });
    expect(terminal.modes()).toEqual(RESTORED);
    expect(terminal.text()).not.toMatch(/[┃│━]/);
    await allDead(pids);
    expect(await place.json<object[]>('runs', 'list')).toMatchObject({
      data: [{ job_name: 'long', status: 'cancelled' }],
    });
  });
});

test('while leaving stops a run that ignores TERM it says so, and a second Ctrl-C ends the run with the console', async () => {
  await place.add('long', 'trap "" TERM; echo $$ >long.pid; while :; do sleep 1; done', ...STOPPED);
  const terminal = place.open({ cols: 80, rows: 24 }, { args: ['--screen', 'runs'] });
  await terminal.waitFor('Nothing runs and nothing waits.');
  await place.start('long');
  await terminal.waitFor(/● +\d+ +long/);
  await openSheet(terminal, 'q', 'Leave openclaw-tui?');
  await pressButton(terminal, 'Stop');
  await terminal.waitFor('stopping 1 run; Ctrl-C kills it at once');
  expect(terminal.modes().alternateScreen).toBe(false);
  terminal.press('Ctrl-C');
  expect(await terminal.exited).toEqual({ code: 130, signal: undefined });
  expect(terminal.modes()).toEqual(RESTORED);
  await allDead([Number(place.read('long.pid'))]);
});

test.each(oldNodes())('%s of this machine hands over, and the console is the same one', async (node) => {
  await place.add('nightly', 'true', '--cron', '30 2 * * *');
  const terminal = place.open({ cols: 80, rows: 24 }, { node, args: ['--screen', 'jobs'] });
  await terminal.waitFor(/▸ +nightly /);
  await openSheet(terminal, 'q', 'Leave openclaw-tui?');
  await pressButton(terminal, 'Stop');
  expect(await terminal.exited).toEqual({ code: 0, signal: undefined });
  expect(terminal.modes()).toEqual(RESTORED);
});
