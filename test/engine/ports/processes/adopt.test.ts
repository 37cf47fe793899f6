import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import type { ProcessIdentity } from '../../../../src/engine/ports/processes.ts';
import { createRealWorld, PROGRAMS, until } from './real-world.ts';

/** Starts a run from a second process, as an earlier engine would have. */
const startElsewhere = async (world: ReturnType<typeof createRealWorld>, command: string, afterwards = 'wait') => {
  const folder = join(world.runsDir, '7');
  const engine = execa(process.execPath, [join(PROGRAMS, 'engine.ts'), folder, command, afterwards], {
    cwd: world.directory,
    reject: false,
    stdout: 'pipe',
  });
  let printed = '';
  engine.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  const identity = await until(
    () => printed.includes('\n') && (JSON.parse(printed.split('\n', 1)[0] ?? '') as ProcessIdentity),
  );
  world.alsoKill(identity.pid);
  return { folder, identity, engine, printed: () => printed };
};

const waitingFor = (gate: string, then: string) => `echo before; while [ ! -e ${gate} ]; do sleep 0.01; done; ${then}`;

test('R-3 a run outlives its engine killed with -9, and the next one gets its output and its status', async () => {
  const world = createRealWorld();
  const gate = join(world.directory, 'gate');
  const { folder, identity, engine } = await startElsewhere(world, waitingFor(gate, 'echo after; exit 5'));
  engine.kill('SIGKILL');
  await engine;

  expect(world.processes.isAlive(identity)).toBe(true);
  expect(world.processes.claimStart(folder)).toEqual({ kind: 'taken', identity });
  const { ended } = world.processes.adopt(folder, identity);
  writeFileSync(gate, '');
  expect(await ended).toEqual({ kind: 'exited', code: 5 });
  expect(world.processes.outputBytes(folder)).toEqual({ out: 'before\nafter\n'.length, err: 0 });
});

test('R-3 an adopted run can be stopped', async () => {
  const world = createRealWorld();
  const { folder, identity, engine } = await startElsewhere(world, 'sleep 30');
  engine.kill('SIGKILL');
  const { ended } = world.processes.adopt(folder, identity);
  await until(() => world.processes.tree(identity.pid).some(({ command }) => command.startsWith('sleep')));
  world.processes.signalGroup(identity.pid, 'SIGTERM');
  expect(await ended).toEqual({ kind: 'exited', code: 143, signal: 'SIGTERM' });
});

test('R-3 an adopted run that is killed without a status has vanished', async () => {
  const world = createRealWorld();
  const { folder, identity, engine } = await startElsewhere(world, 'sleep 30');
  engine.kill('SIGKILL');
  const { ended } = world.processes.adopt(folder, identity);
  world.processes.signalGroup(identity.pid, 'SIGKILL');
  expect(await ended).toEqual({ kind: 'vanished' });
});

test('an engine that releases its runs ends while they go on', async () => {
  const world = createRealWorld();
  const { identity, engine } = await startElsewhere(world, 'sleep 30', 'release');
  expect(await engine).toMatchObject({ exitCode: 0 });
  expect(world.processes.isAlive(identity)).toBe(true);
});

test('an engine waits for its run as long as it has not released it', async () => {
  const world = createRealWorld();
  const { engine, printed } = await startElsewhere(world, 'exit 6');
  expect(await engine).toMatchObject({ exitCode: 0 });
  expect(printed()).toContain('{"kind":"exited","code":6}');
});

test('a run that ended before it was adopted is settled at once', async () => {
  const { processes, start } = createRealWorld();
  const run = start('exit 8');
  await run.ended;
  expect(await processes.adopt(run.folder, run.identity).ended).toEqual({ kind: 'exited', code: 8 });
});

test('a run whose folder was removed has vanished once its process is gone', async () => {
  const { processes, start } = createRealWorld();
  const run = start('exit 8');
  await run.ended;
  rmSync(run.folder, { recursive: true });
  expect(await processes.adopt(run.folder, run.identity).ended).toEqual({ kind: 'vanished' });
});

test('a status that comes after the process was seen dead still counts', async () => {
  const { processes, start } = createRealWorld();
  const run = start('exit 8');
  await run.ended;
  rmSync(join(run.folder, 'exit'));
  const { ended } = processes.adopt(run.folder, run.identity);
  writeFileSync(join(run.folder, 'exit'), '8\n');
  expect(await ended).toEqual({ kind: 'exited', code: 8 });
});

test('a released adoption settles no more', async () => {
  const { processes, start } = createRealWorld();
  const run = start('exec sleep 30');
  const first = processes.adopt(run.folder, run.identity);
  const second = processes.adopt(run.folder, run.identity);
  first.release();
  processes.signalGroup(run.pid, 'SIGKILL');
  const winner = await Promise.race([first.ended.then(() => 'first'), second.ended.then(() => 'second')]);
  expect(winner).toBe('second');
});

test('R-3 R-8 a status that found no room of its own stands behind the token, and the next engine reads it there', async () => {
  const world = createRealWorld();
  const gate = join(world.directory, 'gate');
  const { folder, identity, engine } = await startElsewhere(world, waitingFor(gate, 'exit 5'));
  engine.kill('SIGKILL');
  await engine;
  mkdirSync(join(folder, 'exit'));
  const { ended } = world.processes.adopt(folder, identity);
  writeFileSync(gate, '');
  expect(await ended).toEqual({ kind: 'exited', code: 5 });
  expect(world.processes.claimStart(folder)).toEqual({ kind: 'taken', identity });
});
