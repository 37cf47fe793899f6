import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { createProgram, ENTRY, OWN_NODE, type Program } from '../bin/support/program.ts';
import { isAlive } from './end-processes.ts';
import { openTerminal, type RealTerminal } from './terminal.ts';

export { isAlive, processesOf } from './end-processes.ts';

export type Size = { cols: number; rows: number };
export const SIZES: [string, Size][] = [
  ['80×24', { cols: 80, rows: 24 }],
  ['120×40', { cols: 120, rows: 40 }],
];

export const RESTORED = { alternateScreen: false, cursorVisible: true, bracketedPaste: false, mouse: false };
/** Longer than a console waits for the engine that it leaves behind, which is 20 s. */
const END_MAX_MS = 30_000;

/** A home with the built program on it: commands from other processes, and consoles in real terminals. */
export type Place = Program & {
  /** The console; `args` come behind `--home`. */
  open(size: Size, options?: OpenOptions): RealTerminal;
  /** A shell with job control, at its prompt `SHELL$`; `$CONSOLE` there is the console. */
  openShell(size: Size, options?: OpenOptions): RealTerminal;
  /** Adds a job that works in the home; returns its id. */
  add(name: string, shell: string, ...flags: string[]): Promise<string>;
  /** Starts a run by hand from another process. */
  start(name: string): Promise<void>;
  /** Makes a file that a job waits for. */
  touch(name: string): void;
  read(name: string): string;
};
/** `before`: what stands in the line of the cursor when the program starts. */
type OpenOptions = { args?: string[]; node?: string; env?: Record<string, string>; before?: string };

export function createPlace(): Place {
  const program = createProgram();
  const terminals = new Set<RealTerminal>();
  const openIn = (size: Size, shell: string[], env: Record<string, string>): RealTerminal => {
    const [command = '/bin/sh', ...args] = shell;
    const surroundings = { HOME: program.home, TMPDIR: program.home, ...env };
    const terminal = openTerminal({ command, args, ...size, env: surroundings, cwd: program.home });
    terminals.add(terminal);
    return terminal;
  };
  const wordsOf = ({ args = [], node = OWN_NODE }: OpenOptions) => [node, ENTRY, '--home', program.home, ...args];
  return {
    ...program,
    open: (size, options = {}) =>
      openIn(
        size,
        ['/bin/sh', '-c', 'printf %s "$0"; exec "$@"', options.before ?? '', ...wordsOf(options)],
        options.env ?? {},
      ),
    openShell: (size, options = {}) =>
      openIn(size, ['/bin/bash', '--norc', '--noprofile', '-i'], {
        PS1: 'SHELL$ ',
        CONSOLE: wordsOf(options).join(' '),
        ...options.env,
      }),
    async add(name, shell, ...flags) {
      const words = ['jobs', 'add', '--name', name, '--shell', shell, '--cwd', program.home, ...flags];
      const added = await program.json<{ job: { id: string } }>(...words);
      if (!added.ok) throw new Error(`not added: ${JSON.stringify(added)}`);
      return added.data.job.id;
    },
    async start(name) {
      const asked = await program.run('jobs', 'run', name);
      if (asked.code !== 0) throw new Error(`not started: ${asked.err}`);
    },
    touch: (name) => writeFileSync(join(program.home, name), ''),
    read: (name) => readFileSync(join(program.home, name), 'utf8'),
    async remove() {
      await Promise.all([...terminals].map((terminal) => terminal.close()));
      await program.remove();
    },
  };
}

/** Shell for a job that goes on until `touch` makes the file. */
export const untilFile = (name: string): string => `until [ -e ${name} ]; do sleep 0.05; done`;

export const allDead = (pids: readonly number[]): Promise<void> =>
  vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), { timeout: END_MAX_MS });

const CLOCK = /\b(\d\d:\d\d:\d\d) (?:UTC|CET|CEST)\b/;
const clockOf = (rows: readonly string[]): string => CLOCK.exec(rows[0] ?? '')?.[1] ?? '';

/** Waits until the header's clock has gone on twice: at least a second, and the screen is a live one. */
export async function twoTicks(terminal: RealTerminal): Promise<void> {
  for (let tick = 0; tick < 2; tick += 1) {
    const before = clockOf(terminal.screen());
    await terminal.waitFor(
      (rows) => clockOf(rows) !== '' && clockOf(rows) !== before,
      `the clock to go on from ${before}`,
    );
  }
}

/** The rows of the screen that hold the text. */
export const rowsWith = (terminal: RealTerminal, text: string | RegExp): string[] =>
  terminal.screen().filter((row) => (typeof text === 'string' ? row.includes(text) : text.test(row)));

/** Presses a key that opens a sheet, and waits until its keys count. */
export async function openSheet(terminal: RealTerminal, key: string, question: string): Promise<void> {
  terminal.press(key);
  await terminal.waitFor(question);
  await terminal.waitFor(/ armed ━*┓/, 'the sheet to be armed');
}

/** The same by the palette: the words are typed, and Enter takes the best entry once it is there. */
export async function orderSheet(terminal: RealTerminal, words: string, question: string): Promise<void> {
  terminal.press(':');
  await terminal.waitFor('All actions, jobs, runs');
  terminal.type(words);
  await terminal.waitFor(`: ${words}▏`);
  await openSheet(terminal, 'Enter', question);
}

/** Moves the focus to a button and presses it. */
export async function pressButton(terminal: RealTerminal, button: string): Promise<void> {
  while (!terminal.text().includes(`▸[ ${button} ]`)) {
    const before = focusOf(terminal);
    terminal.press('Tab');
    await terminal.waitFor(() => focusOf(terminal) !== before, 'the focus to move');
  }
  terminal.press('Enter');
}

const focusOf = (terminal: RealTerminal): string =>
  terminal
    .text()
    .split('▸')
    .map((part) => part.slice(0, 12))
    .join('|');
