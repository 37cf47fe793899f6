import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  type BackupFile,
  backupName,
  listBackups,
  outdated,
  removePartial,
} from '../../../src/store/backup/backup-files.ts';
import { inspectDatabase } from '../../../src/store/backup/inspect.ts';
import { makeBackup } from '../../../src/store/backup/make-backup.ts';
import { migrations } from '../../../src/store/migrations/index.ts';
import type { Store } from '../../../src/store/store.ts';
import { StoreError } from '../../../src/store/store-error.ts';
import { ANA, addDispatch, addJob, addRun, freshFolder, freshStore, NOW } from '../fresh-store.ts';

const folderOf = (store: Store): string => join(dirname(store.path), 'backups');
const backUp = (store: Store, at = NOW) => makeBackup(store.db, store.path, folderOf(store), at);
const modeOf = (path: string): number => statSync(path).mode & 0o777;

function refusalOf(act: () => unknown): StoreError {
  try {
    act();
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  throw new Error('it was done');
}

function filledStore(): Store {
  const store = freshStore();
  addJob(store);
  addRun(store);
  addDispatch(store);
  store.audit.add({ actor: ANA, action: 'job.add', subjectKind: 'job', subjectId: 'job1', subjectName: 'backup' }, NOW);
  return store;
}

describe('making a backup', () => {
  test('R-8 gives one whole file under its name, readable by its owner alone, and no other', () => {
    const store = filledStore();
    const made = backUp(store);
    expect(made.name).toBe('openclaw-tui-20260921T141320.000Z.db');
    expect(readdirSync(folderOf(store))).toEqual([made.name, `${made.name}.sha256`]);
    expect([folderOf(store), made.path].map(modeOf)).toEqual([0o700, 0o600]);
    expect(made.inspection).toEqual({
      schema: migrations.length,
      jobs: 1,
      runs: 1,
      active: 1,
      waiting: 2,
      audit: { kind: 'intact', checked: 1 },
    });
  });

  test('R-8 has what was committed while it was made by others, as one moment', () => {
    const store = filledStore();
    const writer = new Database(store.path);
    onTestFinished(() => void writer.close());
    writer.exec('BEGIN IMMEDIATE; DELETE FROM runs');
    expect(backUp(store).inspection.runs).toBe(1);
    writer.exec('COMMIT');
    expect(backUp(store, NOW + 1).inspection.runs).toBe(0);
  });

  test('two in one millisecond are two', () => {
    const store = filledStore();
    expect(backUp(store).name).not.toBe(backUp(store).name);
    expect(listBackups(folderOf(store), store.path)).toHaveLength(2);
  });

  test('R-8 a damaged database gives none, and what was there stays', () => {
    const store = filledStore();
    const good = backUp(store);
    store.db.pragma('wal_checkpoint(TRUNCATE)');
    store.close();
    const bytes = readFileSync(store.path);
    bytes.fill(0xa5, 8_192, bytes.length);
    writeFileSync(store.path, bytes);
    const db = new Database(store.path, { readonly: true });
    onTestFinished(() => void db.close());
    expect(refusalOf(() => makeBackup(db, store.path, folderOf(store), NOW + 1)).code).toBe('backup-failed');
    expect(readdirSync(folderOf(store))).toEqual([good.name, `${good.name}.sha256`]);
  });

  test('a place that is no folder is said in one line', () => {
    const store = filledStore();
    writeFileSync(folderOf(store), '');
    const refusal = refusalOf(() => backUp(store));
    expect(refusal.message).toMatch(/^no backup made in .*backups: /);
    expect(refusal.hint).toContain('doctor');
  });

  test('what somebody changed in the audit is told, and the backup is made all the same', () => {
    const store = filledStore();
    store.db.exec(`UPDATE audit SET action = 'job.delete'`);
    expect(backUp(store).inspection.audit).toEqual({ kind: 'broken', id: 1 });
  });
});

describe('inspecting one', () => {
  test.each<[string, (bytes: Buffer) => Buffer]>([
    ['a byte of a page in the middle', (bytes) => bytes.fill(0xa5, 40_960, 45_056)],
    ['a tail that is cut', (bytes) => bytes.subarray(0, bytes.length - 20_480)],
    ['a wrong head', (bytes) => bytes.fill(0x58, 0, 16)],
    ['nothing', () => Buffer.alloc(0)],
  ])('R-8 finds %s', (_what, change) => {
    const store = filledStore();
    const { path } = backUp(store);
    writeFileSync(path, change(readFileSync(path)));
    const refusal = refusalOf(() => inspectDatabase(path));
    expect(refusal.code).toBe('database-damaged');
    expect(refusal.message).not.toContain('\n');
  });

  test('a row that names one that is not there is found', () => {
    const store = filledStore();
    store.db.pragma('foreign_keys = OFF');
    store.db.exec(`DELETE FROM jobs`);
    expect(refusalOf(() => inspectDatabase(store.path)).message).toMatch(/4 rows name others that are not there/);
  });

  test('it leaves nothing beside the file', () => {
    const store = filledStore();
    const made = backUp(store);
    inspectDatabase(made.path);
    expect(readdirSync(folderOf(store))).toEqual([made.name, `${made.name}.sha256`]);
  });
});

describe('which stay', () => {
  const DAY = 86_400_000;
  const files = (...days: number[]): BackupFile[] =>
    days.map((day) => ({ name: `${day}`, path: `${day}`, at: NOW - day * DAY, bytes: 1 }));
  const gone = (list: BackupFile[], keep: number, days: number) =>
    outdated(list, { keep, days }, NOW).map(({ name }) => name);

  test('the newest ones, and none that is too old', () => {
    expect(gone(files(0, 1, 2, 3), 2, 30)).toEqual(['2', '3']);
    expect(gone(files(0, 1, 29, 31), 14, 30)).toEqual(['31']);
  });

  test('the newest, however old it is', () => {
    expect(gone(files(400, 500), 14, 30)).toEqual(['500']);
  });
});

describe('the folder', () => {
  test('only what is a backup of this database is in the list, the newest first', () => {
    const folder = freshFolder();
    const names = [backupName('/h/openclaw-tui.db', NOW), backupName('/h/openclaw-tui.db', NOW + 5)];
    for (const name of [
      ...names,
      backupName('/h/other.db', NOW),
      'openclaw-tui-notes.db',
      '.openclaw-tui-1.db.7.partial',
    ])
      writeFileSync(join(folder, name), 'x');
    mkdirSync(join(folder, backupName('/h/openclaw-tui.db', NOW + 9)));
    expect(listBackups(folder, '/h/openclaw-tui.db').map(({ name }) => name)).toEqual(names.reverse());
    expect(listBackups(join(folder, 'none'), '/h/openclaw-tui.db')).toEqual([]);
  });

  test('what a killed backup left goes when it is old', () => {
    const folder = freshFolder();
    const [old, young] = ['.a.db.7.partial', '.b.db.8.partial'].map((name) => join(folder, name));
    for (const path of [old, young]) writeFileSync(path ?? '', 'x');
    utimesSync(old ?? '', NOW / 1_000 - 86_400, NOW / 1_000 - 86_400);
    utimesSync(young ?? '', NOW / 1_000, NOW / 1_000);
    removePartial(folder, NOW);
    expect([old, young].map((path) => existsSync(path ?? ''))).toEqual([false, true]);
  });
});
