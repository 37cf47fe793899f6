import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ENTRY, OWN_NODE } from './support/program.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'compile-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const version = (env: Record<string, string>): string =>
  execFileSync(OWN_NODE, [ENTRY, '--version'], { encoding: 'utf8', env: { PATH: process.env.PATH ?? '', ...env } });

test('what was compiled is kept below the person’s own cache, where nobody else writes', () => {
  expect(version({ HOME: folder })).toMatch(/^\d/);
  const cache = join(folder, '.cache', 'openclaw-tui');
  expect(statSync(cache).mode & 0o777).toBe(0o700);
  expect(readdirSync(cache)).not.toEqual([]);
  expect(version({ HOME: folder, XDG_CACHE_HOME: join(folder, 'elsewhere') })).toMatch(/^\d/);
  expect(existsSync(join(folder, 'elsewhere', 'openclaw-tui'))).toBe(true);
});

test('where nothing can be kept it starts all the same', () => {
  writeFileSync(join(folder, '.cache'), '');
  expect(version({ HOME: folder })).toMatch(/^\d/);
  mkdirSync(join(folder, 'closed'));
  chmodSync(join(folder, 'closed'), 0o500);
  expect(version({ HOME: folder, XDG_CACHE_HOME: join(folder, 'closed') })).toMatch(/^\d/);
});
