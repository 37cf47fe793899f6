import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { openTerminal, type RealTerminal } from '../support/terminal.ts';

const PROGRAM = fileURLToPath(new URL('../fixtures/terminal/way-out.mjs', import.meta.url));
const RESTORED = { alternateScreen: false, cursorVisible: true, bracketedPaste: false, mouse: false };

const opened: RealTerminal[] = [];
const start = async (script = 'exec "$NODE" "$PROGRAM"'): Promise<RealTerminal> => {
  const terminal = openTerminal({
    command: '/bin/sh',
    args: ['-c', script],
    env: { NODE: process.execPath, PROGRAM, NODE_ENV: 'production' },
  });
  opened.push(terminal);
  await terminal.waitFor('console up');
  await terminal.waitForRaw('\x1b[?2004h');
  expect(terminal.modes()).toMatchObject({ alternateScreen: true, cursorVisible: false, bracketedPaste: true });
  terminal.press('m');
  await terminal.waitForRaw('\x1b[?1004h');
  expect(terminal.modes().mouse).toBe(true);
  return terminal;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((terminal) => terminal.close()));
});

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
] as const)('%s ends the console with %d and the terminal as it was', async (signal, code) => {
  const terminal = await start();
  terminal.signal(signal);
  expect(await terminal.exited).toEqual({ code, signal: undefined });
  expect(terminal.modes()).toEqual(RESTORED);
});

test('q ends it with 0', async () => {
  const terminal = await start();
  terminal.press('q');
  expect(await terminal.exited).toEqual({ code: 0, signal: undefined });
  expect(terminal.modes()).toEqual(RESTORED);
});

test.each([
  ['e', 'no such row'],
  ['r', 'nobody caught this'],
  ['d', 'cannot draw'],
])('an error (%s) ends it with 70, and says what it was on the restored screen', async (key, words) => {
  const terminal = await start();
  terminal.press(key);
  expect(await terminal.exited).toEqual({ code: 70, signal: undefined });
  expect(terminal.modes()).toEqual(RESTORED);
  expect(terminal.text()).toContain(`openclaw-tui: ${words}`);
});

test('keys that come late do not run in the shell, and the shell can be typed in', async () => {
  const terminal = await start('"$NODE" "$PROGRAM"; echo "left with $?"; read line; echo "got [$line]"');
  terminal.write('qecho');
  terminal.write(' LATE\r');
  terminal.type('echo LATER\r');
  await terminal.waitFor('left with 0');
  terminal.write('fine\r');
  await terminal.waitFor('got [');
  expect(terminal.text()).toContain('got [fine]');
  expect(terminal.text()).not.toContain('LATE');
});
