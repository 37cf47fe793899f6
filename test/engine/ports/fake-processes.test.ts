import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { createRunFolder } from '../../../src/engine/ports/processes.ts';
import { createFakeProcesses, type FakeProcesses } from '../../support/fake-processes.ts';

let fake: FakeProcesses;
let runsDir: string;

beforeEach(() => {
  fake = createFakeProcesses();
  runsDir = mkdtempSync(join(tmpdir(), 'openclaw-fake-'));
  onTestFinished(() => rmSync(runsDir, { recursive: true, force: true }));
});

const start = (runId: number) => {
  const folder = createRunFolder(runsDir, runId);
  const spec = { runId, folder, shell: '/bin/sh', command: `run ${runId}`, cwd: '/', env: {} };
  const result = fake.port.start(spec);
  if (result.kind === 'refused') throw new Error(result.reason);
  return { folder, ...result };
};

test('a fake run goes on until it is finished, and its output is in real files', async () => {
  const run = start(1);
  expect(fake.running()).toEqual([1]);
  expect(fake.port.isAlive(run.identity)).toBe(true);
  expect(fake.port.readExit(run.folder)).toBeUndefined();
  fake.print(1, { out: 'begun\n' });
  expect(fake.port.outputBytes(run.folder)).toEqual({ out: 6, err: 0 });
  fake.finish(1, { code: 3, out: 'done\n', err: 'oh\n' });
  expect(await run.ended).toEqual({ kind: 'exited', code: 3 });
  expect(readFileSync(join(run.folder, 'out'), 'utf8')).toBe('begun\ndone\n');
  expect(fake.port.readExit(run.folder)).toEqual({ kind: 'exited', code: 3 });
  expect(fake.running()).toEqual([]);
});

test('signals end fake runs as they end real ones', async () => {
  const [first, second, third] = [start(1), start(2), start(3)];
  fake.ignoreTerm(2);
  for (const run of [first, second]) fake.port.signalGroup(run.identity.pid, 'SIGTERM');
  fake.vanish(3);
  expect(await first.ended).toEqual({ kind: 'exited', code: 143, signal: 'SIGTERM' });
  expect(fake.running()).toEqual([2]);
  fake.port.signalGroup(second.identity.pid, 'SIGKILL');
  expect(await second.ended).toEqual({ kind: 'vanished' });
  expect(await third.ended).toEqual({ kind: 'vanished' });
  expect(fake.port.signalGroup(first.identity.pid, 'SIGTERM')).toBe(false);
  expect(fake.signals.map(({ runId, signal }) => `${runId} ${signal}`)).toEqual([
    '1 SIGTERM',
    '2 SIGTERM',
    '2 SIGKILL',
  ]);
});

test('fake processes go on through a crash of the engine, and can be adopted', async () => {
  const run = start(1);
  let isTold = false;
  run.ended.then(() => {
    isTold = true;
  });
  fake.crashEngine();
  expect(fake.port.claimStart(run.folder)).toEqual({ kind: 'taken', identity: run.identity });
  const { ended } = fake.port.adopt(run.folder, run.identity);
  fake.finish(1);
  expect(await ended).toEqual({ kind: 'exited', code: 0 });
  expect(isTold).toBe(false);
});

test('after a reboot nothing is alive and nothing is recorded', async () => {
  const run = start(1);
  fake.reboot();
  expect(fake.port.isAlive(run.identity)).toBe(false);
  expect(await fake.port.adopt(run.folder, run.identity).ended).toEqual({ kind: 'vanished' });
  expect(start(2).identity.bootId).not.toBe(run.identity.bootId);
});

test('a claimed start token keeps a fake run from starting', async () => {
  expect(fake.port.claimStart(join(runsDir, '1'))).toEqual({ kind: 'claimed' });
  expect(await start(1).ended).toEqual({ kind: 'never-started' });
  expect(fake.specs).toEqual([]);
});

test('a refusal is given once', () => {
  fake.refuseNext('too many open files');
  expect(() => start(1)).toThrow('too many open files');
  start(2);
  expect(fake.specs.map(({ command }) => command)).toEqual(['run 2']);
});

test('what escaped from a fake run is reported for that run', () => {
  start(1);
  start(2);
  const info = fake.escape(1, 'daemon');
  expect(fake.port.escaped(1)).toEqual([info]);
  expect(fake.port.escaped(2)).toEqual([]);
});

test('surprises fail loudly', () => {
  start(1);
  fake.finish(1);
  expect(() => fake.finish(1)).toThrow('run 1 has ended already');
  expect(() => fake.print(9, {})).toThrow('run 9 was never started');
  expect(() => fake.port.signalGroup(4711, 'SIGKILL')).toThrow('nobody ever had process id 4711');
});
