import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRunFolder, eraseRunFolder, removeRunFolder } from '../../../../src/engine/ports/processes.ts';
import { createRealWorld, until } from './real-world.ts';

test('start token: of forty wrappers raced for one folder exactly one runs the command', async () => {
  const { start, directory } = createRealWorld();
  const ledger = join(directory, 'ledger');
  const runs = Array.from({ length: 40 }, () => start(`echo ran >>${ledger}`, { runId: 1 }));
  const ends = await Promise.all(runs.map((run) => run.ended));
  expect(readFileSync(ledger, 'utf8')).toBe('ran\n');
  expect(ends.filter((end) => end.kind === 'exited')).toEqual([{ kind: 'exited', code: 0 }]);
  expect(ends.filter((end) => end.kind === 'never-started')).toHaveLength(39);
});

test('start token: once recovery has claimed it, a late start runs nothing', async () => {
  const { processes, spec, directory } = createRealWorld();
  const wanted = spec(`: >${join(directory, 'ran')}`);
  rmSync(wanted.folder, { recursive: true });
  expect(processes.claimStart(wanted.folder)).toEqual({ kind: 'claimed' });
  expect(processes.claimStart(wanted.folder)).toEqual({ kind: 'claimed-before' });
  expect(statSync(wanted.folder).mode & 0o777).toBe(0o700);
  const result = processes.start(wanted);
  expect(result.kind === 'started' && (await result.ended)).toEqual({ kind: 'never-started' });
  expect(existsSync(join(directory, 'ran'))).toBe(false);
  expect(existsSync(join(wanted.folder, 'exit'))).toBe(false);
});

test('start token: a claim outlives the removal of the run folder, until retention', async () => {
  const { processes, spec, runsDir, directory } = createRealWorld();
  const wanted = spec(`: >${join(directory, 'ran')}`);
  processes.claimStart(wanted.folder);
  writeFileSync(join(wanted.folder, 'out'), 'x');
  expect(removeRunFolder(runsDir, wanted.runId)).toBe('token-kept');
  expect(readdirSync(wanted.folder)).toEqual(['started']);
  const result = processes.start(wanted);
  expect(result.kind === 'started' && (await result.ended)).toEqual({ kind: 'never-started' });
  expect(existsSync(join(directory, 'ran'))).toBe(false);
  eraseRunFolder(runsDir, wanted.runId);
  expect(readdirSync(runsDir)).toEqual([]);
});

test('start token: recovery that comes too late learns who runs', async () => {
  const { processes, start } = createRealWorld();
  const run = start('sleep 30');
  await until(() => existsSync(join(run.folder, 'started')) && processes.tree(run.pid).length > 1);
  expect(processes.claimStart(run.folder)).toEqual({ kind: 'taken', identity: run.identity });
  expect(processes.isAlive(run.identity)).toBe(true);
});

test.each([
  ['nothing', ''],
  ['a line without its newline', '4711 boot 4711 (sh) S 1 1'],
])('start token: one that holds %s is taken, by somebody yet unknown', (_what, content) => {
  const { processes, runsDir } = createRealWorld();
  const folder = createRunFolder(runsDir, 9);
  writeFileSync(join(folder, 'started'), content);
  expect(processes.claimStart(folder)).toEqual({ kind: 'taken' });
});

test('start token: without /proc it holds the process id alone', () => {
  const { processes, runsDir } = createRealWorld();
  const folder = createRunFolder(runsDir, 9);
  writeFileSync(join(folder, 'started'), `${process.pid} - \n`);
  const identity = { pid: process.pid, pidStart: '', bootId: '' };
  expect(processes.claimStart(folder)).toEqual({ kind: 'taken', identity });
  expect(processes.isAlive(identity)).toBe(true);
});

test('a status counts only with its newline', () => {
  const { processes, runsDir } = createRealWorld();
  const folder = createRunFolder(runsDir, 9);
  const readAfter = (content: string) => {
    writeFileSync(join(folder, 'exit'), content);
    return processes.readExit(folder);
  };
  expect(processes.readExit(folder)).toBeUndefined();
  expect(readAfter('')).toBeUndefined();
  expect(readAfter('14')).toBeUndefined();
  expect(readAfter('143\n')).toEqual({ kind: 'exited', code: 143, signal: 'SIGTERM' });
  expect(readAfter('134\n')).toEqual({ kind: 'exited', code: 134, signal: 'SIGABRT' });
  expect(readAfter('nonsense\n')).toBeUndefined();
});

test('a settled run folder is removed with all its files', async () => {
  const { start, runsDir } = createRealWorld();
  const run = start('echo x');
  await run.ended;
  expect(removeRunFolder(runsDir, run.runId)).toBe('removed');
  expect(existsSync(run.folder)).toBe(false);
});

test('a run keeps its status although it could not be written, while its parent lives', async () => {
  const { start } = createRealWorld();
  const run = start('rm -f ./exit; mkdir "$FOLDER/exit"; exit 5', {
    runId: 1,
    env: { PATH: '/usr/bin:/bin', FOLDER: 'runs/1' },
  });
  expect(await run.ended).toEqual({ kind: 'exited', code: 5 });
  mkdirSync(run.folder, { recursive: true });
});

test.each([
  ['removes its start token', 'rm -f started'],
  ['puts a link in the place of its start token', 'rm -f started; ln -s /etc/passwd started'],
  ['writes somebody else into its start token', 'rm -f started; echo "1 - " >started'],
  ['removes its run folder', 'cd /; rm -rf "$FOLDER"'],
])('R-2 a command that %s has run all the same, once, and ended with its status', async (_what, harm) => {
  const { start, runsDir } = createRealWorld();
  const folder = createRunFolder(runsDir, 1);
  const run = start(`cd "$FOLDER"; ${harm}; exit 5`, { runId: 1, env: { PATH: '/usr/bin:/bin', FOLDER: folder } });
  expect(await run.ended).toEqual({ kind: 'exited', code: 5 });
});

test.each([
  ['a pipe that nobody writes', 'mkfifo exit started'],
  ['a device without an end', 'ln -s /dev/zero exit; ln -s /dev/zero started'],
  ['a folder', 'mkdir exit started'],
  ['more than a status can be', 'yes 0 | head -c 9000 >exit; cp exit started'],
])('R-9 a record that a job made %s is none, and holds up nobody', (_what, harm) => {
  const { processes, runsDir } = createRealWorld();
  const folder = createRunFolder(runsDir, 9);
  execFileSync('/bin/sh', ['-c', harm], { cwd: folder });
  expect(processes.readExit(folder)).toBeUndefined();
  expect(processes.claimStart(folder)).toEqual({ kind: 'taken' });
});

test('start token: a recovery that is killed while it writes its claim leaves no half token', () => {
  const { runsDir } = createRealWorld();
  const folder = createRunFolder(runsDir, 11);
  const module = new URL('../../../../src/engine/ports/processes/run-folder.ts', import.meta.url).href;
  const claim = `import { claimStart } from ${JSON.stringify(module)}; claimStart(${JSON.stringify(folder)});`;
  // No file may grow: the system ends the process, or refuses, at the very byte.
  const ended = spawnSync(
    '/bin/sh',
    ['-c', 'ulimit -f 0; exec "$0" --input-type=module --eval "$1"', process.execPath, claim],
    { encoding: 'utf8' },
  );
  expect(ended.status).not.toBe(0);
  expect(existsSync(join(folder, 'started'))).toBe(false);
});
