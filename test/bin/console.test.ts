import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTerminal, type RealTerminal } from '../support/terminal.ts';
import { oldNodes } from './support/old-nodes.ts';
import { createProgram, ENTRY, OWN_NODE, type Program } from './support/program.ts';

let program: Program;
const terminals = new Set<RealTerminal>();
beforeEach(() => {
  program = createProgram();
});
afterEach(async () => {
  for (const terminal of terminals) await terminal.close();
  terminals.clear();
  await program.remove();
});

const open = (...words: string[]): RealTerminal => start(OWN_NODE, [ENTRY, ...words]);

function start(command: string, args: string[]): RealTerminal {
  const terminal = openTerminal({
    command,
    args,
    env: { HOME: program.home, OPENCLAW_TUI_HOME: program.home, TMPDIR: program.home, LANG: 'C.UTF-8' },
    cwd: program.home,
  });
  terminals.add(terminal);
  return terminal;
}

const restored = { alternateScreen: false, cursorVisible: true, bracketedPaste: false, mouse: false };

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('%s ends the console with %i, its engine stopped and the terminal as it was', async (signal, code) => {
  const terminal = open();
  await terminal.waitFor('ENGINE here');
  terminal.signal(signal);
  expect(await terminal.exited).toMatchObject({ code });
  expect(terminal.modes()).toEqual(restored);
  expect(await program.json('status')).toMatchObject({ data: { engine: null } });
});

test('R-4 a hang-up ends the console with 129, and its engine goes on without a screen; TERM then drains it', async () => {
  const terminal = open();
  await terminal.waitFor('ENGINE here');
  terminal.signal('SIGHUP');
  await program.run('jobs', 'add', '--name', 'after', '--shell', 'true');
  await program.run('jobs', 'run', 'after');
  let runs: { status: string }[] = [];
  while (runs[0]?.status !== 'ok') runs = (await program.json<{ status: string }[]>('runs', 'list')).data;
  expect(await terminal.exited).toMatchObject({ code: 129 });
  const engine = async () =>
    (await program.json<{ engine: { pid: number; mode: string } | null }>('status')).data.engine;
  const left = await engine();
  expect(left).toMatchObject({ mode: 'headless' });
  process.kill(left?.pid ?? 0, 'SIGTERM');
  while ((await engine()) !== null);
});

test('with --on-hangup stop a hang-up ends it with 129', async () => {
  const terminal = open('--on-hangup', 'stop');
  await terminal.waitFor('ENGINE here');
  terminal.signal('SIGHUP');
  expect(await terminal.exited).toMatchObject({ code: 129 });
});

test('a console beside a live engine attaches to it; read-only and --attach never run one', async () => {
  const alone = open('--attach');
  await alone.waitFor(/no engine/i);
  const looking = open('--read-only');
  await looking.waitFor(/no engine/i);
  expect(await program.json('status')).toMatchObject({ data: { engine: null } });
  const engine = program.engine();
  await engine.event(({ event }) => event === 'engine-started');
  const attached = open();
  await attached.waitFor(new RegExp(`${engine.pid}`));
  await alone.waitFor(new RegExp(`${engine.pid}`));
  engine.kill('SIGTERM');
  expect(await engine.ended).toMatchObject({ code: 0 });
});

test('the demo opens the console on a home of its own', async () => {
  const terminal = open('demo');
  await terminal.waitFor('ENGINE here');
  await terminal.waitFor(/Jobs [1-9]/);
  expect((await program.json<{ jobs: number }>('status')).data.jobs).toBe(0);
  terminal.signal('SIGTERM');
  expect(await terminal.exited).toMatchObject({ code: 143 });
});

test('the first screen goes over to the demo, and this home stays empty', async () => {
  const terminal = open();
  await terminal.waitFor('Try the demo');
  // It is the last line, whatever this machine has to import above it.
  terminal.press('Down', 'Down', 'Down', 'Down', 'Down');
  await terminal.waitFor(/▸ +Try the demo/);
  terminal.press('Enter');
  await terminal.waitFor(/Jobs [1-9]/);
  terminal.signal('SIGTERM');
  expect(await terminal.exited).toMatchObject({ code: 143 });
  expect(await program.json('status')).toMatchObject({ data: { jobs: 0, engine: null } });
});

test('on a terminal the engine without a screen prints lines for a person', async () => {
  const terminal = open('--no-ui');
  await terminal.waitFor(/\d\d:\d\d:\d\d {2}engine {5}started/);
  terminal.press('Ctrl-C');
  expect(await terminal.exited).toMatchObject({ code: 0 });
  expect(terminal.text()).toMatch(/engine {5}stopped/);
});

test.each(oldNodes())('one Ctrl-C drains the engine, although %s and the terminal both pass it on', async (node) => {
  const terminal = start(node, [ENTRY, '--no-ui']);
  await terminal.waitFor(/engine {5}started/);
  terminal.press('Ctrl-C');
  expect(await terminal.exited).toMatchObject({ code: 0 });
});

test('TERM=dumb has no console: one line says so, and the engine runs', async () => {
  const terminal = start('/usr/bin/env', ['TERM=dumb', OWN_NODE, ENTRY]);
  await terminal.waitFor(/no console: TERM=dumb cannot draw \(--plain needs no drawing\)/);
  await terminal.waitFor(/engine {5}started/);
  terminal.signal('SIGTERM');
  expect(await terminal.exited).toMatchObject({ code: 0 });
});

test('what a job printed is cleaned for a terminal, and tables are cut to its width', async () => {
  await program.run('jobs', 'add', '--name', 'loud', '--shell', `printf 'a\\033[2Jb\\n'; printf 'x%.0s' $(seq 200)`);
  await program.run('jobs', 'run', 'loud');
  await program.run('--no-ui', '--once');
  const output = open('runs', 'output', '1');
  expect(await output.exited).toMatchObject({ code: 0 });
  expect(output.text()).toMatch(/^ab\n/);
  const list = open('runs', 'list');
  expect(await list.exited).toMatchObject({ code: 0 });
  expect(list.screen().filter((row) => row.includes('loud'))).toHaveLength(1);
  expect(list.text()).toMatch(/x…$/m);
});
