import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRealWorld, PROGRAMS, until } from './real-world.ts';

test('R-7 TERM on the group ends in a recorded 143', async () => {
  const { processes, start } = createRealWorld();
  const run = start('sleep 30');
  await until(() => processes.tree(run.pid).some(({ command }) => command.startsWith('sleep')));
  expect(processes.signalGroup(run.pid, 'SIGTERM')).toBe(true);
  expect(await run.ended).toEqual({ kind: 'exited', code: 143, signal: 'SIGTERM' });
  expect(readFileSync(join(run.folder, 'exit'), 'utf8')).toBe('143\n');
  expect(run.err()).toBe('');
});

test('R-7 a job that ends by its own hand after TERM has the status it chose', async () => {
  const { processes, start } = createRealWorld();
  const run = start('trap "echo cleaning; exit 9" TERM; echo ready; while :; do sleep 0.02; done');
  await until(() => run.out().includes('ready'));
  processes.signalGroup(run.pid, 'SIGTERM');
  expect(await run.ended).toEqual({ kind: 'exited', code: 9 });
  expect(run.out()).toBe('ready\ncleaning\n');
});

test('R-7 a job is not taught to ignore signals by its wrapper', async () => {
  const { start } = createRealWorld();
  const run = start('exec grep SigIgn /proc/self/status');
  await run.ended;
  expect(run.out()).toMatch(/SigIgn:\s+0+$/m);
});

test('R-7 KILL on the group takes grandchildren along and leaves no status: vanished', async () => {
  const { processes, start } = createRealWorld();
  const run = start('sh -c "sleep 31 & sleep 32 & wait" & sleep 33');
  await until(() => processes.tree(run.pid).filter(({ command }) => command.startsWith('sleep 3')).length === 3);
  expect(processes.signalGroup(run.pid, 'SIGKILL')).toBe(true);
  expect(await run.ended).toEqual({ kind: 'vanished' });
  expect(existsSync(join(run.folder, 'exit'))).toBe(false);
  await until(() => processes.tree(run.pid).length === 0);
  expect(processes.isAlive(run.identity)).toBe(false);
});

test('R-7 a job that ignores TERM goes on until KILL', async () => {
  const { processes, start } = createRealWorld();
  const run = start('trap "" TERM; echo ready; sleep 30; sleep 30');
  await until(() => run.out().includes('ready') && processes.tree(run.pid).length > 2);
  processes.signalGroup(run.pid, 'SIGTERM');
  expect(processes.isAlive(run.identity)).toBe(true);
  processes.signalGroup(run.pid, 'SIGKILL');
  expect(await run.ended).toEqual({ kind: 'vanished' });
});

test('a group that is gone cannot be signalled', async () => {
  const { processes, start } = createRealWorld();
  const run = start('exit 0');
  await run.ended;
  expect(processes.signalGroup(run.pid, 'SIGTERM')).toBe(false);
});

test('everybody, and the group of our own, are never signalled', () => {
  const { processes } = createRealWorld();
  for (const pid of [-5, 0, 1, 1.5, Number.NaN]) expect(processes.signalGroup(pid, 'SIGKILL')).toBe(false);
});

test('R-3 a process id that now belongs to something else is not alive and never signalled', async () => {
  const { processes, start, runsDir } = createRealWorld();
  const stranger = start('sleep 30');
  const earlier = { ...stranger.identity, pidStart: String(Number(stranger.identity.pidStart) - 100) };
  expect(processes.isAlive(stranger.identity)).toBe(true);
  expect(processes.isAlive(earlier)).toBe(false);
  expect(processes.isAlive({ ...stranger.identity, bootId: 'another-boot' })).toBe(false);
  const adoption = processes.adopt(join(runsDir, '77'), earlier);
  expect(processes.signalGroup(stranger.pid, 'SIGKILL')).toBe(false);
  expect(await adoption.ended).toEqual({ kind: 'vanished' });
  expect(processes.isAlive(stranger.identity)).toBe(true);
  processes.adopt(stranger.folder, stranger.identity).release();
  expect(processes.signalGroup(stranger.pid, 'SIGKILL')).toBe(true);
});

