import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkFile, openDatabase, openReadOnly } from '../../src/store/database.ts';
import { freshFolder } from './fresh-store.ts';

/** The lock by which SQLite shows everybody that somebody is at work here, as the kernel has it. */
const isHeld = (path: string): boolean =>
  readFileSync('/proc/locks', 'utf8')
    .split('\n')
    .some((line) => new RegExp(`READ +${process.pid} .*:${statSync(path).ino} `).test(line));

test('R-8 opening a database again gives up no lock of this process: no visitor believes to be the last, and removes the log', () => {
  const path = join(freshFolder(), 'openclaw-tui.db');
  const first = openDatabase(path, 'engine');
  first.prepare('SELECT count(*) FROM jobs').get();
  expect(isHeld(path)).toBe(true);
  const second = openDatabase(path, 'console');
  expect(isHeld(path)).toBe(true);
  second.close();
  openReadOnly(path).close();
  expect(isHeld(path)).toBe(true);
  checkFile(path);
  expect(isHeld(path)).toBe(true);
  first.close();
});
