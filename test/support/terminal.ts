import { Buffer } from 'node:buffer';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import process from 'node:process';
import { spawn } from '@lydell/node-pty';
import xterm, { type IBufferCell } from '@xterm/headless';

export type TerminalOptions = {
  command: string;
  args?: string[];
  cols?: number;
  rows?: number;
  /** Added to a bare environment: PATH, HOME, TERM, a UTF-8 locale and UTC are all there is otherwise. */
  env?: Record<string, string>;
  cwd?: string;
  /** What is answered to OSC 11, as `rrrr/gggg/bbbb`; undefined for a terminal that does not know the question. */
  background?: string;
};

/** `default`, an index of the palette, or the exact colour. */
export type CellColour = 'default' | number | `#${string}`;
export type Cell = {
  text: string;
  foreground: CellColour;
  background: CellColour;
  bold: boolean;
  dim: boolean;
  inverse: boolean;
};
export type Exit = { code: number; signal: number | undefined };
export type Modes = { alternateScreen: boolean; cursorVisible: boolean; bracketedPaste: boolean; mouse: boolean };
export type Condition = string | RegExp | ((rows: string[]) => boolean);

export type RealTerminal = {
  pid: number;
  /** All rows in full width, trailing blanks included. */
  screen(): string[];
  /** The rows without trailing blanks, as one text. */
  text(): string;
  /** What scrolled out above the screen, rows without trailing blanks. */
  scrollback(): string[];
  cell(x: number, y: number): Cell;
  cursor(): { x: number; y: number };
  modes(): Modes;
  title(): string;
  bellCount(): number;
  /** One write per key: `press('Tab', 'Enter', 'a', 'Ctrl-C')`. */
  press(...keys: string[]): void;
  /** Each character in a write of its own. */
  type(text: string): void;
  /** All in one write, as typed ahead or pasted. */
  write(bytes: string): void;
  resize(cols: number, rows: number): void;
  /** The reader stops, as with Ctrl-S or a hung line, and what the kernel keeps for it is full: nothing more is taken. */
  stall(): Promise<void>;
  resume(): void;
  signal(name: NodeJS.Signals): void;
  /** The line drops: the terminal is closed from its other side. */
  hangUp(): void;
  /** Resolves at the byte that makes it true; `what` stands in the error. */
  waitFor(condition: Condition, what?: string): Promise<void>;
  /** The same for the bytes that came, also those no screen shows. */
  waitForRaw(bytes: string, what?: string): Promise<void>;
  exited: Promise<Exit>;
  raw(): string;
  /** Kills the process group that was started, and waits for its end. */
  close(): Promise<void>;
};

const WAIT_MAX_MS = 40_000;
const RAW_BYTES_MAX = 16 * 1024 * 1024;

/** A program in a real pty, drawn by a real terminal emulator that answers its questions. */
export const openTerminal = (options: TerminalOptions): RealTerminal => {
  const { command, args = [], cols = 80, rows = 24, env = {}, cwd } = options;
  const emulator = new xterm.Terminal({
    ...{ cols, rows, allowProposedApi: true, scrollback: 1_000 },
    windowOptions: { pushTitle: true, popTitle: true },
  });
  const child = spawn(command, args, {
    name: 'xterm-256color',
    cols,
    rows,
    cwd: cwd ?? process.cwd(),
    env: { ...BARE_ENVIRONMENT, ...env },
    encoding: null,
  });
  const watchers = new Set<() => void>();
  const chunks: Buffer[] = [];
  let rawBytes = 0;
  let title = '';
  let bellCount = 0;
  let exit: Exit | undefined;

  const look = (): void => {
    for (const watcher of [...watchers]) watcher();
  };

  child.onData((data) => {
    // With no encoding the pty hands on bytes, whatever its types say.
    const bytes = Buffer.from(data);
    rawBytes += bytes.length;
    if (rawBytes <= RAW_BYTES_MAX) chunks.push(bytes);
    emulator.write(bytes, look);
  });
  emulator.onData((answer) => child.write(answer));
  emulator.onTitleChange((changed) => {
    title = changed;
  });
  emulator.onBell(() => {
    bellCount += 1;
  });
  emulator.parser.registerOscHandler(11, (data) => {
    if (data === '?' && options.background !== undefined) child.write(`\x1b]11;rgb:${options.background}\x1b\\`);
    return true;
  });

  const exited = new Promise<Exit>((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      // What was written last is drawn before anyone hears of the end.
      emulator.write('', () => {
        exit = { code: exitCode, signal: signal === 0 ? undefined : signal };
        resolve(exit);
        look();
      });
    });
  });

  const row = (y: number, trimmed: boolean): string =>
    emulator.buffer.active.getLine(y)?.translateToString(trimmed, 0, emulator.cols) ?? '';
  const rowsFrom = (first: number, count: number, trimmed: boolean): string[] =>
    Array.from({ length: count }, (_, index) => row(first + index, trimmed));
  const screen = (): string[] => rowsFrom(emulator.buffer.active.baseY, emulator.rows, false);
  const text = (): string => rowsFrom(emulator.buffer.active.baseY, emulator.rows, true).join('\n');
  const raw = (): string => Buffer.concat(chunks).toString('utf8');

  const wait = (holds: () => boolean, what: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const settle = (error?: Error): void => {
        clearTimeout(timer);
        watchers.delete(watcher);
        if (error === undefined) resolve();
        else reject(error);
      };
      const fail = (why: string): void =>
        settle(new Error(`${why} while waiting for ${what}; the screen was\n${text()}`));
      const watcher = (): void => {
        if (holds()) settle();
        else if (exit !== undefined) fail(`the program ended (${JSON.stringify(exit)})`);
      };
      const timer = setTimeout(() => fail(`${WAIT_MAX_MS} ms passed`), WAIT_MAX_MS);
      watchers.add(watcher);
      watcher();
    });

  const killGroup = (name: NodeJS.Signals): void => {
    try {
      process.kill(-child.pid, name);
    } catch {
      // The group may be gone already, which is what is wanted.
    }
  };

  return {
    pid: child.pid,
    screen,
    text,
    scrollback: () => rowsFrom(0, emulator.buffer.active.baseY, true),
    cell: (x, y) => {
      const found = emulator.buffer.active.getLine(emulator.buffer.active.baseY + y)?.getCell(x);
      if (found === undefined) throw new RangeError(`no cell ${x},${y} in ${emulator.cols}×${emulator.rows}`);
      return cellOf(found);
    },
    cursor: () => ({ x: emulator.buffer.active.cursorX, y: emulator.buffer.active.cursorY }),
    modes: () => ({
      alternateScreen: emulator.buffer.active.type === 'alternate',
      cursorVisible: raw().lastIndexOf('\x1b[?25l') <= raw().lastIndexOf('\x1b[?25h'),
      bracketedPaste: emulator.modes.bracketedPasteMode,
      mouse: emulator.modes.mouseTrackingMode !== 'none',
    }),
    title: () => title,
    bellCount: () => bellCount,
    press: (...keys) => {
      for (const key of keys) child.write(bytesOfKey(key));
    },
    type: (typed) => {
      for (const character of typed) child.write(character);
    },
    write: (bytes) => child.write(bytes),
    resize: (newCols, newRows) => {
      emulator.resize(newCols, newRows);
      child.resize(newCols, newRows);
    },
    stall: async () => {
      child.pause();
      await fillUp((child as unknown as { ptsName: string }).ptsName);
    },
    resume: () => child.resume(),
    signal: (name) => {
      process.kill(child.pid, name);
    },
    hangUp: () => {
      // The master's end is closed, and the kernel tells the session.
      (child as unknown as { destroy(): void }).destroy();
    },
    waitFor: (condition, what = String(condition)) => wait(() => holdsOn(condition, screen, text), what),
    waitForRaw: (bytes, what = JSON.stringify(bytes)) => wait(() => raw().includes(bytes), what),
    exited,
    raw,
    close: async () => {
      if (exit === undefined) killGroup('SIGKILL');
      child.resume();
      await exited;
      emulator.dispose();
    },
  };
};

