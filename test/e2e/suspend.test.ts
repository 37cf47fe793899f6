import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LineEvent, OWN_NODE } from '../bin/support/program.ts';
import { createPlace, type Place, twoTicks } from '../support/e2e.ts';
import type { RealTerminal } from '../support/terminal.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

const started = ({ event }: LineEvent): boolean => event === 'engine-started';

async function consoleInShell(node = OWN_NODE): Promise<RealTerminal> {
  const terminal = place.openShell({ cols: 80, rows: 24 }, { node });
  await terminal.waitFor('SHELL$');
  terminal.type('$CONSOLE\r');
  return terminal;
}

test.each([
  ['started by its own Node', OWN_NODE],
  ['behind a launcher', 'node'],
])(
  'Ctrl-Z of an attached console %s gives the terminal to the shell, and fg brings it back drawn anew',
  async (_how, node) => {
    await place.engine().event(started);
    const terminal = await consoleInShell(node);
    await terminal.waitFor(/attached to PID/);
    await twoTicks(terminal);
    terminal.press('Ctrl-Z');
    await terminal.waitFor(/Stopped/);
    expect(terminal.modes()).toMatchObject({ alternateScreen: false, cursorVisible: true });
    terminal.type('echo "typed $((6*7))"\r');
    await terminal.waitFor('typed 42');
    terminal.type('fg\r');
    await terminal.waitFor(/attached to PID/);
    await twoTicks(terminal);
    expect(terminal.modes()).toMatchObject({ alternateScreen: true, cursorVisible: false });
    expect(terminal.screen()[0]).toMatch(/^ openclaw-tui .* UTC $/);
    expect(terminal.screen()[23]).toMatch(/\? keys/);
    terminal.press('q');
    await terminal.waitFor('SHELL$');
    expect(terminal.text()).toContain('typed 42');
  },
);

test('title and mouse are the shell’s while the console is stopped, and its own again after that', async () => {
  await place.engine().event(started);
  const terminal = place.openShell({ cols: 80, rows: 24 }, { args: ['--mouse'] });
  await terminal.waitFor('SHELL$');
  terminal.type("printf '\\033]2;the shell\\007'; $CONSOLE\r");
  await terminal.waitFor(/attached to PID/);
  await twoTicks(terminal);
  expect(terminal.title()).toMatch(/^openclaw-tui/);
  terminal.press('Ctrl-Z');
  await terminal.waitFor(/Stopped/);
  expect(terminal.title()).toBe('the shell');
  expect(terminal.modes().mouse).toBe(false);
  terminal.type('fg\r');
  await terminal.waitFor(/attached to PID/);
  await twoTicks(terminal);
  expect(terminal.title()).toMatch(/^openclaw-tui/);
  expect(terminal.modes().mouse).toBe(true);
  terminal.press('q');
  await terminal.waitFor((rows) => rows.some((row) => /SHELL\$ *$/.test(row)), 'the prompt');
  expect(terminal.title()).toBe('the shell');
});

test('with the engine in it Ctrl-Z asks as q does, and stops nothing', async () => {
  const terminal = await consoleInShell();
  await terminal.waitFor('ENGINE here');
  await twoTicks(terminal);
  terminal.press('Ctrl-Z');
  await terminal.waitFor(/Leave/);
  await twoTicks(terminal);
  terminal.press('Escape');
  await twoTicks(terminal);
  expect(terminal.screen()[23]).toMatch(/\? keys/);
});

test('read-only, Ctrl-Z is off', async () => {
  await place.engine().event(started);
  const terminal = place.open({ cols: 80, rows: 24 }, { args: ['--read-only'] });
  await terminal.waitFor(/attached to PID/);
  terminal.press('Ctrl-Z');
  await terminal.waitFor('read-only: Ctrl-Z is off');
});
