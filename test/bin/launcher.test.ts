import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PATIENCE } from '../support/patience.ts';
import { oldNodes } from './support/old-nodes.ts';
import { createProgram, ENTRY, type Program } from './support/program.ts';

const ROOT = dirname(dirname(ENTRY));

/** Ways to start the engine through a process that is none: npm, and an older Node of this machine. */
const LAUNCHERS: [name: string, file: string, words: string[]][] = [
  // Without prestart, which builds what other tests are running.
  ['npm start', 'npm', ['start', '--ignore-scripts', '--silent', '--']],
  ...oldNodes().map((node): (typeof LAUNCHERS)[number] => [node, node, [ENTRY]]),
];

let program: Program;
const started = new Set<ChildProcess>();
const engines = new Set<number>();
beforeEach(() => {
  program = createProgram();
});
afterEach(async () => {
  for (const child of started) child.kill('SIGKILL');
  for (const pid of engines) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  await vi.waitFor(() => expect([...engines].filter(isAlive)).toEqual([]), PATIENCE);
  started.clear();
  engines.clear();
  await program.remove();
});

/** What only waits to be reaped is gone. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

const engineNow = async () =>
  (await program.json<{ engine: { pid: number; mode: string } | null }>('status')).data.engine ?? undefined;

/** In a process group of its own, as a shell or a terminal has it. */
function launch(file: string, words: readonly string[]) {
  const child = spawn(file, words, {
    cwd: ROOT,
    detached: true,
    env: {
      PATH: process.env.PATH,
      HOME: program.home,
      OPENCLAW_TUI_HOME: program.home,
      npm_config_update_notifier: 'false',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.add(child);
  let out = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  return {
    pid: child.pid ?? 0,
    ended,
    out: () => out,
    tellGroup: (signal: NodeJS.Signals) => process.kill(-(child.pid ?? 0), signal),
  };
}

async function launchEngine([, file, words]: (typeof LAUNCHERS)[number], ...flags: string[]) {
  const launched = launch(file, [...words, '--no-ui', ...flags]);
  await vi.waitFor(() => expect(launched.out()).toContain('"event":"engine-started"'), PATIENCE);
  const engine = (await engineNow())?.pid ?? 0;
  engines.add(engine);
  expect(engine).not.toBe(launched.pid);
  return { ...launched, engine };
}

const gone = (pid: number) => vi.waitFor(() => expect(isAlive(pid)).toBe(false), PATIENCE);

test.each(LAUNCHERS)('%s passes words, output and the exit code on', async (_name, file, words) => {
  const missing = launch(file, [...words, 'jobs', 'show', 'nobody', '--json']);
  expect(await missing.ended).toEqual({ code: 3, signal: null });
  await vi.waitFor(() => expect(missing.out()).toContain('"code":"job-not-found"'), PATIENCE);
});

test.each(LAUNCHERS)(
  'R-11 %s: one Ctrl-C of a terminal drains the engine, however many pass it on',
  async (...launcher) => {
    const { tellGroup, engine, out, ended } = await launchEngine(launcher);
    tellGroup('SIGINT');
    await gone(engine);
    await ended;
    expect(out()).toContain('"event":"engine-stopped"');
    expect(await engineNow()).toBeUndefined();
  },
);

test.each(LAUNCHERS)('R-11 %s: a TERM to all of it drains the engine', async (...launcher) => {
  const { tellGroup, engine, out, ended } = await launchEngine(launcher);
  tellGroup('SIGTERM');
  await gone(engine);
  await ended;
  expect(out()).toContain('"event":"engine-stopped"');
});

test.each(LAUNCHERS)(
  'R-4 %s: a hang-up leaves the engine running, and one that was told so stops',
  async (...launcher) => {
    const kept = await launchEngine(launcher);
    kept.tellGroup('SIGHUP');
    // An answer after the signal has been dealt with: the same process still runs it, and takes commands.
    await program.run('jobs', 'add', '--name', 'x', '--shell', 'true');
    await program.run('jobs', 'run', 'x');
    await vi.waitFor(() => expect(kept.out()).toContain('"event":"run-ended"'), PATIENCE);
    expect((await engineNow())?.pid).toBe(kept.engine);
    process.kill(kept.engine, 'SIGTERM');
    await gone(kept.engine);
    const stopping = await launchEngine(launcher, '--on-hangup', 'stop');
    stopping.tellGroup('SIGHUP');
    await gone(stopping.engine);
    expect(await engineNow()).toBeUndefined();
  },
);

test.each(LAUNCHERS)(
  'R-4 %s killed: the engine without a screen goes on, and a TERM still ends it well',
  async (...launcher) => {
    const { pid, engine, ended, out } = await launchEngine(launcher);
    process.kill(pid, 'SIGKILL');
    expect(await ended).toEqual({ code: null, signal: 'SIGKILL' });
    expect((await engineNow())?.pid).toBe(engine);
    await program.run('jobs', 'add', '--name', 'x', '--shell', 'true');
    await program.run('jobs', 'run', 'x');
    await vi.waitFor(() => expect(out()).toContain('"event":"run-ended"'), PATIENCE);
    process.kill(engine, 'SIGTERM');
    await gone(engine);
    expect(await engineNow()).toBeUndefined();
  },
);

test.each(LAUNCHERS)('%s: a changed window and a stop with its going on disturb nothing', async (...launcher) => {
  const { tellGroup, engine, ended, out } = await launchEngine(launcher);
  tellGroup('SIGWINCH');
  tellGroup('SIGSTOP');
  tellGroup('SIGCONT');
  await program.run('jobs', 'add', '--name', 'x', '--shell', 'true', '--in', '1s');
  await vi.waitFor(() => expect(out()).toContain('"event":"run-ended"'), PATIENCE);
  expect((await engineNow())?.pid).toBe(engine);
  tellGroup('SIGTERM');
  await gone(engine);
  await ended;
});
