import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { demoJobs } from '../../../src/engine/imports/demo-jobs.ts';
import { parseJob } from '../../../src/engine/rules/job/index.ts';

const shells = ['/bin/bash', '/bin/sh'].filter((path) => existsSync(path));
const jobs = demoJobs({ home: '/tmp/demo' });
const named = (name: string): Record<string, unknown> => {
  const job = jobs.find((candidate) => candidate.name === name);
  if (job === undefined) throw new Error(`no demo job ${name}`);
  return job;
};

let root: string;
let home: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'demo-jobs-'));
  home = join(root, 'home');
  mkdirSync(home);
  mkdirSync(join(root, 'user'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the definitions of the demo', () => {
  test.each(jobs.map((job) => [String(job.name), job] as const))(
    '%s is a job the engine takes without a warning',
    (_, job) => {
      const { parent_name: parent, ...fields } = job;
      const input = parent === undefined ? fields : { ...fields, parent_id: 'some-job' };
      expect(parseJob(input, { now: 0, machineZone: 'Europe/Paris', allowPast: false })).toMatchObject({
        kind: 'ok',
        warnings: [],
      });
    },
  );

  test('names are unique, and parents come before their children', () => {
    const seen = new Set<unknown>();
    for (const job of jobs) {
      expect(seen.has(job.name)).toBe(false);
      if (job.parent_name !== undefined) expect(seen.has(job.parent_name)).toBe(true);
      seen.add(job.name);
    }
  });

  test('every job starts in the home of the demo, is limited in time and ends with its engine', () => {
    for (const job of demoJobs({ home: '/somewhere/else' })) {
      expect(job.on_engine_exit).toBe('stop');
      expect(job.cwd).toBe('/somewhere/else');
      expect(Number(job.run_timeout_ms ?? 300_000)).toBeLessThanOrEqual(300_000);
    }
    expect(named('hangs quietly').run_timeout_ms).toBe(90_000);
  });

  test('everything of its kind is there once: approval, high risk, retry, watchdog, children', () => {
    expect(jobs.filter((job) => job.approval_required === true)).toHaveLength(2);
    expect(jobs.filter((job) => job.approval_risk === 'high')).toHaveLength(1);
    expect(jobs.filter((job) => job.job_type === 'watchdog')).toHaveLength(1);
    expect(jobs.filter((job) => job.retry_on_exit_codes !== undefined)).toHaveLength(1);
    expect(jobs.filter((job) => job.parent_name !== undefined)).toHaveLength(3);
  });
});