test('R-7 the tree shows members and descendants, parents first, with age and command', async () => {
  const { processes, start } = createRealWorld();
  const run = start(`'${process.execPath}' '${join(PROGRAMS, 'escape.ts')}' 41 stay & sleep 42`);
  const tree = await until(() => {
    const found = processes.tree(run.pid);
    return (
      found.some(({ command }) => command === 'sleep 41') &&
      found.some(({ command }) => command === 'sleep 42') &&
      found
    );
  });
  expect(tree[0]).toMatchObject({ pid: run.pid, parentPid: process.pid });
  for (const [index, one] of tree.entries()) {
    if (index > 0) expect(tree.slice(0, index).map(({ pid }) => pid)).toContain(one.parentPid);
    expect(one.ageMs).toBeGreaterThanOrEqual(0);
    expect(one.ageMs).toBeLessThan(60_000);
  }
  for (const { pid, command } of tree) if (command === 'sleep 41') process.kill(pid, 'SIGKILL');
});

test('R-7 what left the group with setsid is found by its run id, and only that', async () => {
  const { processes, start, alsoKill } = createRealWorld();
  const run = start(`'${process.execPath}' '${join(PROGRAMS, 'escape.ts')}' 51; sleep 52`);
  const other = start('sleep 53');
  const escaped = await until(() => {
    const found = processes.escaped(run.runId).filter(({ command }) => command === 'sleep 51');
    return found.length === 1 && found[0];
  });
  alsoKill(escaped.pid);
  await until(() => processes.tree(run.pid).some(({ command }) => command === 'sleep 52'));
  await new Promise(setImmediate);
  expect(processes.escaped(run.runId)).toMatchObject([{ pid: escaped.pid, command: 'sleep 51' }]);
  expect(processes.escaped(other.runId)).toEqual([]);

  processes.signalGroup(run.pid, 'SIGKILL');
  expect(await run.ended).toEqual({ kind: 'vanished' });
  expect(processes.escaped(run.runId)).toMatchObject([{ pid: escaped.pid, command: 'sleep 51' }]);
  process.kill(escaped.pid, 'SIGKILL');
  await until(() => processes.escaped(run.runId).length === 0);
});

test('R-7 a process of another installation with the same run number is left alone', async () => {
  const { processes, start, runsDir } = createRealWorld();
  const env = { PATH: '/usr/bin:/bin', OPENCLAW_RUN_ID: '901' };
  const older = start('exec sleep 61', { runId: 900, env });
  await until(() => (processes.tree(older.pid)[0]?.ageMs ?? 0) > 20);
  const theirs = { ...env, OPENCLAW_RUN_FOLDER: '/elsewhere/runs/901' };
  const run = start('exec sleep 62', { runId: 901, env: { ...env, OPENCLAW_RUN_FOLDER: join(runsDir, '901') } });
  const other = start('exec sleep 63', { runId: 902, env: theirs });
  const same = start('exec sleep 64', { runId: 903, env: { ...env, OPENCLAW_RUN_FOLDER: join(runsDir, '901') } });
  for (const one of [older, run, other, same]) await until(() => processes.tree(one.pid).length === 2);
  await new Promise(setImmediate);
  const pids = processes.escaped(901).map(({ pid }) => pid);
  expect(pids).toEqual(processes.tree(same.pid).map(({ pid }) => pid));
});

test('a run whose wrapper alone was killed has vanished while its group lives on', async () => {
  const { processes, start } = createRealWorld();
  const run = start('exec sleep 30');
  await until(() => processes.tree(run.pid).some(({ command }) => command === 'sleep 30'));
  process.kill(run.pid, 'SIGKILL');
  expect(await run.ended).toEqual({ kind: 'vanished' });
  expect(processes.isAlive(run.identity)).toBe(false);
  expect(processes.tree(run.pid)).toHaveLength(1);
  expect(processes.signalGroup(run.pid, 'SIGKILL')).toBe(true);
});
