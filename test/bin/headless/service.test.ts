import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PATIENCE } from '../../support/patience.ts';
import { createProgram, type LineEvent, type Program } from '../support/program.ts';
import { createStubCommands, type StubCommands } from '../support/stub-commands.ts';

let program: Program;
let stubs: StubCommands;
beforeEach(() => {
  program = createProgram();
  stubs = createStubCommands(program.home, 'systemd-notify');
});
afterEach(() => program.remove());

const started = ({ event }: LineEvent): boolean => event === 'engine-started';
const underManager = (...words: string[]) =>
  program.engineIn({ ...stubs.env, NOTIFY_SOCKET: '/run/none', WATCHDOG_USEC: '5000000' }, ...words);
const heard = (count: number) => vi.waitFor(() => expect(stubs.calls().length).toBeGreaterThanOrEqual(count), PATIENCE);

test('R-4 a service manager hears ready, alive and stopping, and no job can speak to it', async () => {
  await program.run('jobs', 'add', '--name', 'env', '--shell', 'env');
  const engine = underManager();
  await engine.event(started);
  await heard(2);
  await program.run('jobs', 'run', 'env');
  const ended = await engine.event(({ event }) => event === 'run-ended');
  const { out } = await program.run('runs', 'output', String(ended.run?.id), 'stdout');
  expect(out).toContain('OPENCLAW_RUN_ID=');
  expect(out).not.toMatch(/NOTIFY|WATCHDOG/);
  engine.kill('SIGTERM');
  expect(await engine.ended).toMatchObject({ code: 0, err: '' });
  const words = stubs.calls();
  expect(words[0]).toBe('systemd-notify READY=1 STATUS=0 running, 0 queued, 0 approvals, 0 alerts');
  expect(words[1]).toMatch(/^systemd-notify WATCHDOG=1 STATUS=\d+ running/);
  expect(words.filter((line) => line.includes('READY'))).toHaveLength(1);
  expect(words.some((line) => line.includes('STOPPING=1'))).toBe(true);
});

test('R-4 --wait waits while another process runs the engine, is not ready before, and goes on at once when that ends', async () => {
  const first = program.engine();
  await first.event(started);
  const waiting = underManager('--wait');
  await heard(1);
  expect(stubs.calls()).toEqual(['systemd-notify STATUS=waits: another process runs the engine']);
  first.kill('SIGTERM');
  expect(await first.ended).toMatchObject({ code: 0 });
  expect(await waiting.event(started)).toMatchObject({ fence: 2 });
  await heard(2);
  expect(stubs.calls()[1]).toContain('READY=1');
  waiting.kill('SIGTERM');
  expect(await waiting.ended).toMatchObject({ code: 0 });
});

test('R-5 one that waits takes over from an engine that was killed, and a TERM ends it while it waits', async () => {
  const first = program.engine();
  await first.event(started);
  const second = program.engine('--wait');
  const third = underManager('--wait');
  await heard(1);
  third.kill('SIGTERM');
  expect(await third.ended).toMatchObject({ code: 0 });
  first.kill('SIGKILL');
  expect(await second.event(started)).toMatchObject({ fence: 2 });
});

test('--wait goes with --no-ui, and not with --take-over', async () => {
  expect(await program.run('--wait')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--wait goes with --no-ui'),
  });
  expect(await program.run('--no-ui', '--wait', '--take-over')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--wait and --take-over exclude each other'),
  });
});
