import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { machineChecks } from '../../../bin/console/machine-checks.ts';
import { type Host, readHost } from '../../../src/engine/ports/host.ts';

let folder: string;
let host: Host;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'machine-checks-'));
  host = { ...readHost(), homeDir: folder, env: { PATH: '/nowhere' }, timeZone: 'Europe/Berlin', user: 'jo' };
  writeFileSync(join(folder, 'a.db'), 'x'.repeat(2_500), { mode: 0o600 });
});
afterEach(() => rmSync(folder, { recursive: true }));

const checks = (jobCount = 0) =>
  machineChecks(host, {
    settings: { dbPath: join(folder, 'a.db'), home: '/home/jo/.openclaw/tui' },
    facts: { dbLabel: '~/a.db', homeLabel: '~/.openclaw/tui' },
    jobCount,
  });
const textOf = (name: string, jobCount?: number) => checks(jobCount).find((check) => check.name === name);

test('the database says who can read it, and its size once there are jobs', () => {
  expect(textOf('database')).toEqual({ state: 'ok', name: 'database', text: '~/a.db, new, readable by jo only' });
  chmodSync(join(folder, 'a.db'), 0o644);
  expect(textOf('database', 3)).toEqual({
    state: 'warn',
    name: 'database',
    text: '~/a.db, 3 kB, readable by others: chmod 600 it',
  });
});

test('a database that was taken away under an open console is said to be gone', () => {
  rmSync(join(folder, 'a.db'));
  expect(textOf('database', 3)).toEqual({ state: 'warn', name: 'database', text: '~/a.db is gone' });
});

test('the zone is the one of this machine', () => {
  expect(textOf('zone')?.text).toBe('Europe/Berlin for new jobs, as on this machine');
});

test('a gateway is spoken of only where there is an OpenClaw', () => {
  expect(textOf('gateway')).toBeUndefined();
  // Our own home lies in that folder, and makes it.
  mkdirSync(join(folder, '.openclaw', 'tui'), { recursive: true });
  expect(textOf('gateway')).toBeUndefined();
  writeFileSync(join(folder, '.openclaw', 'openclaw.json'), '// mine\n{ meta: { lastTouchedVersion: "2026.9.6" } }');
  expect(textOf('gateway')).toMatchObject({
    state: 'warn',
    text: expect.stringContaining('OpenClaw 2026.9.6 is here'),
  });
});

test('a service that is not installed is told with what follows from it', () => {
  expect(textOf('service')).toEqual({
    state: 'warn',
    name: 'service',
    text: 'not installed: jobs run only while openclaw-tui runs (: service)',
  });
});
