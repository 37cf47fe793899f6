import { spawn } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { placeOf } from '../../../src/engine/lease.ts';
import { readHost } from '../../../src/engine/ports/host.ts';
import { PATIENCE } from '../../support/patience.ts';
import { createProgram, type Program } from '../support/program.ts';

let program: Program;
beforeEach(() => {
  program = createProgram();
});
afterEach(() => program.remove());

type Check = { code: string; state: string; text: string; remedy?: string };
type Doctor = { sound: boolean; counts: Record<string, number>; checks: Check[] };

const doctor = () => program.json<Doctor>('doctor');
const checksOf = async (code: string): Promise<Check[]> =>
  (await doctor()).data.checks.filter((check) => check.code === code);
const addJob = (...words: string[]) => program.run('jobs', 'add', '--name', 'a', '--shell', 'true', ...words);
const databasePath = (): string => join(program.home, 'openclaw-tui.db');
/** Changes rows behind the program's back. */
const tamper = (sql: string): void => {
  const db = new Database(databasePath());
  db.exec(sql);
  db.close();
};

describe('doctor', () => {
  test('on a home that works has a check of everything, nothing bad, and exit code 0', async () => {
    await addJob();
    await program.run('backup', 'create');
    const engine = program.engine();
    await engine.event(({ event }) => event === 'engine-started');
    const { code, data } = await doctor();
    expect(code).toBe(0);
    expect(data.sound).toBe(true);
    const codes = data.checks.map((check) => check.code);
    for (const wanted of [
      'database',
      'engine',
      'clock',
      'zones',
      'queue',
      'messages',
      'disk',
      'permissions',
      'log',
      'backups',
      'configuration',
      'node',
      'terminal',
    ])
      expect(codes).toContain(wanted);
    expect(data.checks.find((check) => check.code === 'engine')?.text).toContain(`pid ${engine.pid}`);
    expect(data.checks.filter(({ state }) => state === 'bad' || state === 'warn')).toEqual([]);
  });

  test('changes nothing, and makes no home where there is none', async () => {
    await addJob();
    const look = () => readdirSync(program.home).map((name) => [name, statSync(join(program.home, name)).mtimeMs]);
    const [before, bytes] = [look(), readFileSync(databasePath())];
    await doctor();
    expect(readFileSync(databasePath()).equals(bytes)).toBe(true);
    expect(look().filter(([name]) => !/-(wal|shm)$/.test(String(name)))).toEqual(
      before.filter(([name]) => !/-(wal|shm)$/.test(String(name))),
    );
    const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
    const none = await program.json<Doctor>('doctor', '--home', join(folder, 'none'));
    expect(none).toMatchObject({ code: 0, data: { sound: true } });
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  test('has problems first, each with what to do', async () => {
    await addJob();
    const { out } = await program.run('doctor');
    expect(out.split('\n').slice(0, 2)).toEqual([
      '! engine        none runs on this database, so nothing starts',
      '                > openclaw-tui, openclaw-tui --no-ui, or openclaw-tui service install',
    ]);
    for (const line of out.trimEnd().split('\n')) expect(line.length).toBeLessThan(200);
  });
});

describe('a broken database', () => {
  test('R-8 an empty file, as a disk that was full from the start leaves it, is a note', async () => {
    writeFileSync(databasePath(), '', { mode: 0o600 });
    const answer = await doctor();
    expect(answer).toMatchObject({ code: 0, data: { sound: true } });
    expect(await checksOf('database')).toMatchObject([{ state: 'note', text: expect.stringContaining('is empty') }]);
    expect(answer.data.checks.map((check) => check.code)).toContain('disk');
  });

  test('R-8 one that nobody can look at is bad, not missing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
    const home = join(folder, 'home');
    symlinkSync('home', home);
    const answer = await program.json<Doctor>('doctor', '--home', home);
    rmSync(folder, { recursive: true });
    expect(answer).toMatchObject({ code: 1, data: { sound: false } });
    expect(answer.data.checks[0]).toMatchObject({
      code: 'database',
      state: 'bad',
      text: expect.stringContaining('cannot be looked at'),
    });
  });

  test.each<[string, string, () => void]>([
    [
      'garbage in its pages',
      'database',
      () => writeFileSync(databasePath(), readFileSync(databasePath()).fill(0xa5, 8_192)),
    ],
    ['no database', 'database', () => writeFileSync(databasePath(), 'x'.repeat(5_000))],
    ['an empty file', 'database', () => writeFileSync(databasePath(), '')],
    ['no file', 'database', () => rmSync(databasePath())],
  ])('R-8 %s is named with the backup to restore, and everything else is looked at', async (_what, code, damage) => {
    await addJob();
    const { name } = (await program.json<{ name: string }>('backup', 'create')).data;
    damage();
    const answer = await doctor();
    expect(answer).toMatchObject({ code: 1, ok: true, data: { sound: false } });
    const [first] = answer.data.checks;
    expect(first).toMatchObject({ code, state: 'bad', remedy: expect.stringContaining(`backup restore ${name}`) });
    expect(answer.data.checks.map((check) => check.code)).toContain('backups');
    expect((await program.run('backup', 'restore', name)).code).toBe(0);
    expect((await doctor()).code).toBe(0);
  });

  test('R-13 one of a newer version is to be left alone', async () => {
    await addJob();
    tamper('PRAGMA user_version = 999');
    expect(await checksOf('database')).toMatchObject([
      { state: 'bad', remedy: expect.stringContaining('update openclaw-tui') },
    ]);
  });
});

describe('what is found', () => {
  test.each<[string, string, string, () => void]>([
    [
      'R-8 a claim without a run',
      'claimed-without-run',
      'bad',
      () =>
        tamper(
          `INSERT INTO dispatches (job_id, cause, occasion_key, status, due_at, rank, requested_by, created_at) SELECT id, 'manual', 'm', 'claimed', 1, 1, '{}', 1 FROM jobs`,
        ),
    ],
    [
      'R-6 a clock that is behind what was written',
      'clock',
      'warn',
      () => tamper(`UPDATE lease SET heartbeat_at = ${Date.now() + 3_600_000}`),
    ],
    [
      'a message that was given up',
      'messages',
      'warn',
      () =>
        tamper(
          `INSERT INTO outbox (key, kind, title, body, status, next_attempt_at, created_at) VALUES ('k', 'x', 't', 'b', 'failed', 1, 1)`,
        ),
    ],
    ['R-12 a home that others can read', 'permissions', 'warn', () => chmodSync(program.home, 0o755)],
    [
      'a configuration that is broken',
      'configuration',
      'bad',
      () => writeFileSync(join(program.home, 'config.json'), '{"backup":{"kep":1}}', { mode: 0o600 }),
    ],
    ...(
      [
        ['keys that a console refuses', 'bad', '{"ui":{"keys":{"aprove":"A"}}}'],
        ['columns that a console refuses', 'bad', '{"ui":{"columns":{"due":["zzz"]}}}'],
        ['a theme that is not there', 'bad', '{"ui":{"theme":"drak"}}'],
        ['a part of the configuration that nobody acts on', 'warn', '{"hooks":{"run.failed":"true"}}'],
      ] as const
    ).map(([what, state, text]): [string, string, string, () => void] => [
      what,
      'configuration',
      state,
      () => writeFileSync(join(program.home, 'config.json'), text, { mode: 0o600 }),
    ]),
    [
      'a critical alert',
      'alerts',
      'warn',
      () =>
        tamper(
          `INSERT INTO alerts (kind, key, severity, title, first_at, last_at) VALUES ('database', 'k', 'crit', 't', 1, 1)`,
        ),
    ],
  ])('%s', async (_what, code, state, make) => {
    await addJob();
    make();
    const found = await checksOf(code);
    expect(found).toMatchObject([{ state, remedy: expect.any(String) }]);
  });

  test('a shell that a job names and that is not there', async () => {
    await addJob('--set', 'shell=/bin/no-such-shell');
    expect(await checksOf('shell-missing')).toMatchObject([
      { state: 'bad', text: expect.stringContaining('/bin/no-such-shell, which a names') },
    ]);
  });

  test('R-8 a newest backup that is no good', async () => {
    await addJob();
    const { path } = (await program.json<{ path: string }>('backup', 'create')).data;
    writeFileSync(path, readFileSync(path).fill(0xa5, 8_192));
    expect(await checksOf('backups')).toMatchObject([
      { state: 'bad', remedy: expect.stringContaining('backup create') },
    ]);
  });

  test.each([
    ['was stopped', 'SIGSTOP', (pid: number) => `kill -CONT ${pid}, .*inside a commit`],
    ['goes on', undefined, () => 'it is not stopped: look at its disk.*inside a commit'],
  ] as const)('R-5 an engine that gives no sign of life and %s', async (_what, signal, remedy) => {
    await addJob();
    const host = readHost();
    const { bootId } = host;
    const holder = spawn('sleep', ['600']);
    onTestFinished(() => void holder.kill('SIGKILL'));
    const pid = holder.pid ?? 0;
    if (signal !== undefined) holder.kill(signal);
    await vi.waitFor(() => expect(statOf(pid)[0]).toBe(signal === undefined ? 'S' : 'T'), PATIENCE);
    const pidStart = statOf(pid)[19];
    tamper(`UPDATE lease SET holder_id = 'h', pid = ${pid}, pid_start = '${pidStart}', boot_id = '${bootId}',
      host = '${placeOf(host)}', user = 'ana', mode = 'headless', version = '0', acquired_at = 1,
      heartbeat_at = ${Date.now() - 60_000}`);
    expect(await checksOf('engine')).toMatchObject([
      {
        state: 'bad',
        text: expect.stringContaining('no sign of life'),
        remedy: expect.stringMatching(remedy(pid)),
      },
    ]);
    expect(await checksOf('engine-version')).toMatchObject([{ state: 'warn' }]);
  });
});

/** The fields of a process behind its name: its state first, when it began as the twentieth. */
const statOf = (pid: number): string[] => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
};
