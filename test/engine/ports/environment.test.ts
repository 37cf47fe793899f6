import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  findSecrets,
  readEnvironment,
  SECRET_BYTES_MAX,
  secretWarnings,
} from '../../../src/engine/ports/environment.ts';

const createFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'openclaw-env-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const fileWith = (text: string, mode = 0o600): string => {
  const path = join(createFolder(), 'secret');
  writeFileSync(path, text, { mode });
  chmodSync(path, mode);
  return path;
};

const read = (path: string) => readEnvironment({ KEY: { from_file: path } }, {});

test('a value from a file loses one line end and nothing else, also behind a link', () => {
  expect(read(fileWith(' two\nlines\r\n'))).toMatchObject({ kind: 'ok', values: { KEY: ' two\nlines' } });
  const link = join(createFolder(), 'link');
  symlinkSync(fileWith('linked\n'), link);
  expect(read(link)).toMatchObject({
    kind: 'ok',
    values: { KEY: 'linked' },
    secrets: [{ name: 'KEY', value: 'linked' }],
  });
});

test('written values are no secrets, those taken from elsewhere are', () => {
  expect(readEnvironment({ A: 'plain', B: { from_env: 'OURS' } }, { OURS: 'value' })).toEqual({
    kind: 'ok',
    values: { A: 'plain', B: 'value' },
    secrets: [{ name: 'B', value: 'value' }],
  });
  expect(readEnvironment({ B: { from_env: 'OURS' } }, {})).toEqual({
    kind: 'refused',
    reason: 'env B: OURS is not set where the engine runs',
  });
});

test('D-25 what is no readable file of a sensible size is refused with its cause, and nobody waits for it', () => {
  const folder = createFolder();
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  mkdirSync(join(folder, 'folder'));
  const exact = fileWith('x'.repeat(SECRET_BYTES_MAX));
  const long = fileWith('x'.repeat(SECRET_BYTES_MAX + 1));
  const binary = fileWith('a\0b');
  expect(read(exact).kind).toBe('ok');
  const reasons = [join(folder, 'none'), join(folder, 'folder'), pipe, '/dev/zero', long, binary].map((path) => {
    const answer = read(path);
    return answer.kind === 'refused' ? answer.reason.replace(path, 'PATH') : 'none';
  });
  expect(reasons).toEqual([
    'env KEY: cannot read PATH (there is no such file)',
    'env KEY: PATH is a folder',
    'env KEY: PATH is no plain file',
    'env KEY: PATH is no plain file',
    'env KEY: PATH is larger than 64 KiB',
    'env KEY: PATH holds a NUL',
  ]);
});

test('before the first run it is said what will go wrong, or cannot be kept secret', () => {
  expect(secretWarnings({ A: 'plain', B: { from_file: fileWith('long enough') } }, {})).toEqual([]);
  const open = fileWith('long enough', 0o640);
  expect(secretWarnings({ B: { from_file: open } }, {})).toEqual([
    `env B: others may read ${open}; chmod 600 keeps it yours`,
  ]);
  expect(secretWarnings({ B: { from_env: 'SHORT' }, C: { from_env: 'NONE' } }, { SHORT: 'abc' })).toEqual([
    'env B: shorter than 4 characters, so it cannot be taken out of what runs print',
    'env C: NONE is not set here; a run needs it where the engine runs',
  ]);
});

test('R-12 a run that others started says itself what it was given, and another process under its id does not', async () => {
  const env = { OPENCLAW_RUN_ID: '7', OPENCLAW_RUN_FOLDER: '/r/7', KEY: 'as it was = then', PATH: '/usr/bin:/bin' };
  const child = spawn('cat', { env, stdio: ['pipe', 'ignore', 'ignore'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await new Promise((resolve) => child.once('spawn', resolve));
  const wanted = { KEY: { from_env: 'OURS' } };
  const pid = child.pid ?? 0;
  const find = (runId: number, folder: string) => findSecrets(wanted, { OURS: 'changed' }, { pid, runId, folder });
  expect(find(7, '/r/7').secrets).toEqual([{ name: 'KEY', value: 'as it was = then' }]);
  expect(find(8, '/r/7').secrets).toEqual([{ name: 'KEY', value: 'changed' }]);
  expect(find(7, '/other/7').secrets).toEqual([{ name: 'KEY', value: 'changed' }]);
  expect(findSecrets(wanted, {}, undefined)).toEqual({ secrets: [], unknown: ['KEY'] });
});