/** NUL means nothing to a terminal, wherever it comes: also within a sequence. */
const FILLING = Buffer.alloc(256);
/** The kernel moves what was written from one of its buffers to the next, a little later: there is room again. */
const FULL_LOOKS = 10;
const LOOK_EVERY_MS = 20;

/** Takes all the room that the kernel has for a terminal nobody reads: how many frames fit there is not for a test to guess. */
async function fillUp(path: string): Promise<void> {
  const file = openSync(path, constants.O_WRONLY | constants.O_NOCTTY | constants.O_NONBLOCK);
  try {
    for (let full = 0; full < FULL_LOOKS; full = isFull(file) ? full + 1 : 0)
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  } finally {
    closeSync(file);
  }
}

/** Whether not even one more byte was taken. */
function isFull(file: number): boolean {
  let taken = 0;
  try {
    for (;;) taken += writeSync(file, FILLING);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
  }
  return taken === 0;
}

const BARE_ENVIRONMENT = {
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  HOME: process.env.HOME ?? '/tmp',
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
  // Else it is the zone of whoever runs the tests.
  TZ: 'UTC',
};

const holdsOn = (condition: Condition, screen: () => string[], text: () => string): boolean => {
  if (typeof condition === 'function') return condition(screen());
  return typeof condition === 'string' ? text().includes(condition) : condition.test(text());
};

const KEYS: Record<string, string> = {
  Enter: '\r',
  Tab: '\t',
  'Shift-Tab': '\x1b[Z',
  Escape: '\x1b',
  Space: ' ',
  Backspace: '\x7f',
  Delete: '\x1b[3~',
  Up: '\x1b[A',
  Down: '\x1b[B',
  Right: '\x1b[C',
  Left: '\x1b[D',
  Home: '\x1b[H',
  End: '\x1b[F',
  PageUp: '\x1b[5~',
  PageDown: '\x1b[6~',
};

const bytesOfKey = (key: string): string => {
  const named = KEYS[key];
  if (named !== undefined) return named;
  const control = /^Ctrl-([A-Z\\\]^_@[])$/.exec(key);
  if (control?.[1] !== undefined) return String.fromCharCode(control[1].charCodeAt(0) - 0x40);
  if ([...key].length !== 1) throw new RangeError(`no key called ${key}`);
  return key;
};

const cellOf = (cell: IBufferCell): Cell => ({
  text: cell.getChars() === '' ? ' ' : cell.getChars(),
  foreground: colourOf(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor()),
  background: colourOf(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor()),
  bold: cell.isBold() !== 0,
  dim: cell.isDim() !== 0,
  inverse: cell.isInverse() !== 0,
});

const colourOf = (isDefault: boolean, isExact: boolean, value: number): CellColour => {
  if (isDefault) return 'default';
  return isExact ? `#${value.toString(16).padStart(6, '0')}` : value;
};
