import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Db } from '../../src/store/database.ts';
import { APPLICATION_ID, migrate, schemaOf, type Upgrade } from '../../src/store/migrate.ts';
import { migrations } from '../../src/store/migrations/index.ts';
import { openStore } from '../../src/store/store.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { ANA, freshFolder } from './fresh-store.ts';

/** What stands here is never edited, removed or moved; a new migration is added below. */
const FIXED: readonly [name: string, hash: string][] = [
  ['0001-first-tables', 'bf03b34ca09d'],
  ['0002-agent-runs', '02b636465025'],
  ['0003-owed-fires-and-calendars', 'ec0843a85129'],
  ['0004-stored-revision', 'e482d598c220'],
  ['0005-lease-wish', 'e2dc54b38e1b'],
  ['0006-names-in-the-index', '7ddc92c5e0ab'],
  ['0007-runs-that-follow', '48e9bb8aa147'],
  ['0008-arrivals-of-output', '6c39b26562cf'],
];

/** A database as the version with the first `schema` migrations left it, with a job, a run and an engine that is gone. */
function earlier(schema: number, lease: 'free' | 'held' = 'free'): string {
  const path = join(freshFolder(), 'openclaw-tui.db');
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  for (const { sql } of migrations.slice(0, schema)) db.exec(sql);
  db.pragma(`user_version = ${schema}`);
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.exec(`
    INSERT INTO jobs (id, name, enabled, definition, schedule_kind, created_at, created_by, updated_at, anchor_at)
    VALUES ('job1', 'backup', 1, '{}', 'manual', 1, '{"kind":"engine"}', 1, 1);
    INSERT INTO dispatches (job_id, cause, occasion_key, status, due_at, rank, requested_by, created_at)
    VALUES ('job1', 'manual', 'manual:1', 'done', 1, 1, '{"kind":"engine"}', 1);
    INSERT INTO runs (job_id, job_name, job_revision, dispatch_id, cause, status, created_at, finished_at, due_at,
      requested_by, cause_root, idempotency_key, fence)
    VALUES ('job1', 'backup', 1, 1, 'manual', 'ok', 1, 2, 1, '{"kind":"engine"}', 'manual:1', '1', 1);`);
  if (lease === 'held') {
    db.exec(`UPDATE lease SET holder_id = 'h', pid = 4711, pid_start = '9', boot_id = 'b', host = 'box', user = 'ops',
      mode = 'headless', version = '0.0.1', fence = 3, acquired_at = 1, heartbeat_at = 1, clean_stop = 0`);
  }
  db.close();
  return path;
}

const kept: Db[] = [];
const upgradeWhere = (isHeld: boolean): Upgrade => ({ isHeld: () => isHeld, keep: (db) => void kept.push(db) });

