import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { PATIENCE } from '../../../support/patience.ts';
import { send } from './receiver.ts';

const NODE = process.execPath;
const run = (words: readonly string[], options: Parameters<typeof send>[1] = {}) =>
  send({ kind: 'command', name: 'mail', words }, { env: { PATH: process.env.PATH }, ...options });
const script = (text: string): string[] => ['/bin/sh', '-c', text];

const freshFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'openclaw-command-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const isGone = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // A process that is over but not yet reaped still has its number.
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return true;
  }
};

test('a command gets the message as JSON on its standard input, in the folder it was given', async () => {
  const folder = freshFolder();
  expect(await run(script('cat >message'), { folder })).toEqual({ kind: 'exited', code: 0, text: '' });
  expect(JSON.parse(readFileSync(join(folder, 'message'), 'utf8'))).toMatchObject({
    id: 4,
    title: 'backup failed',
    body: 'exit 1\nzwölf 🦞',
    job_id: 'j1',
  });
});

test('words reach the program as they are: there is no shell', async () => {
  const folder = freshFolder();
  const write = `require('fs').writeFileSync('words', JSON.stringify(process.argv.slice(1)))`;
  const words = ['$(touch x)', '*', 'a b', '', "'", '; touch x'];
  expect(await run([NODE, '-e', write, ...words], { folder })).toMatchObject({ code: 0 });
  expect(JSON.parse(readFileSync(join(folder, 'words'), 'utf8'))).toEqual(words);
  expect(existsSync(join(folder, 'x'))).toBe(false);
});

test('a command sees the harmless part of our surroundings only', async () => {
  const folder = freshFolder();
  const env = {
    PATH: process.env.PATH,
    HOME: '/home/ana',
    LC_TIME: 'C',
    OPENCLAW_GATEWAY_TOKEN: 'secret',
    npm_config_x: '1',
    HOOK: 'secret',
    UNSET: undefined,
  };
  await run([NODE, '-e', `require('fs').writeFileSync('env', JSON.stringify(process.env))`], { folder, env });
  expect(JSON.parse(readFileSync(join(folder, 'env'), 'utf8'))).toEqual({
    PATH: process.env.PATH,
    HOME: '/home/ana',
    LC_TIME: 'C',
  });
});

test('another exit than 0 comes back with what it said, errors before output', async () => {
  expect(await run(script('echo out; echo "no  route\tto host" >&2; exit 75'))).toEqual({
    kind: 'exited',
    code: 75,
    text: 'no route to host',
  });
  expect(await run(script('echo out; exit 3'))).toEqual({ kind: 'exited', code: 3, text: 'out' });
});

test('a command that reads nothing, prints without end or dies by a signal does no harm', async () => {
  expect(await run(script('exec true'), { notice: { body: 'x'.repeat(1_000_000) } })).toMatchObject({ code: 0 });
  expect(await run(script('head -c 20000000 /dev/zero | tr "\\0" x; exit 1'))).toEqual({
    kind: 'exited',
    code: 1,
    text: `${'x'.repeat(200)}…`,
  });
  expect(await run(script('kill -TERM $$'))).toEqual({
    kind: 'unanswered',
    reason: 'the command was ended by SIGTERM',
  });
});

test.each([
  [['/nowhere/mail'], 'the command could not be started (ENOENT)'],
  [['/dev/null'], 'the command could not be started (EACCES)'],
  [[], 'the command is empty'],
])('%j cannot be started, and says so', async (words, reason) => {
  expect(await run(words)).toEqual({ kind: 'unanswered', reason });
});

test('a command that takes too long is given up', async () => {
  expect(await run(script('sleep 1000 & wait'), { commandWithinMs: 200 })).toEqual({
    kind: 'unanswered',
    reason: 'the command did not end within 0.2 s',
  });
});

test('a command is ended with all it started when the engine stops', async () => {
  const folder = freshFolder();
  const stopping = new AbortController();
  const answer = run(script('sleep 1000 & echo $! >part; mv part child; wait'), { folder, signal: stopping.signal });
  await vi.waitUntil(() => existsSync(join(folder, 'child')), PATIENCE);
  stopping.abort();
  expect(await answer).toEqual({ kind: 'unanswered', reason: 'the engine stopped meanwhile' });
  const child = Number(readFileSync(join(folder, 'child'), 'utf8'));
  await vi.waitUntil(() => isGone(child), PATIENCE);
  expect(await run(script('true'), { signal: stopping.signal })).toMatchObject({ kind: 'unanswered' });
});

test('what a command leaves running behind it is not waited for', async () => {
  const folder = freshFolder();
  const answer = await run(script('sleep 1000 & echo $! >child; exit 4'), { folder });
  expect(answer).toMatchObject({ kind: 'exited', code: 4 });
  process.kill(Number(readFileSync(join(folder, 'child'), 'utf8')), 'SIGKILL');
});
