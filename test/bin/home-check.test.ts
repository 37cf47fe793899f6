import { spawnSync } from 'node:child_process';
import { chmodSync, lchownSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProgram, ENTRY, OWN_NODE, type Program } from './support/program.ts';

let program: Program;
beforeEach(() => {
  program = createProgram();
});
afterEach(() => program.remove());

const at = (name: string): string => join(program.home, name);
const modeOf = (name: string): number => statSync(at(name)).mode & 0o777;

test('R-12 before an engine starts, what others could get at is made private and said, once', async () => {
  await program.run('jobs', 'add', '--name', 'x', '--shell', 'true');
  await program.run('jobs', 'run', 'x');
  await program.run('--no-ui', '--once');
  writeFileSync(at('config.json'), '{}');
  mkdirSync(at('backups'));
  writeFileSync(at('backups/old.db'), '');
  const files = ['config.json', 'openclaw-tui.db', 'logs/openclaw-tui.log', 'backups/old.db'];
  const folders = ['.', 'logs', 'runs', 'backups'];
  for (const name of files) chmodSync(at(name), 0o666);
  for (const name of folders) chmodSync(at(name), 0o777);
  // Not ours: a person may keep there what he likes.
  writeFileSync(at('notes.txt'), '', { mode: 0o644 });
  const started = await program.run('--no-ui', '--once');
  expect(started).toMatchObject({ code: 0 });
  expect(started.err).toMatch(/made private, since others could get at it: \S+, .* and \d more\n/);
  for (const name of files) expect([name, modeOf(name)]).toEqual([name, 0o600]);
  for (const name of folders) expect([name, modeOf(name)]).toEqual([name, 0o700]);
  expect(modeOf('notes.txt')).toBe(0o644);
  expect(await program.run('--no-ui', '--once')).toMatchObject({ code: 0, err: '' });
});

test('R-12 everything an engine makes is its owner’s alone, whatever the umask', () => {
  const openly = (...words: string[]): void => {
    const all = [ENTRY, '--home', program.home, ...words];
    expect(spawnSync('/bin/sh', ['-c', 'umask 000; exec "$0" "$@"', OWN_NODE, ...all]).status).toBe(0);
  };
  openly('jobs', 'add', '--name', 'x', '--shell', 'sleep 60', '--timeout', '1s');
  openly('jobs', 'add', '--name', 'y', '--shell', 'seq 200000', '--set', 'output_offload_threshold_bytes=100');
  openly('jobs', 'run', 'x');
  openly('jobs', 'run', 'y');
  openly('--no-ui', '--once');
  const entries = readdirSync(program.home, { recursive: true, encoding: 'utf8' });
  expect(entries).toEqual(expect.arrayContaining(['openclaw-tui.db', 'logs/openclaw-tui.log', 'runs']));
  expect(entries.filter((name) => (modeOf(name) & 0o077) !== 0)).toEqual([]);
});

// Only root can make what belongs to somebody else.
test.each([0].filter((id) => process.getuid?.() === id))(
  'R-12 a link that somebody else has put into the home is not followed (as user %i)',
  async () => {
    await program.run('status');
    rmSync(at('logs'), { recursive: true, force: true });
    symlinkSync('/tmp', at('logs'));
    lchownSync(at('logs'), 4_711, 4_711);
    const refused = await program.run('--no-ui', '--once');
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toBe(
      `openclaw-tui: no engine and no console here: ${at('logs')} is a link that user id 4711 made; look where it leads, then remove it\n`,
    );
    lchownSync(at('logs'), 0, 0);
    rmSync(at('logs'));
    expect(await program.run('--no-ui', '--once')).toMatchObject({ code: 0 });
  },
);
