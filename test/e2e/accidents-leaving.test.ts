import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { allDead, createPlace, type Place, RESTORED } from '../support/e2e.ts';
import { PATIENCE } from '../support/patience.ts';
import type { RealTerminal } from '../support/terminal.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

const CRASH = fileURLToPath(new URL('../fixtures/terminal/crash-on-usr2.mjs', import.meta.url));

/** A console as somebody starts it by hand, with everything switched on that has to be switched off again. */
async function inShell(env: Record<string, string> = {}): Promise<{ terminal: RealTerminal; engine: number }> {
  const terminal = place.openShell({ cols: 80, rows: 24 }, { args: ['--mouse', '--grace', '0'], env });
  await terminal.waitFor('SHELL$');
  terminal.type('$CONSOLE; echo "left with $?"\r');
  await terminal.waitFor('ENGINE here');
  await terminal.waitFor(() => terminal.modes().mouse && terminal.modes().bracketedPaste, 'mouse and pastes to be on');
  expect(terminal.modes()).toMatchObject({ alternateScreen: true, cursorVisible: false });
  const { data } = await place.json<{ engine: { pid: number } }>('status');
  return { terminal, engine: data.engine.pid };
}

/** The terminal is as it was, and the shell gets what is typed from now on and nothing else. */
async function shellIsBack(terminal: RealTerminal, code: number): Promise<void> {
  await terminal.waitFor(new RegExp(`left with ${code}\\nSHELL\\$`));
  // The shell switches its own bracketed paste on.
  expect({ ...terminal.modes(), bracketedPaste: false }).toEqual(RESTORED);
  terminal.type('echo "typed $((6*7))"\r');
  await terminal.waitFor(/SHELL\$ echo "typed \$\(\(6\*7\)\)"\ntyped 42\nSHELL\$ *$/m);
}

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
] as const)('%s of the console gives the shell a terminal as it was', async (signal, code) => {
  const { terminal, engine } = await inShell();
  process.kill(engine, signal);
  await shellIsBack(terminal, code);
});

test('Ctrl-C asks, and a second one leaves as SIGINT does', async () => {
  const { terminal } = await inShell();
  terminal.press('Ctrl-C');
  await terminal.waitFor('Leave openclaw-tui?');
  await terminal.waitFor(/ armed ━*┓/);
  terminal.press('Ctrl-C');
  await shellIsBack(terminal, 130);
});

test('an error that nobody caught is told on the restored screen, and the shell goes on', async () => {
  const { terminal, engine } = await inShell({ NODE_OPTIONS: `--import=${CRASH}` });
  process.kill(engine, 'SIGUSR2');
  await shellIsBack(terminal, 70);
  expect(terminal.text()).toContain('stopped by a fault of its own: nobody caught this');
});

test('keys that were typed behind q do not run in the shell', async () => {
  await place.engine().event(({ event }) => event === 'engine-started');
  const terminal = place.openShell({ cols: 80, rows: 24 });
  await terminal.waitFor('SHELL$');
  terminal.type('$CONSOLE; echo "left with $?"\r');
  await terminal.waitFor('attached to PID');
  await terminal.waitForRaw('\x1b[?2004h');
  terminal.write('qecho LATE >late; echo LATE\r');
  terminal.type('echo LATER\r');
  await shellIsBack(terminal, 0);
  expect(terminal.text()).not.toContain('LATE');
  expect(() => place.read('late')).toThrow();
});

test('the terminal goes away under the console in its shell: nothing of it stays but the engine', async () => {
  const { terminal, engine } = await inShell();
  terminal.hangUp();
  await allDead([engine, terminal.pid]);
  await vi.waitFor(
    async () => expect(await place.json('status')).toMatchObject({ data: { engine: { mode: 'headless' } } }),
    PATIENCE,
  );
});
