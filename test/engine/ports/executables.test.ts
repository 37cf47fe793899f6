import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { executables } from '../../../src/engine/ports/executables.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'executables-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const SCRIPT = '#!/bin/sh\necho prune\n';
const SHA256 = createHash('sha256').update(SCRIPT).digest('hex');

test('the first file that is there and can be executed has the digest, through a link as well', async () => {
  const path = join(folder, 'prune.sh');
  writeFileSync(path, SCRIPT, { mode: 0o755 });
  symlinkSync(path, join(folder, 'link'));
  writeFileSync(join(folder, 'plain'), SCRIPT, { mode: 0o644 });
  mkdirSync(join(folder, 'folder'));
  const before = ['none', 'plain', 'folder'].map((name) => join(folder, name));
  expect(await executables.digest([...before, path])).toEqual({ path, sha256: SHA256 });
  expect(await executables.digest([join(folder, 'link')])).toEqual({ path: join(folder, 'link'), sha256: SHA256 });
  expect(await executables.digest(before)).toBeUndefined();
});

test('a file of more than a mebibyte and a pipe have none, and nobody waits for them', async () => {
  writeFileSync(join(folder, 'large'), Buffer.alloc(1024 * 1024 + 1), { mode: 0o755 });
  execFileSync('mkfifo', ['-m', '755', join(folder, 'pipe')]);
  expect(await executables.digest([join(folder, 'large')])).toBeUndefined();
  expect(await executables.digest([join(folder, 'pipe')])).toBeUndefined();
});
