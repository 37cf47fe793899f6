import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { ANA } from '../../support/builders.ts';
import { openTerminal, type RealTerminal } from '../../support/terminal.ts';
import { createHome, ENTRY, type Home, until } from '../support/home.ts';
import { isThere, killPid } from '../support/proc.ts';
import { createRandom, type Random } from '../support/random.ts';

type Size = { cols: number; rows: number };
export const SIZES: readonly Size[] = [
  { cols: 20, rows: 5 },
  { cols: 40, rows: 10 },
  { cols: 80, rows: 24 },
  { cols: 132, rows: 43 },
  { cols: 300, rows: 100 },
];

const RESTORED = JSON.stringify({
  alternateScreen: false,
  cursorVisible: true,
  bracketedPaste: false,
  mouse: false,
});
const SIZES_A_STORM = 80;
const STORM_STEP_MS = 6;
const SHELL_MS = 500;

export type Treatments = {
  count: number;
  /** Of those after which somebody still has a terminal. */
  withTerminal: number;
  restored: number;
  /** Of those that must leave an engine. */
  withEngine: number;
  running: number;
  problems: string[];
};

type Place = { home: Home; size: Size; random: Random; open(words?: string[], script?: string): RealTerminal };
type Answer = { restored?: boolean; running?: boolean; problem?: string };
/** Each begins with nobody at work, and says how terminal and engine are afterwards. */
type Treatment = { name: string; act(place: Place): Promise<Answer> };

const TREATMENTS: readonly Treatment[] = [
  {
    name: 'SIGHUP to the console that runs the engine',
    async act({ open, home }) {
      const terminal = open();
      await drawn(terminal);
      await holder(home);
      terminal.signal('SIGHUP');
      await terminal.exited;
      return { restored: isRestored(terminal), running: await runsJobs(home) };
    },
  },
  {
    name: 'the terminal closed under it',
    async act({ open, home }) {
      const terminal = open();
      await drawn(terminal);
      const before = await holder(home);
      terminal.hangUp();
      await until('another process has the engine', () => (home.store.lease.current()?.pid ?? before) !== before);
      return { running: await runsJobs(home) };
    },
  },
  {
    name: 'a storm of SIGWINCH under an attached console',
    async act({ open, home, random }) {
      await engine(home);
      const terminal = open();
      await drawn(terminal);
      for (let step = 0; step < SIZES_A_STORM; step += 1) {
        terminal.resize(20 + random.whole(281), 5 + random.whole(96));
        await pause(STORM_STEP_MS);
      }
      terminal.resize(80, 24);
      await terminal.waitFor(/openclaw-tui/, 'the console to be drawn after the storm');
      terminal.press('q');
      await terminal.exited;
      return { restored: isRestored(terminal), running: await runsJobs(home) };
    },
  },
  {
    name: 'a storm of SIGWINCH under the console that runs the engine, then TERM',
    async act({ open, home, random }) {
      const terminal = open();
      await drawn(terminal);
      for (let step = 0; step < SIZES_A_STORM; step += 1) {
        const { cols, rows } = random.pick(SIZES) ?? { cols: 80, rows: 24 };
        terminal.resize(cols, rows);
        terminal.signal('SIGWINCH');
        if (random.chance(0.3)) await pause(STORM_STEP_MS);
      }
      const running = await runsJobs(home);
      terminal.signal('SIGTERM');
      await terminal.exited;
      return { restored: isRestored(terminal), running };
    },
  },
  {
    name: 'SIGTSTP of an attached console in a shell, and SIGCONT',
    async act({ open, home }) {
      await engine(home);
      const terminal = open([], 'exec /bin/bash --norc --noprofile -i');
      await terminal.waitFor('SHELL$');
      terminal.type('$CONSOLE\r');
      await terminal.waitFor(() => terminal.modes().alternateScreen, 'the console');
      await drawn(terminal);
      terminal.press('Ctrl-Z');
      await terminal.waitFor(
        () => !terminal.modes().alternateScreen && terminal.text().includes('SHELL$'),
        'the shell',
      );
      const wasRestored = isShells(terminal);
      // What is typed before the shell has set its terminal up is thrown away by it.
      await pause(SHELL_MS);
      terminal.type('fg\r');
      await terminal.waitFor(() => terminal.modes().alternateScreen, 'the console again');
      await drawn(terminal);
      terminal.press('q');
      await terminal.waitFor(() => !terminal.modes().alternateScreen, 'the shell again');
      return { restored: wasRestored && isShells(terminal), running: await runsJobs(home) };
    },
  },
  {
    name: 'KILL of an attached console',
    async act({ open, home }) {
      await engine(home);
      const terminal = open();
      await drawn(terminal);
      terminal.signal('SIGKILL');
      await terminal.exited;
      return { running: await runsJobs(home) };
    },
  },
  {
    name: 'TERM=dumb',
    async act({ open, home }) {
      const terminal = open([], 'TERM=dumb exec $CONSOLE');
      await holder(home);
      const running = await runsJobs(home);
      const raw = terminal.raw();
      terminal.signal('SIGTERM');
      await terminal.exited;
      const problem = raw.includes('\u001b') ? { problem: 'control sequences for TERM=dumb' } : {};
      return { restored: isRestored(terminal), running, ...problem };
    },
  },
  {
    name: 'no terminal at all',
    async act({ home }) {
      const child = spawn(process.execPath, [ENTRY, '--home', home.directory], { stdio: 'ignore', detached: true });
      const running = await runsJobs(home);
      killPid(child.pid ?? 0, 'SIGTERM');
      await until('it ends', () => !isThere(child.pid ?? 0));
      return { running };
    },
  },
  {
    name: 'a pipe that nobody reads any more',
    async act({ home }) {
      const child = spawn(process.execPath, [ENTRY, '--home', home.directory], { stdio: ['ignore', 'pipe', 'pipe'] });
      child.stdout.destroy();
      child.stderr.destroy();
      const running = await runsJobs(home);
      killPid(child.pid ?? 0, 'SIGTERM');
      await until('it ends', () => !isThere(child.pid ?? 0));
      return { running };
    },
  },
];

