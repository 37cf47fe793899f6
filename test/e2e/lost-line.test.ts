import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { oldNodes } from '../bin/support/old-nodes.ts';
import { allDead, createPlace, openSheet, type Place, pressButton, RESTORED, untilFile } from '../support/e2e.ts';
import { PATIENCE } from '../support/patience.ts';

const SIZE = { cols: 120, rows: 40 };

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

type Status = { engine: { pid: number; mode: string } | null };
type Run = { job_name: string; status: string };
const engineNow = async (): Promise<Status['engine']> => (await place.json<Status>('status')).data.engine;
const statusOf = async (name: string) =>
  (await place.json<Run[]>('runs', 'list')).data.find(({ job_name }) => job_name === name)?.status;
const becomes = (name: string, status: string) =>
  vi.waitFor(async () => expect(await statusOf(name)).toBe(status), PATIENCE);
/** Waits until another process than the one that lost its terminal runs the engine. */
const movedFrom = (pid: number) =>
  vi.waitFor(async () => {
    const engine = await engineNow();
    expect(engine).toMatchObject({ mode: 'headless' });
    expect(engine?.pid).not.toBe(pid);
    return engine?.pid ?? 0;
  }, PATIENCE);

test('R-4 after a hang-up the engine goes on without a screen, and the next console says first what happened meanwhile', async () => {
  await place.add('deploy', untilFile('go'), '--approval');
  await place.add('fails', 'exit 3');
  await place.add('long', untilFile('end'));
  const first = place.open(SIZE, { args: ['--screen', 'approvals'] });
  await first.waitFor('ENGINE here');
  await place.start('deploy');
  await first.waitFor(/▸ . norm +deploy/);
  await openSheet(first, 'a', 'Approve deploy?');
  await pressButton(first, 'Approve');
  await first.waitFor('✓ approved deploy');
  await becomes('deploy', 'running');
  await place.start('long');
  await becomes('long', 'running');
  first.signal('SIGHUP');
  const engine = await movedFrom(first.pid);
  expect(await first.exited).toEqual({ code: 129, signal: undefined });
  expect(first.modes()).toEqual(RESTORED);
  place.touch('go');
  await becomes('deploy', 'ok');
  await place.start('fails');
  await becomes('fails', 'error');
  expect(await statusOf('long')).toBe('running');
  const again = place.open(SIZE);
  await again.waitFor(`attached to PID ${engine} (no-ui)`);
  await again.waitFor(
    /away (\d+s|\d\d:\d\d–\d\d:\d\d): 1 ok, 1 failed; your last: approved deploy \d\d:\d\d:\d\d, run \d+ ok/,
  );
  expect(statSync(join(place.home, `last-seen-${userInfo().username}.json`)).mode & 0o777).toBe(0o600);
  again.press('q');
  await again.exited;
  // Who left by a key was not away.
  const third = place.open(SIZE);
  await third.waitFor(`attached to PID ${engine} (no-ui)`);
  expect(third.text()).not.toContain('away ');
});

test('a decision that was being made when the line dropped is said not to have been made', async () => {
  await place.add('deploy', 'true', '--approval');
  const first = place.open(SIZE, { args: ['--screen', 'approvals'] });
  await first.waitFor('ENGINE here');
  await place.start('deploy');
  await first.waitFor(/▸ . norm +deploy/);
  await openSheet(first, 'a', 'Approve deploy?');
  first.signal('SIGHUP');
  await movedFrom(first.pid);
  const again = place.open(SIZE);
  await again.waitFor(/away .*: nothing ended; .*not made: approve deploy/);
});

test('a console whose terminal is closed under it ends, its engine does not', async () => {
  await place.add('long', untilFile('end'));
  const first = place.open(SIZE);
  await first.waitFor('ENGINE here');
  await place.start('long');
  await becomes('long', 'running');
  first.hangUp();
  const engine = await movedFrom(first.pid);
  await allDead([first.pid]);
  place.touch('end');
  await becomes('long', 'ok');
  expect((await engineNow())?.pid).toBe(engine);
});

test('--on-hangup stop ends the engine with its terminal', async () => {
  const first = place.open(SIZE, { args: ['--on-hangup', 'stop', '--grace', '0'] });
  await first.waitFor('ENGINE here');
  first.signal('SIGHUP');
  expect(await first.exited).toEqual({ code: 129, signal: undefined });
  expect(await engineNow()).toBeNull();
});

test.each([[['--read-only']], [[]]])('an attached console (%j) just ends', async (args) => {
  const engine = place.engine();
  await engine.event(({ event }) => event === 'engine-started');
  const console_ = place.open(SIZE, { args });
  await console_.waitFor(`attached to PID ${engine.pid}`);
  console_.signal('SIGHUP');
  expect(await console_.exited).toEqual({ code: 129, signal: undefined });
  expect((await engineNow())?.pid).toBe(engine.pid);
});

test.each(oldNodes())(
  '%s of this machine was killed while it held the terminal for us: the engine moves on',
  async (node) => {
    await place.add('long', untilFile('end'));
    const launcher = place.open(SIZE, { node });
    await launcher.waitFor('ENGINE here');
    await place.start('long');
    await becomes('long', 'running');
    const inner = (await engineNow())?.pid ?? 0;
    expect(inner).not.toBe(launcher.pid);
    launcher.signal('SIGKILL');
    await movedFrom(inner);
    await allDead([inner]);
    place.touch('end');
    await becomes('long', 'ok');
  },
);
