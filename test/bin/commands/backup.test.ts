import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { APPLICATION_ID } from '../../../src/store/migrate.ts';
import { migrations } from '../../../src/store/migrations/index.ts';
import { createProgram, type Program } from '../support/program.ts';

let program: Program;
beforeEach(() => {
  program = createProgram();
});
afterEach(() => program.remove());

const addJob = (name: string, command = 'true') => program.run('jobs', 'add', '--name', name, '--shell', command);
const jobNames = async (): Promise<string[]> =>
  (await program.json<{ name: string }[]>('jobs', 'list')).data.map(({ name }) => name);
const databasePath = (): string => join(program.home, 'openclaw-tui.db');
const backups = (): string[] => readdirSync(join(program.home, 'backups')).filter((name) => name.endsWith('.db'));

describe('backup', () => {
  test('R-8 is made while the engine runs, listed, verified, and restored when the engine is gone', async () => {
    await addJob('one');
    const engine = program.engine();
    await engine.event(({ event }) => event === 'engine-started');
    const made = await program.json<{ name: string; jobs: number }>('backup', 'create');
    expect(made.data).toMatchObject({ name: expect.stringMatching(/^openclaw-tui-\d{8}T\d{6}\.\d{3}Z\.db$/), jobs: 1 });
    expect(statSync(join(program.home, 'backups', made.data.name)).mode & 0o777).toBe(0o600);
    await addJob('two');
    expect(await program.json('backup', 'restore', 'newest')).toMatchObject({
      code: 4,
      error: { code: 'lease-held', message: expect.stringContaining(`pid ${engine.pid}`) },
    });
    engine.kill('SIGTERM');
    await engine.ended;
    expect((await program.run('backup', 'verify')).out).toContain('sound, 1 job, 0 runs');
    const restored = await program.json<{ aside: string; old: string }>('backup', 'restore', made.data.name);
    expect(restored).toMatchObject({ code: 0, data: { old: 'read', aside: expect.stringContaining('.replaced-') } });
    expect(await jobNames()).toEqual(['one']);
    expect((await program.run('backup', 'restore', restored.data.aside)).code).toBe(0);
    expect(await jobNames()).toEqual(['one', 'two']);
  });

  test('R-2 what ran after the backup does not run again', async () => {
    const ledger = join(program.home, 'ledger');
    await addJob('once', `echo x >>${ledger}`);
    await program.run('jobs', 'run', 'once');
    await program.run('backup', 'create');
    await program.run('--no-ui', '--once');
    expect(statSync(ledger).size).toBe(2);
    const { data } = await program.json<{ continued: unknown }>('backup', 'restore', 'newest');
    expect(data.continued).toMatchObject({ taken: 1 });
    await program.run('--no-ui', '--once');
    expect(statSync(ledger).size).toBe(2);
  });

  test('R-8 is the way out of a damaged database', async () => {
    await addJob('one');
    await program.run('backup', 'create');
    writeFileSync(databasePath(), 'x'.repeat(9_000));
    const refused = await program.run('status');
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(/^openclaw-tui: .* is not a database.*; doctor says more, backup restore .*\n$/);
    expect((await program.run('backup', 'restore', 'newest', '--paused')).code).toBe(0);
    expect(await jobNames()).toEqual(['one']);
    expect((await program.run('status')).out).toContain('restored from a backup');
  });

  test('keeps as many as the configuration says', async () => {
    await addJob('one');
    writeFileSync(join(program.home, 'config.json'), '{"backup":{"keep":2}}');
    for (const _each of [1, 2, 3]) await program.run('backup', 'create', '--prune');
    expect(backups()).toHaveLength(2);
    expect((await program.run('backup', 'prune', '--keep', '1', '--dry-run')).out).toMatch(
      /^would remove .*\n1 stay\n$/,
    );
    expect((await program.run('backup', 'prune', '--keep', '1')).code).toBe(0);
    expect(backups()).toHaveLength(1);
  });
});

test('R-13 a database of the first version is kept as a backup before its tables are changed', async () => {
  const db = new Database(databasePath());
  db.exec(migrations[0]?.sql ?? '');
  db.pragma('user_version = 1');
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.close();
  expect((await program.run('backup', 'create')).code).toBe(0);
  const listed = await program.run('jobs', 'list');
  expect(listed.err).toMatch(/^the database is of an earlier version \(.* KiB\): a backup is made of it first, .*\n/);
  expect(await jobNames()).toEqual([]);
  const verified = await program.json<{ schema: number }[]>('backup', 'verify', '--all');
  expect(verified.data.map(({ schema }) => schema)).toEqual([1, 1]);
  expect((await program.run('backup', 'restore', 'newest')).code).toBe(0);
  expect((await addJob('again')).code).toBe(0);
});

describe('what is not there or no good is said in one line', () => {
  test('no database, no such backup, a wrong key', async () => {
    expect(await program.json('backup', 'create')).toMatchObject({ code: 1, error: { code: 'database-missing' } });
    expect(await program.json('backup', 'verify')).toMatchObject({ code: 3, error: { code: 'backup-not-found' } });
    writeFileSync(join(program.home, 'config.json'), '{"backup":{"kep":2}}');
    expect(await program.json('backup', 'list')).toMatchObject({
      code: 2,
      error: { field: 'backup.kep', hint: 'backup.keep?' },
    });
  });

  test('R-8 one byte inside of a text of a backup is noticed, by verify and by restore', async () => {
    await addJob('needle');
    await program.run('backup', 'create');
    const [name = ''] = backups();
    const path = join(program.home, 'backups', name);
    writeFileSync(path, Buffer.from(readFileSync(path).toString('latin1').replaceAll('needle', 'noodle'), 'latin1'));
    for (const words of [['verify'], ['restore', name]]) {
      const answer = await program.json('backup', ...words);
      expect(answer).toMatchObject({ code: 1, error: { message: expect.stringContaining('other bytes than when') } });
    }
  });

  test('what restores put aside goes with its age and number, the newest stays', async () => {
    await addJob('one');
    for (const day of ['20260101', '20260102', '20260103']) {
      copyFileSync(
        join(program.home, 'openclaw-tui.db'),
        join(program.home, `openclaw-tui.db.replaced-${day}T000000.000Z`),
      );
    }
    await program.run('backup', 'prune');
    expect(readdirSync(program.home).filter((name) => name.includes('.replaced-'))).toEqual([
      'openclaw-tui.db.replaced-20260103T000000.000Z',
    ]);
  });

  test('R-8 a damaged backup is named, and nothing is restored from it', async () => {
    await addJob('one');
    await program.run('backup', 'create');
    await program.run('backup', 'create');
    const [first = ''] = backups();
    writeFileSync(join(program.home, 'backups', first), 'x');
    expect(await program.json('backup', 'verify', '--all')).toMatchObject({
      code: 1,
      error: {
        code: 'backup-damaged',
        message: expect.stringContaining(first),
        hint: expect.stringContaining('is sound'),
      },
    });
    expect(await program.json('backup', 'restore', first)).toMatchObject({
      code: 1,
      error: { code: 'database-damaged' },
    });
    expect(await jobNames()).toEqual(['one']);
    copyFileSync(databasePath(), join(program.home, 'copy.db'));
    rmSync(databasePath());
    expect((await program.run('backup', 'restore', join(program.home, 'copy.db'))).code).toBe(0);
    expect(await jobNames()).toEqual(['one']);
  });
});
