import { expect, test } from 'vitest';
import { createRunScan, type ScannedRun } from '../../../../src/engine/ports/processes/run-scan.ts';
import { createRealWorld, type Started, until } from './real-world.ts';

const scanned = ({ runId, folder, identity }: Started): ScannedRun => ({
  runId,
  folder,
  pid: identity.pid,
  pidStart: identity.pidStart,
});

/** A run whose processes carry its mark, as those of the engine do. */
function aRun(command: string) {
  const world = createRealWorld();
  const spec = world.spec('true');
  const env = { ...spec.env, OPENCLAW_RUN_FOLDER: spec.folder };
  const run = world.start(command, { runId: spec.runId, folder: spec.folder, env });
  const scan = createRunScan();
  const all = () => scan(scanned(run)).map(({ pid, place, command: what }) => ({ pid, place, what }));
  const find = (what: string) => all().find((one) => one.what.startsWith(what));
  return { ...world, run, all, find };
}

test('R-7 the tree of a run has its group, and who left it is told apart while its parents live', async () => {
  const { run, all, find } = aRun('sleep 41 & setsid sleep 42 & wait');
  await until(() => find('sleep 41') && find('sleep 42'));
  expect(all()[0]).toMatchObject({ pid: run.pid, place: 'group' });
  expect(find('sleep 41')?.place).toBe('group');
  expect(find('sleep 42')?.place).toBe('left');
});

test('R-7 who left the group and has no parent of it any more is found by the mark of its run', async () => {
  const { find, alsoKill } = aRun('(setsid sleep 43 &) ; sleep 44');
  const stray = await until(() => find('sleep 43'));
  alsoKill(stray.pid);
  expect(stray.place).toBe('left');
});

test('R-7 who was seen in the tree is known again without a parent and without a mark', async () => {
  const { run, find, processes, alsoKill } = aRun('setsid env -i /bin/sleep 45 & wait');
  const child = await until(() => find('/bin/sleep 45'));
  alsoKill(child.pid);
  processes.signalGroup(run.pid, 'SIGKILL');
  await run.ended;
  await until(() => !find('/bin/sh'));
  expect(find('/bin/sleep 45')).toEqual({ pid: child.pid, place: 'left', what: '/bin/sleep 45' });
});

test('R-7 a process whose id was given again is nobody of the run', async () => {
  const { run, find } = aRun('sleep 46');
  await until(() => find('sleep 46'));
  const other = createRunScan()({ ...scanned(run), runId: run.runId + 1_000, pidStart: '1' });
  expect(other).toEqual([]);
});
