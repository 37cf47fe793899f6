import { spawn } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { oldNodes } from './support/old-nodes.ts';
import { createProgram, ENTRY, OWN_NODE, type Program } from './support/program.ts';

let program: Program;
beforeEach(() => {
  program = createProgram();
});
afterEach(() => program.remove());

test.each(oldNodes())(
  'under the older %s the checkout brings its own Node, and the exit code comes through',
  async (node) => {
    expect(await program.runWith({ node }, 'status', '--json')).toMatchObject({ code: 0, err: '' });
    expect(await program.runWith({ node }, 'jobs', 'show', 'nobody')).toMatchObject({ code: 3, out: '' });
  },
);

test.each(oldNodes())(
  'under the older %s a TERM reaches the engine, and its death by a signal is passed on',
  async (node) => {
    const engine = program.engineOn(node);
    await engine.event(({ event }) => event === 'engine-started');
    engine.kill('SIGTERM');
    expect(await engine.ended).toMatchObject({ code: 0, signal: null });
    const killed = program.engineOn(node);
    await killed.event(({ event }) => event === 'engine-started');
    const status = await program.json<{ engine: { pid: number } }>('status');
    expect(status.data.engine.pid).not.toBe(killed.pid);
    process.kill(status.data.engine.pid, 'SIGKILL');
    expect(await killed.ended).toMatchObject({ code: null, signal: 'SIGKILL' });
  },
);

test('--help and --version go to stdout and exit 0', async () => {
  expect(await program.run('--version')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  const help = await program.run('--help');
  expect(help).toMatchObject({ code: 0, err: '' });
  for (const command of ['jobs', 'approvals', 'runs', 'alerts', 'import', 'why', 'status', 'demo']) {
    expect(help.out).toMatch(new RegExp(`^  ${command} `, 'm'));
  }
  expect((await program.run('jobs', 'add', '--help')).out).toContain('--trigger-condition');
});

test('a reader that goes away ends a command quietly', async () => {
  await program.run('jobs', 'add', '--name', 'often', '--cron', '* * * * *', '--shell', 'true');
  const command = `{ "$1" "$2" --home "$3" jobs next often -n 1000; echo "code $?" >&2; } | true`;
  const shell = spawn('/bin/sh', ['-c', command, 'sh', OWN_NODE, ENTRY, program.home]);
  let err = '';
  shell.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  await new Promise((resolve) => shell.on('close', resolve));
  expect(err).toBe('code 0\n');
});
