import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { switchToWal } from '../../src/store/switch-to-wal.ts';

function twoConnections() {
  const folder = mkdtempSync(join(tmpdir(), 'switch-to-wal-'));
  const path = join(folder, 'new.db');
  const first = new Database(path);
  const second = new Database(path, { timeout: 20 });
  onTestFinished(() => {
    first.close();
    second.close();
    rmSync(folder, { recursive: true });
  });
  return { first, second };
}

test('who switches a new database while another one works on it waits for that', () => {
  const { first, second } = twoConnections();
  first.exec('BEGIN IMMEDIATE; CREATE TABLE jobs (id)');
  let pauses = 0;
  switchToWal(second, () => {
    pauses += 1;
    if (pauses === 3) first.exec('COMMIT');
  });
  expect(pauses).toBe(3);
  expect(second.pragma('journal_mode', { simple: true })).toBe('wal');
});

test('one that is never free is given up as busy', () => {
  const { first, second } = twoConnections();
  first.exec('BEGIN IMMEDIATE; CREATE TABLE jobs (id)');
  expect(() => switchToWal(second, () => {})).toThrow(/locked/);
});