describe.each(shells)('the commands of the demo under %s', (shell) => {
  const run = (name: string, env: Record<string, string> = {}) => runCommand(shell, commandOf(named(name)), env);

  test.each([
    ['clock', /^it is \d\d:\d\d:\d\d, slot by hand, 0 ms late\n$/],
    ['load', /^load [\d.]+ [\d.]+ [\d.]+ on \d+ processors\n$/],
    ['memory', /\S/],
    ['disk use', /% full, [\d.]+ GiB free\n/],
    ['wipe workshop', /gone/],
    ['after the hang', /still held at \d\d:/],
    ['備份 検査 größe 🗄', /^this home takes [\d.]+ MiB\n$/],
  ])('%s ends well and prints what it says', (name, output) => {
    expect(run(name)).toMatchObject({ status: 0, stdout: expect.stringMatching(output), stderr: '' });
  });

  test('clock prints the slot and the lateness it is given', () => {
    const env = { OPENCLAW_SLOT: '2026-01-01T00:00:10Z', OPENCLAW_LATE_MS: '3' };
    expect(run('clock', env).stdout).toMatch(/slot 2026-01-01T00:00:10Z, 3 ms late\n$/);
  });

  test('the chain plans, waits for its answer, deletes what was planned, and leaves enough', () => {
    const condition = 'files to prune:';
    expect(run('smoke check').status).toBe(1);
    expect(run('tidy apply').status).toBe(1);
    const plan = run('tidy plan');
    expect(plan).toMatchObject({ status: 0, stdout: expect.stringContaining(`1 of 3 ${condition}`) });
    expect(named('tidy apply').trigger_condition).toBe(`contains:${condition}`);
    expect(run('tidy plan').stdout).not.toContain(condition);
    expect(run('tidy apply')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^deleted report-.*\n$/) });
    expect(readdirSync(join(home, 'workshop/files'))).toHaveLength(2);
    expect(run('smoke check')).toMatchObject({ status: 0, stdout: '2 files are left\n' });
    expect(run('tidy plan').stdout).toContain(condition);
    expect(run('wipe workshop').status).toBe(0);
    expect(readdirSync(home)).toEqual([]);
  });

  test('a plan with names that are not its own deletes nothing else', () => {
    run('tidy plan');
    runCommand(shell, "echo x >victim; printf '../../victim\\n../plan.txt\\n*\\n' >workshop/plan.txt");
    expect(run('tidy apply')).toMatchObject({ status: 0, stdout: '' });
    expect(readdirSync(home).sort()).toEqual(['victim', 'workshop']);
    expect(readdirSync(join(home, 'workshop/files'))).toHaveLength(3);
  });

  test('the flaky upload fails two times of three with an exit code that is retried', () => {
    const codes = [1, 2, 3, 4, 5, 6].map(() => run('flaky upload').status);
    expect(codes).toEqual([75, 75, 0, 75, 75, 0]);
    expect(named('flaky upload').retry_on_exit_codes).toEqual([75]);
    expect(Number(named('flaky upload').max_retries)).toBeGreaterThanOrEqual(2);
  });

  test('the watchdog’s check is quiet for two looks and says stuck for two', () => {
    const ends = [1, 2, 3, 4, 5].map(() => run('import watchdog'));
    expect(ends.map((end) => end.status)).toEqual([0, 0, 1, 1, 0]);
    expect(ends[0]?.stdout).toBe('');
    expect(ends[2]?.stderr).toMatch(/^no row written since/);
  });

  test('the slow inventory prints one line a second, forty at most', () => {
    const command = commandOf(named('slow inventory'));
    expect(command.match(/sleep 1$/m)).not.toBeNull();
    const end = runCommand(shell, command.replace('sleep 1', 'sleep 0'));
    expect(end.status).toBe(0);
    expect(end.stdout.split('\n').length - 1).toBeGreaterThan(10);
    expect(end.stdout).toMatch(/^ 1\/40 {2}\S/);
  });

  test('the hanging job says one line and then nothing', () => {
    const command = commandOf(named('hangs quietly'));
    expect(runCommand(shell, command.replace('sleep 3600', 'sleep 0')).stdout).toBe('waiting for the lock\n');
    expect(command).toContain('sleep 3600');
  });

  test('the largest folders are listed with the largest first', () => {
    const command = commandOf(named('largest folders')).replace('/usr/*', '/usr/s*');
    const end = runCommand(shell, command);
    const sizes = [...end.stdout.matchAll(/^ *([\d.]+) MiB/gm)].map((match) => Number(match[1]));
    expect(end.status).toBe(0);
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes).toEqual(sizes.toSorted((left, right) => right - left));
  });

  test('the odd output really holds escape sequences, a NUL, broken UTF-8 and a long line', () => {
    const { status, bytes } = run('colours and odd bytes');
    expect(status).toBe(0);
    for (const part of [[0x1b, 0x5b], [0], [0xff, 0xfe], [0x0d], [0x07]]) {
      expect(bytes.includes(Buffer.from(part))).toBe(true);
    }
    expect(bytes.toString('utf8')).toContain('漢字');
    expect(
      Math.max(
        ...bytes
          .toString('latin1')
          .split('\n')
          .map((row) => row.length),
      ),
    ).toBeGreaterThan(4_000);
  });

  test('nothing is left outside the home, nor in the home directory of the user', () => {
    for (const job of jobs) {
      if (job.name === 'largest folders') continue;
      runCommand(shell, commandOf(job).replaceAll(/sleep \d+/g, 'sleep 0'));
    }
    expect(readdirSync(root).sort()).toEqual(['home', 'user']);
    expect(readdirSync(join(root, 'user'))).toEqual([]);
    expect(readdirSync(home).every((name) => name === 'workshop')).toBe(true);
  });
});

test('no command writes to a path that is not relative', () => {
  for (const job of jobs) {
    const command = commandOf(job);
    expect(command).not.toMatch(/>\s*["']?[/~$](?!dev\/null)/);
    expect(command).not.toMatch(/\b(rm|mkdir|mv|cp|touch)\b[^\n&|;]*\s["']?[/~$]/);
  }
});

function commandOf(job: Record<string, unknown>): string {
  return String(job.watchdog_check_cmd ?? job.payload_message);
}

function runCommand(shell: string, command: string, env: Record<string, string> = {}) {
  const path = '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin';
  const end = spawnSync(shell, ['-c', command], {
    cwd: home,
    env: { PATH: path, HOME: join(root, 'user'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 25_000,
  });
  return { status: end.status, stdout: end.stdout.toString(), stderr: end.stderr.toString(), bytes: end.stdout };
}
