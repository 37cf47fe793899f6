import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ENTRY, OWN_NODE } from './support/program.ts';

const CONTAINER = ['--pid', '--fork', '--mount-proc', '--kill-child'];
/** Processes of a namespace need a right that not every machine gives. */
const places = spawnSync('unshare', [...CONTAINER, 'true']).status === 0 ? ['a namespace of its own'] : [];

/** The program as the first process of a container. */
const start = (...words: string[]) => {
  const home = mkdtempSync(join(tmpdir(), 'openclaw-first-'));
  const child = spawn('unshare', [...CONTAINER, OWN_NODE, ENTRY, '--home', home, ...words], {
    env: { PATH: process.env.PATH ?? '', HOME: home },
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(home, { recursive: true, force: true });
  });
  return { child, ended, printed: () => out };
};

test.each(places)('R-7 as the first process of %s it passes its words, its input and its exit code on', async () => {
  const status = start('status', '--json');
  expect(await status.ended).toBe(0);
  expect(JSON.parse(status.printed())).toMatchObject({ ok: true });
  const missing = start('jobs', 'show', 'nobody');
  expect(await missing.ended).toBe(3);
  const added = start('jobs', 'add', '-');
  added.child.stdin.end('{"name": "from stdin", "session_target": "shell", "payload_message": "true"}');
  expect(await added.ended).toBe(0);
  expect(added.printed()).toContain('from stdin');
});