/** Everything that happens to terminals, on small and large ones; afterwards the terminal is as it was, and the engine at work. */
export const treatTerminals = async (options: {
  sizes: readonly Size[];
  seed: number;
  note?(text: string): void;
}): Promise<Treatments> => {
  const random = createRandom(options.seed);
  const result: Treatments = { count: 0, withTerminal: 0, restored: 0, withEngine: 0, running: 0, problems: [] };
  for (const size of options.sizes) {
    for (const treatment of TREATMENTS) {
      const answer = await treat(treatment, size, random);
      const what = `${treatment.name}, ${size.cols}×${size.rows}`;
      result.count += 1;
      if (answer.problem !== undefined) result.problems.push(`${what}: ${answer.problem}`);
      if (answer.restored !== undefined) result.withTerminal += 1;
      if (answer.restored === true) result.restored += 1;
      if (answer.running !== undefined) result.withEngine += 1;
      if (answer.running === true) result.running += 1;
      if (answer.restored === false) result.problems.push(`${what}: the terminal was not restored`);
      if (answer.running === false) result.problems.push(`${what}: no engine ran`);
    }
    options.note?.(
      `${size.cols}×${size.rows}: ${result.problems.length} problems so far; ${result.problems.at(-1) ?? ''}`,
    );
  }
  return result;
};

const treat = async ({ act }: Treatment, size: Size, random: Random): Promise<Answer> => {
  const home = createHome();
  const terminals: RealTerminal[] = [];
  home.addJob({ name: 'sign', payload_message: 'true', overlap_policy: 'allow' });
  const open: Place['open'] = (words = [], script = 'exec $CONSOLE') => {
    const env = {
      HOME: tmpdir(),
      PS1: 'SHELL$ ',
      CONSOLE: [process.execPath, ENTRY, '--home', home.directory, ...words].join(' '),
    };
    const terminal = openTerminal({ command: '/bin/sh', args: ['-c', script], ...size, env });
    terminals.push(terminal);
    return terminal;
  };
  try {
    return await act({ home, size, random, open });
  } catch (error) {
    return { problem: String(error).split('\n').slice(0, 12).join(' | ') };
  } finally {
    await Promise.all(terminals.map((terminal) => terminal.close()));
    await home.remove();
  }
};

/** Small terminals have no room for more than the name. */
const drawn = (terminal: RealTerminal): Promise<void> =>
  terminal.waitFor(
    () => terminal.modes().alternateScreen && /openclaw/.test(terminal.text()),
    'the console to be drawn',
  );

const isRestored = (terminal: RealTerminal): boolean => JSON.stringify(terminal.modes()) === RESTORED;

/** The shell that has it back reports pastes itself. */
const isShells = (terminal: RealTerminal): boolean => {
  const { alternateScreen, cursorVisible, mouse } = terminal.modes();
  return !alternateScreen && cursorVisible && !mouse;
};

const holder = async (home: Home): Promise<number> => {
  await until('somebody has the engine', () => home.store.lease.current() !== undefined);
  return home.store.lease.current()?.pid ?? 0;
};

const engine = async (home: Home): Promise<void> => {
  home.startEngine();
  await holder(home);
};

/** The sign of life that counts: what is asked for is done. */
const runsJobs = async (home: Home): Promise<boolean> => {
  const [job] = home.rows('SELECT id FROM jobs', (row) => row as { id: string });
  const before = okCount(home);
  home.commands.runNow(job?.id ?? '', ANA);
  try {
    await until('a run ends ok', () => okCount(home) > before);
    return true;
  } catch {
    return false;
  }
};

const okCount = (home: Home): number => home.runs().filter(({ status }) => status === 'ok').length;
