import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { expectedParts } from '../../src/store/expected-parts.ts';
import { openStore } from '../../src/store/store.ts';
import { freshFolder, freshStore } from './fresh-store.ts';

/** A database of ours that somebody changed by hand. */
function changed(sql: string): string {
  const path = join(freshFolder(), 'openclaw-tui.db');
  openStore({ path, role: 'command' }).close();
  const db = new Database(path);
  db.exec(sql);
  db.close();
  return path;
}

describe('R-8 a database whose tables were changed by hand', () => {
  test('is refused when it is opened, by engine, console and command, with the names of what is missing', () => {
    const path = changed('DROP INDEX jobs_due; DROP TABLE pauses;');
    for (const role of ['engine', 'console', 'command'] as const)
      expect(() => openStore({ path, role })).toThrow(
        `${path} has no jobs_due, pauses any more: somebody changed its tables; nothing was changed`,
      );
  });

  test('is opened when something was only added', () => {
    const path = changed('CREATE TABLE notes_of_mine (text TEXT); CREATE INDEX mine ON jobs (name, id);');
    expect(() => openStore({ path, role: 'engine' }).close()).not.toThrow();
  });

  test('what is expected is what a new database has', () => {
    const { db } = freshStore();
    const rows = db.prepare(`SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'`).all() as {
      name: string;
    }[];
    expect([...expectedParts()].sort()).toEqual(rows.map(({ name }) => name).sort());
  });
});
