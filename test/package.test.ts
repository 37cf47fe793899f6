import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const read = (name: string) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
const manifest = read('package.json') as Record<string, Record<string, string>>;
const lock = read('package-lock.json') as { packages: Record<string, Record<string, unknown>> };

describe('npm ci needs nothing but the registry', () => {
  // The package ships its binaries and says so, but npm reads the lock file, where that word is lost at every new lock:
  // without it npm compiles, which takes a compiler and Node's headers.
  test('better-sqlite3 is not compiled', () => {
    expect(lock.packages['node_modules/better-sqlite3']).toMatchObject({ gypfile: false });
    expect(manifest.allowScripts).toMatchObject({ 'better-sqlite3': false });
  });

  test('every version is exact', () => {
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test('the lock file names no host', () => {
    const hosts = Object.entries(lock.packages).filter(([, entry]) => 'resolved' in entry);
    expect(hosts.map(([name]) => name)).toEqual([]);
  });
});
