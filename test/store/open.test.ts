import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openDatabase, openReadOnly } from '../../src/store/database.ts';
import { migrations } from '../../src/store/migrations/index.ts';
import { openReader } from '../../src/store/reader.ts';
import { openStore } from '../../src/store/store.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { addJob, freshFolder, freshStore } from './fresh-store.ts';

const modeOf = (path: string): number => statSync(path).mode & 0o777;
const pathIn = (folder: string): string => join(folder, 'openclaw-tui.db');

function refusalOf(open: () => unknown): StoreError {
  try {
    open();
  } catch (error) {
    if (error instanceof StoreError) return error;
    throw error;
  }
  throw new Error('it opened');
}

/** A database of ours with some content, closed. */
function madeDatabase(): string {
  const path = pathIn(freshFolder());
  const store = openStore({ path, role: 'command' });
  for (let index = 0; index < 200; index += 1) addJob(store, `job${index}`);
  store.db.pragma('wal_checkpoint(TRUNCATE)');
  store.close();
  return path;
}

describe('a new database', () => {
  test('only its owner can read it, its folder, its log and its shared memory', () => {
    const path = join(freshFolder(), 'home', 'openclaw-tui.db');
    const store = openStore({ path, role: 'engine' });
    onTestFinished(() => void store.close());
    addJob(store);
    expect([dirname(path), path, `${path}-wal`, `${path}-shm`].map(modeOf)).toEqual([0o700, 0o600, 0o600, 0o600]);
  });

  test('every commit is on the disk when it returns', () => {
    const { db } = freshStore();
    const pragma = (name: string): unknown => db.pragma(name, { simple: true });
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('wal_autocheckpoint')).toBe(0);
    expect(pragma('user_version')).toBe(migrations.length);
  });

  test('every table is STRICT', () => {
    const { db } = freshStore();
    const tables = db.pragma('table_list') as { schema: string; name: string; type: string; strict: number }[];
    const ours = tables.filter(({ schema, name }) => schema === 'main' && !name.startsWith('sqlite_'));
    expect(ours.length).toBeGreaterThan(15);
    expect(ours.filter(({ strict }) => strict === 0)).toEqual([]);
  });

  test('opening it again changes nothing', () => {
    const path = madeDatabase();
    const before = readFileSync(path);
    openStore({ path, role: 'command' }).close();
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

describe('what cannot be used is refused by one line, and left alone', () => {
  const damaged = (path: string, change: (bytes: Buffer) => void): { path: string; bytes: Buffer } => {
    const bytes = readFileSync(path);
    change(bytes);
    writeFileSync(path, bytes);
    return { path, bytes };
  };

  test('a database of a newer version', () => {
    const path = madeDatabase();
    const db = new Database(path);
    db.pragma(`user_version = ${migrations.length + 3}`);
    db.close();
    for (const open of [() => openDatabase(path, 'engine'), () => openReadOnly(path)]) {
      expect(refusalOf(open)).toMatchObject({
        code: 'database-newer',
        message: `${path} was written by a newer version (schema ${migrations.length + 3}, this one knows ${migrations.length})`,
        hint: 'update openclaw-tui; nothing was changed',
      });
    }
  });

  test('a file whose first bytes are wrong', () => {
    const { path, bytes } = damaged(madeDatabase(), (content) => content.fill(0x58, 0, 16));
    expect(refusalOf(() => openDatabase(path, 'engine'))).toMatchObject({ code: 'database-damaged' });
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  test('a text file', () => {
    const path = pathIn(freshFolder());
    writeFileSync(path, 'not a database\n');
    expect(refusalOf(() => openDatabase(path, 'engine')).message).toContain('is not a database');
    expect(refusalOf(() => openReadOnly(path)).code).toBe('database-damaged');
  });

  test('a database whose schema page is garbage', () => {
    const { path, bytes } = damaged(madeDatabase(), (content) => content.fill(0xa5, 100, 4_096));
    expect(refusalOf(() => openDatabase(path, 'engine'))).toMatchObject({ code: 'database-damaged' });
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  test('a file that was cut in the middle of its header', () => {
    const path = madeDatabase();
    writeFileSync(path, readFileSync(path).subarray(0, 60));
    expect(refusalOf(() => openDatabase(path, 'engine')).code).toBe('database-damaged');
  });

  test('a database of another program', () => {
    const path = pathIn(freshFolder());
    const db = new Database(path);
    db.exec('CREATE TABLE recipes (name TEXT)');
    db.close();
    expect(refusalOf(() => openDatabase(path, 'engine'))).toMatchObject({
      code: 'database-foreign',
      message: `${path} belongs to another program`,
    });
  });

  test('a folder', () => {
    const path = freshFolder();
    expect(refusalOf(() => openDatabase(path, 'engine'))).toMatchObject({
      code: 'database-unwritable',
      message: `${path} is a folder, not a database file`,
    });
    expect(refusalOf(() => openReadOnly(path)).code).toBe('database-unwritable');
  });

  test('a path whose folder is a file', () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'home'), '');
    const path = pathIn(join(folder, 'home'));
    const refusal = refusalOf(() => openDatabase(path, 'engine'));
    expect(refusal.code).toBe('database-unwritable');
    expect(refusal.message).toMatch(/^cannot create .*home.openclaw-tui\.db: /);
  });

  test('R-8 a path that nobody can look at, which is not taken for a missing one', () => {
    // A link to itself stands for a folder that is closed to us: root, who may run this, finds none closed.
    const folder = freshFolder();
    symlinkSync('home', join(folder, 'home'));
    const path = pathIn(join(folder, 'home'));
    for (const open of [() => openDatabase(path, 'engine'), () => openReadOnly(path)]) {
      expect(refusalOf(open)).toMatchObject({
        code: 'database-unwritable',
        message: expect.stringMatching(/^\S+ cannot be looked at: ELOOP.*; nothing was changed$/),
        hint: 'run this program as the owner of the folder, or check its mode',
      });
    }
  });

  test('a missing database, for somebody who only reads', () => {
    const path = pathIn(freshFolder());
    expect(refusalOf(() => openReader(path))).toMatchObject({
      code: 'database-missing',
      message: `no database at ${path}`,
    });
    expect(existsSync(path)).toBe(false);
  });

  test('each of them in one line with one hint', () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'text'), 'x'.repeat(100));
    mkdirSync(join(folder, 'folder'));
    const refusals = ['text', 'folder', 'text/below'].map((name) =>
      refusalOf(() => openDatabase(join(folder, name), 'command')),
    );
    for (const { message, hint } of refusals) {
      expect(`${message}${hint}`).not.toContain('\n');
      expect(hint).not.toBe('');
    }
  });
});

/** Root may write everything, so the one who tries is somebody else. */
const openAsNobody = async (path: string, how: string): Promise<string> => {
  const url = (file: string): string => JSON.stringify(new URL(`../../src/store/${file}`, import.meta.url).href);
  const program = `
    const { openStore } = await import(${url('store.ts')});
    const { openReadOnly } = await import(${url('database.ts')});
    try { ${how}; console.log('opened'); } catch (error) { console.log(error.code + ': ' + error.message); }`;
  const who = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const words = ['--input-type=module', '-e', program, path];
  return (await promisify(execFile)(process.execPath, words, who)).stdout.trim();
};

describe('what may not be read or written is said with its path, and never a fault of ours', () => {
  const OPEN = `openStore({ path: process.argv[1], role: 'command' })`;
  test.each([
    [
      'R-8 a database that may only be read',
      0o444,
      OPEN,
      /^database-unwritable: .*\.db cannot be used: .*readonly.*; nothing was changed$/,
    ],
    ['R-8 one that may not even be read', 0o000, OPEN, /^database-unwritable: cannot read .*\.db: EACCES/],
    [
      'R-8 the same for who only reads',
      0o000,
      `openReadOnly(process.argv[1])`,
      /^database-unwritable: .*\.db cannot be used: unable to open/,
    ],
  ])('%s', async (_what, mode, how, expected) => {
    const path = madeDatabase();
    chmodSync(path, mode);
    chmodSync(dirname(path), 0o555);
    const said = await openAsNobody(path, how);
    chmodSync(dirname(path), 0o700);
    expect(said).toMatch(expected);
  });
});

describe('damage that does not show at the door', () => {
  test('a garbage page in the middle is found by the quick check, and named damage when it is met', () => {
    const path = madeDatabase();
    const bytes = readFileSync(path);
    const middle = Math.floor(bytes.length / 8_192) * 4_096;
    bytes.fill(0xa5, middle, bytes.length);
    writeFileSync(path, bytes);
    const db = new Database(path, { readonly: true });
    onTestFinished(() => void db.close());
    let verdict: unknown;
    try {
      verdict = db.pragma('quick_check(1)', { simple: true });
    } catch (error) {
      verdict = (error as { code: string }).code;
    }
    expect(verdict).not.toBe('ok');
  });
});

/** Makes the database, as another process would at this moment, if whoever looks at it lets it. */
function besidesUnlessLocked(path: string): void {
  try {
    openStore({ path, role: 'engine' }).close();
  } catch (error) {
    if (!(error instanceof StoreError && error.code === 'database-busy')) throw error;
  }
}

describe('several processes at once', () => {
  test('a database that another process makes while it is looked at is ours', () => {
    const path = pathIn(freshFolder());
    const look = Database.prototype.pragma;
    const asked = vi.spyOn(Database.prototype, 'pragma').mockImplementation(function (
      this: Database.Database,
      ...words
    ) {
      const answer = look.apply(this, words);
      if (words[0] === 'application_id') {
        asked.mockRestore();
        besidesUnlessLocked(path);
      }
      return answer;
    });
    const store = openStore({ path, role: 'command' });
    expect(store.db.pragma('user_version', { simple: true })).toBe(migrations.length);
    store.close();
  });

  test('four processes that create and migrate one database together all get it', async () => {
    const path = pathIn(freshFolder());
    const program = `
      const { openStore } = await import(${JSON.stringify(new URL('../../src/store/store.ts', import.meta.url).href)});
      const store = openStore({ path: process.argv[1], role: 'command' });
      process.stdout.write(String(store.db.pragma('user_version', { simple: true })));
      store.close();`;
    const start = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', program, path]);
    const answers = await Promise.all(Array.from({ length: 4 }, start));
    expect(answers.map(({ stdout }) => stdout)).toEqual(Array(4).fill(String(migrations.length)));
    const db = openReadOnly(path);
    onTestFinished(() => void db.close());
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});
