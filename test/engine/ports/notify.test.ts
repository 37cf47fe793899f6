import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { takeNotifier } from '../../../src/engine/ports/notify.ts';
import { PATIENCE } from '../../support/patience.ts';

const onPath = (name: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
/** What stands for a service manager: a program that prints each datagram it gets. Node cannot listen on such a socket. */
const RECEIVER = `
import os, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print("listening", flush=True)
while True:
    print("|".join(s.recv(65536).decode().strip().split("\\n")), flush=True)
`;

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'openclaw-notify-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

test.each([['python3']].filter(([name]) => onPath(name ?? '') && onPath('systemd-notify')))(
  'R-4 the words arrive as datagrams, in their order (%s listens)',
  async (python) => {
    const socket = join(folder(), 'notify');
    const receiver = spawn(python, ['-u', '-c', RECEIVER, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void receiver.kill('SIGKILL'));
    let heard = '';
    receiver.stdout.setEncoding('utf8').on('data', (text: string) => {
      heard += text;
    });
    await vi.waitFor(() => expect(heard).toBe('listening\n'), PATIENCE);
    const problems: string[] = [];
    const env = { NOTIFY_SOCKET: socket, WATCHDOG_USEC: '60000000', WATCHDOG_PID: '7', PATH: process.env.PATH };
    const notifier = takeNotifier(env, 7, (reason) => problems.push(reason));
    expect(notifier?.watchdogMs).toBe(60_000);
    notifier?.send(['READY=1', 'STATUS=1 running, 2 queued']);
    notifier?.send(['WATCHDOG=1']);
    notifier?.send(['STOPPING=1']);
    const words = (): string[] => heard.split('\n').filter((line) => /READY|WATCHDOG|STOPPING/.test(line));
    await vi.waitFor(() => expect(words()).toHaveLength(3), PATIENCE);
    expect(words()).toEqual(['READY=1|STATUS=1 running, 2 queued', 'WATCHDOG=1', 'STOPPING=1']);
    expect(problems).toEqual([]);
  },
);

test('R-12 the manager’s variables are taken out of the environment, so that no child speaks for the engine', () => {
  const env: Record<string, string | undefined> = {
    NOTIFY_SOCKET: '/run/x',
    WATCHDOG_USEC: '1000000',
    WATCHDOG_PID: '8',
    PATH: '/bin',
  };
  const notifier = takeNotifier(env, 7, () => {});
  expect(env).toEqual({ PATH: '/bin' });
  // Another process is watched, not this one.
  expect(notifier?.watchdogMs).toBeUndefined();
  expect(takeNotifier({ PATH: '/bin', NOTIFY_SOCKET: '' }, 7, () => {})).toBeUndefined();
});

test('a command that is not there, or fails, is said once and stops nothing', async () => {
  const missing: string[] = [];
  const none = takeNotifier({ NOTIFY_SOCKET: '/run/x', PATH: folder() }, 7, (reason) => missing.push(reason));
  none?.send(['READY=1']);
  none?.send(['WATCHDOG=1']);
  const bin = folder();
  writeFileSync(join(bin, 'systemd-notify'), '#!/bin/sh\nexit 3\n');
  chmodSync(join(bin, 'systemd-notify'), 0o755);
  const failing: string[] = [];
  takeNotifier({ NOTIFY_SOCKET: '/run/x', PATH: bin }, 7, (reason) => failing.push(reason))?.send(['READY=1']);
  await vi.waitFor(() => {
    expect(missing).toEqual(['the service manager is not told how we are: ENOENT']);
    expect(failing).toEqual(['the service manager is not told how we are: systemd-notify ended with 3']);
  }, PATIENCE);
});
