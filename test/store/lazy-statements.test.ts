import Database from 'better-sqlite3';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { compileWhenUsed } from '../../src/store/lazy-statements.ts';

const open: Database.Database[] = [];

function lazyDatabase() {
  const db = new Database(':memory:');
  open.push(db);
  db.exec('CREATE TABLE jobs (name TEXT)');
  const compile = vi.spyOn(db, 'prepare');
  compileWhenUsed(db);
  return { db, compiled: () => compile.mock.calls.map(([source]) => source) };
}

afterEach(() => {
  for (const db of open.splice(0)) db.close();
});

describe('a statement of the store', () => {
  it('is compiled when it is first used, and once', () => {
    const { db, compiled } = lazyDatabase();
    const insert = db.prepare('INSERT INTO jobs VALUES (@name)');
    const never = db.prepare('SELECT name FROM nowhere');
    expect(compiled()).toEqual([]);
    expect(insert.run({ name: 'a' }).changes).toBe(1);
    insert.run({ name: 'b' });
    expect(compiled()).toEqual(['INSERT INTO jobs VALUES (@name)']);
    expect(() => never.get()).toThrow('no such table: nowhere');
  });

  it('answers as rows, one row, one by one, as arrays and as single values', () => {
    const { db } = lazyDatabase();
    for (const name of ['a', 'b']) db.prepare('INSERT INTO jobs VALUES (?)').run(name);
    const select = 'SELECT name FROM jobs ORDER BY name';
    expect(db.prepare(select).all()).toEqual([{ name: 'a' }, { name: 'b' }]);
    expect(db.prepare(select).get()).toEqual({ name: 'a' });
    expect([...db.prepare(select).iterate()]).toEqual([{ name: 'a' }, { name: 'b' }]);
    expect(db.prepare(select).raw().all()).toEqual([['a'], ['b']]);
    expect(db.prepare(select).pluck().all()).toEqual(['a', 'b']);
  });
});
