import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isOnReadOnlyDisk } from '../../src/store/read-only-disk.ts';
import { createProgram, ENTRY, OWN_NODE, type Program } from './support/program.ts';

const OWN_MOUNTS = ['--mount', '--map-root-user'];
/** Where somebody who is nobody may mount something of his own. */
const mounts =
  spawnSync('unshare', [...OWN_MOUNTS, 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0 ? ['unshare'] : [];

let program: Program;
beforeEach(() => {
  program = createProgram();
});
afterEach(() => program.remove());

/** A home of somebody else's, on a disk that takes no writes any more. */
const SCRIPT = `
  mount -t tmpfs none "$1"
  cp -r "$2"/. "$1"
  mount -o remount,ro "$1"
  shift 2
  exec "$@"`;

async function aHome(end: 'SIGTERM' | 'SIGKILL') {
  const within = (name: string): string => join(program.home, name);
  const [disk, temporary, home] = [within('disk'), within('temporary'), within('home')];
  for (const folder of [disk, temporary]) mkdirSync(folder);
  await program.run('jobs', 'add', '--home', home, '--name', 'backup', '--shell', 'echo done');
  await program.run('jobs', 'run', 'backup', '--home', home);
  const engine = program.engine('--home', home);
  await engine.event(({ event }) => event === 'run-ended');
  engine.kill(end);
  await engine.ended;
  return {
    disk,
    temporary,
    onDisk(unshare: string, ...words: string[]) {
      const asked = [OWN_NODE, ENTRY, ...words, '--home', disk];
      return spawnSync(unshare, [...OWN_MOUNTS, 'sh', '-ec', SCRIPT, 'sh', disk, home, ...asked], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH ?? '', HOME: program.home, TMPDIR: temporary },
      });
    },
  };
}

// After a kill its log and what belongs to it lie beside the database, and SQLite reads it where it is.
test.each(mounts.flatMap((unshare) => [[unshare, 'SIGTERM'] as const, [unshare, 'SIGKILL'] as const]))(
  'whoever looks at a home whose disk became read-only (%s, after an engine that had %s) is answered',
  async (unshare, end) => {
    const { disk, temporary, onDisk } = await aHome(end);
    const runs = onDisk(unshare, 'runs', 'list');
    expect(runs).toMatchObject({ status: 0, stdout: expect.stringMatching(/1 +backup +ok/) });
    if (end === 'SIGTERM')
      expect(runs.stderr).toContain('is read-only: this is read from a copy, and nothing can be changed');
    expect(onDisk(unshare, 'runs', 'output', '1').stdout).toContain('done');
    expect(onDisk(unshare, 'status', '--json').stdout).toContain(`"path":"${disk}/openclaw-tui.db"`);
    const refused = onDisk(unshare, 'jobs', 'disable', 'backup');
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toContain('nothing was done: the database cannot be written');
    expect(readdirSync(temporary)).toEqual([]);
  },
);

test.each(mounts)('an engine on a disk that became read-only (%s), and doctor, say that it is', async (unshare) => {
  const { onDisk } = await aHome('SIGTERM');
  expect(onDisk(unshare, '--no-ui').stderr).toContain('cannot be used: its disk is read-only; look at the disk');
  expect(onDisk(unshare, 'doctor').stdout).toMatch(/its disk is read-only\n +> look at the disk and mount it writable/);
});

test('a disk is not read-only because a folder on it is', () => {
  const folder = join(program.home, 'closed');
  mkdirSync(folder, { mode: 0o500 });
  expect([isOnReadOnlyDisk(join(program.home, 'a.db')), isOnReadOnlyDisk(join(folder, 'a.db'))]).toEqual([
    false,
    false,
  ]);
});
