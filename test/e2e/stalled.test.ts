import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPlace, isAlive, type Place, RESTORED, twoTicks } from '../support/e2e.ts';
import { PATIENCE } from '../support/patience.ts';
import type { RealTerminal } from '../support/terminal.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

const RUNS = 10;
const REDRAWS = 40;

/** As many lines as the job has run. */
const runCount = (): number => {
  const file = join(place.home, 'ran');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
};
const untilRuns = (count: number): Promise<void> =>
  vi.waitFor(() => expect(runCount()).toBeGreaterThanOrEqual(count), PATIENCE);

async function stalledConsole(): Promise<RealTerminal> {
  await place.add('ticker', 'date +%s%N >> ran', '--every', '1s');
  const terminal = place.open({ cols: 200, rows: 60 }, { args: ['--screen', 'runs'] });
  await terminal.waitFor('ENGINE here');
  await untilRuns(1);
  terminal.press('1');
  await terminal.waitFor(/┏ 1 Due/);
  await terminal.stall();
  for (let redraw = 0; redraw < REDRAWS; redraw += 1) terminal.press('Ctrl-L', '2', '1');
  return terminal;
}

/** Below the header, which has a third row on the widest screens. */
const FIRST_PANEL_ROW = 3;

/** The frames of all panels are closed, and header and footer stand where they belong. */
const isWhole = (rows: readonly string[]): boolean =>
  /^ openclaw-tui .* UTC $/.test(rows[0] ?? '') &&
  /┏ 1 Due/.test(rows[FIRST_PANEL_ROW] ?? '') &&
  rows.slice(FIRST_PANEL_ROW, -2).every((row) => /^[│┃┏┗╭╰].*[│┃┓┛╮╯]$/.test(row)) &&
  /\? keys/.test(rows.at(-1) ?? '');

test('a reader that stops for ten seconds stops nothing, and then sees the screen of a fresh drawing', async () => {
  const terminal = await stalledConsole();
  const before = terminal.raw().length;
  await untilRuns(runCount() + RUNS);
  terminal.resume();
  await terminal.waitFor((rows) => isWhole(rows), 'a whole screen');
  await twoTicks(terminal);
  // Held by the kernel and by us together: neither grows with the time.
  expect(terminal.raw().length - before).toBeLessThan(400_000);
  await terminal.waitFor((rows) => isWhole(rows), 'a screen that stays whole');
});

test('with a reader that stands still TERM ends the console all the same', async () => {
  const terminal = await stalledConsole();
  await untilRuns(runCount() + 1);
  terminal.signal('SIGTERM');
  await vi.waitFor(() => expect(isAlive(terminal.pid)).toBe(false), PATIENCE);
  terminal.resume();
  expect(await terminal.exited).toEqual({ code: 143, signal: undefined });
});

test('a line that drops while its reader stands still leaves the engine running', async () => {
  const terminal = await stalledConsole();
  await untilRuns(runCount() + 1);
  terminal.hangUp();
  await untilRuns(runCount() + 3);
  const status = await place.json<{ engine: { pid: number } }>('status');
  process.kill(status.data.engine.pid, 'SIGTERM');
  await vi.waitFor(() => expect(isAlive(status.data.engine.pid)).toBe(false), PATIENCE);
});

test('an ordinary way out writes all of its leave sequence', async () => {
  const terminal = place.open({ cols: 80, rows: 24 });
  await terminal.waitFor('ENGINE here');
  terminal.signal('SIGTERM');
  expect(await terminal.exited).toEqual({ code: 143, signal: undefined });
  expect(terminal.modes()).toEqual(RESTORED);
  expect(terminal.raw().lastIndexOf('\x1b[?7h')).toBeGreaterThan(terminal.raw().lastIndexOf('\x1b[?7l'));
});