function refusalOf(act: () => unknown): StoreError {
  try {
    act();
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  throw new Error('it was done');
}

const raw = (path: string): Db => {
  const db = new Database(path);
  onTestFinished(() => void db.close());
  return db;
};

describe('the list of migrations', () => {
  test('has the fixed ones at their places, as they were', () => {
    const listed = migrations.slice(0, FIXED.length).map(({ name, sql }) => [name, hashOf(sql)]);
    expect(listed).toEqual(FIXED);
  });

  test('has every file of the folder once', () => {
    const folder = new URL('../../src/store/migrations/', import.meta.url);
    const files = readdirSync(folder).flatMap((name) => (/^\d{4}-.*\.ts$/.test(name) ? [name.slice(0, -3)] : []));
    expect(migrations.map(({ name }) => name).sort()).toEqual(files.sort());
  });
});

const hashOf = (sql: string): string => createHash('sha256').update(sql).digest('hex').slice(0, 12);

describe('a database of an earlier version', () => {
  test.each(migrations.slice(1).map((_each, index) => index + 1))(
    'R-13 with %i migrations opens, with its rows',
    (n) => {
      kept.length = 0;
      const store = openStore({ path: earlier(n), role: 'command', upgrade: upgradeWhere(false) });
      onTestFinished(() => void store.close());
      expect(schemaOf(store.db)).toBe(migrations.length);
      expect(store.runs.get(1)).toMatchObject({ status: 'ok', jobName: 'backup' });
      expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(kept).toHaveLength(1);
    },
  );

  test('R-13 is the same, table by table, as one that was created anew', () => {
    const old = openStore({ path: earlier(1), role: 'command', upgrade: upgradeWhere(false) });
    const fresh = openStore({ path: join(freshFolder(), 'openclaw-tui.db'), role: 'command' });
    for (const store of [old, fresh]) onTestFinished(() => void store.close());
    const shape = (db: Db) => db.prepare(`SELECT name, sql FROM sqlite_schema ORDER BY name`).all();
    expect(shape(old.db)).toEqual(shape(fresh.db));
  });

  test('R-13 that an engine works on is left as it is, and the way to hand over is said', () => {
    const path = earlier(2, 'held');
    const before = readFileSync(path);
    const refusal = refusalOf(() => openStore({ path, role: 'command', upgrade: upgradeWhere(true) }));
    expect(refusal).toMatchObject({ code: 'database-older' });
    expect(refusal.message).toContain('the engine of pid 4711 on box works on it; nothing was changed');
    expect(refusal.hint).toContain('kill -TERM 4711');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('R-13 whose engine is gone is brought up to date', () => {
    const store = openStore({ path: earlier(2, 'held'), role: 'engine', upgrade: upgradeWhere(false) });
    onTestFinished(() => void store.close());
    expect(schemaOf(store.db)).toBe(migrations.length);
  });

  test('R-13 an engine that began between the backup and the change keeps it as it is', () => {
    const path = earlier(2);
    const upgrade: Upgrade = {
      isHeld: () => true,
      keep: () => raw(path).exec(`UPDATE lease SET holder_id = 'h', pid = 1, host = 'box'`),
    };
    expect(refusalOf(() => openStore({ path, role: 'command', upgrade })).code).toBe('database-older');
    expect(schemaOf(raw(path))).toBe(2);
  });

  test('R-13 is not changed when no backup can be made', () => {
    const path = earlier(2);
    const keep = (): never => {
      throw new StoreError('backup-failed', 'no room', 'make room');
    };
    expect(refusalOf(() => openStore({ path, role: 'command', upgrade: { isHeld: () => false, keep } })).code).toBe(
      'backup-failed',
    );
    expect(schemaOf(raw(path))).toBe(2);
  });

  test('R-13 a migration that fails takes back those before it', () => {
    const path = earlier(1);
    const db = raw(path);
    const shape = () => db.prepare(`SELECT name, sql FROM sqlite_schema ORDER BY name`).all();
    const before = shape();
    const broken = [
      ...migrations,
      { name: '9999-broken', sql: 'CREATE TABLE ok_part (a); INSERT INTO nowhere VALUES (1);' },
    ];
    const refusal = refusalOf(() => migrate(db, path, upgradeWhere(false), broken));
    expect(refusal.message).toMatch(
      /could not be brought to this version: 9999-broken: no such table: nowhere; nothing was changed$/,
    );
    expect(shape()).toEqual(before);
    expect(schemaOf(db)).toBe(1);
  });
});

test('R-13 an engine does not begin on a database that was brought to another version since it was opened', () => {
  const path = join(freshFolder(), 'openclaw-tui.db');
  const store = openStore({ path, role: 'engine' });
  onTestFinished(() => void store.close());
  store.audit.add({ actor: ANA, action: 'x', subjectKind: 'engine', subjectId: '1', subjectName: '' }, 1);
  raw(path).pragma(`user_version = ${migrations.length + 1}`);
  expect(refusalOf(() => store.refuseStale()).code).toBe('database-newer');
});
