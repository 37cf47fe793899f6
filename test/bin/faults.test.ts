import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { toFailure } from '../../bin/faults.ts';

test.each([
  ['SQLITE_IOERR_SHORT_READ', 'disk I/O error'],
  ['SQLITE_CORRUPT', 'database disk image is malformed'],
  ['SQLITE_FULL', 'database or disk is full'],
])('R-8 a database that fails in the middle of a command (%s) is no fault of the program', (code, text) => {
  const failure = toFailure(new Database.SqliteError(text, code));
  expect(failure).toMatchObject({ kind: 'refused', code: 'database-unusable' });
  expect(failure.message).toBe(`the database cannot be used: ${text}`);
});
