import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { createProgram } from '../bin/support/program.ts';
import { processesOf } from '../support/end-processes.ts';
import { PATIENCE } from '../support/patience.ts';
import { openTerminal, type RealTerminal, type TerminalOptions } from '../support/terminal.ts';

const ECHO = fileURLToPath(new URL('../fixtures/terminal/echo.mjs', import.meta.url));

const opened: RealTerminal[] = [];
const open = (options: Partial<TerminalOptions> = {}): RealTerminal => {
  const terminal = openTerminal({ command: process.execPath, args: [ECHO], cols: 40, rows: 10, ...options });
  opened.push(terminal);
  return terminal;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((terminal) => terminal.close()));
});

test('the screen is rows of the full width, cells know their look', async () => {
  const terminal = open();
  await terminal.waitFor('ready');
  expect(terminal.screen()).toHaveLength(10);
  expect(terminal.screen()[1]).toBe('ready'.padEnd(40));
  expect(terminal.cell(0, 0)).toEqual({
    text: 'A',
    foreground: 209,
    background: 'default',
    bold: true,
    dim: false,
    inverse: true,
  });
  expect(terminal.cell(1, 0)).toMatchObject({ text: 'B', foreground: '#12161c', background: 4, dim: true });
  expect(terminal.title()).toBe('a title');
  expect(terminal.bellCount()).toBe(1);
});

test('keys arrive as the bytes terminals send', async () => {
  const terminal = open();
  await terminal.waitFor('ready');
  terminal.press('Up');
  await terminal.waitFor('"\\u001b[A"');
  terminal.press('Ctrl-U');
  await terminal.waitFor('"\\u0015"');
  terminal.write('ab\r');
  await terminal.waitFor('"ab\\r"');
});

test('the terminal answers: status, and its background if it has been given one', async () => {
  const terminal = open({ background: '1212/1616/1c1c' });
  await terminal.waitFor('ready');
  terminal.press('s');
  await terminal.waitFor('"\\u001b[0n"');
  terminal.press('c');
  await terminal.waitFor('rgb:1212/1616/1c1c');
});

test('a new size reaches the program', async () => {
  const terminal = open();
  await terminal.waitFor('ready');
  terminal.resize(60, 20);
  await terminal.waitFor('size 60x20');
  expect(terminal.screen()).toHaveLength(20);
});

test('modes are those the program switched on', async () => {
  const terminal = open();
  await terminal.waitFor('ready');
  expect(terminal.modes()).toEqual({
    alternateScreen: false,
    cursorVisible: true,
    bracketedPaste: false,
    mouse: false,
  });
  terminal.press('m');
  await terminal.waitFor('"m"');
  expect(terminal.modes()).toEqual({ alternateScreen: true, cursorVisible: false, bracketedPaste: true, mouse: true });
});

test('the end carries code or signal, and whoever waits hears of it with the screen', async () => {
  const ended = open();
  await ended.waitFor('ready');
  const waiting = ended.waitFor('never', 'something that never comes');
  ended.press('q');
  await expect(waiting).rejects.toThrow(/the program ended .*something that never comes[\s\S]*ready/);
  expect(await ended.exited).toEqual({ code: 7, signal: undefined });

  const killed = open();
  await killed.waitFor('ready');
  killed.signal('SIGTERM');
  expect(await killed.exited).toMatchObject({ signal: 15 });
});

test('closing kills the children as well', async () => {
  const terminal = open({ command: '/bin/sh', args: ['-c', 'sleep 1000 & echo "child $!."; wait'] });
  await terminal.waitFor(/child \d+\./);
  const pid = Number(/child (\d+)\./.exec(terminal.text())?.[1]);
  await terminal.close();
  await vi.waitFor(() => expect(stateOf(pid)).toMatch(/^Z?$/), PATIENCE);
});

test('whatever a test leaves under its home is ended with it: nobody’s children, other sessions, what hides its environment', async () => {
  const program = createProgram();
  const background = (command: string, words: string[], env: Record<string, string>): number => {
    const child = spawn(command, words, { detached: true, stdio: 'ignore', env });
    child.unref();
    return child.pid ?? 0;
  };
  const left = [
    background('/bin/sleep', ['1000'], { HOME: program.home }),
    background(process.execPath, ['-e', 'setInterval(() => {}, 1e6)', '--', '--home', program.home], {}),
    background('/bin/sh', ['-c', 'setsid sleep 1000 & exit 0'], { HOME: program.home }),
  ];
  await vi.waitFor(() => expect(processesOf(program.home)).toHaveLength(3), PATIENCE);
  await program.remove();
  expect(processesOf(program.home)).toEqual([]);
  expect(left.map(stateOf).join('')).toMatch(/^Z*$/);
  expect(existsSync(program.home)).toBe(false);
});

/** Empty when there is no such process, Z when only its parent has not asked for it yet. */
const stateOf = (pid: number): string =>
  spawnSync('ps', ['-o', 'stat=', '-p', `${pid}`], { encoding: 'utf8' }).stdout.slice(0, 1);
