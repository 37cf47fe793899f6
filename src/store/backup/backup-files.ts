import { readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { checksumPath } from './checksum.ts';

/** A folder may hold more; those beyond are neither shown nor removed. */
const BACKUPS_MAX = 1_000;
const PARTIAL = '.partial';
/** No backup takes so long: who wrote it is gone. */
const PARTIAL_MAX_MS = 6 * 3_600_000;

export type BackupFile = { name: string; path: string; at: number; bytes: number };

/** `openclaw-tui-20261123T073000.123Z.db`: sorts by time, and needs no quotes in a shell. */
export const backupName = (databasePath: string, at: number): string =>
  `${stemOf(databasePath)}-${new Date(at).toISOString().replace(/[-:]/g, '')}.db`;

export const partialName = (name: string, pid: number): string => `.${name}.${pid}${PARTIAL}`;

/** The backups of one database, the newest first. */
export const listBackups = (folder: string, databasePath: string): BackupFile[] =>
  stampedFiles(folder, `${stemOf(databasePath)}-`, '.db');

/** What restores put aside, the newest first. */
export const listReplaced = (databasePath: string): BackupFile[] =>
  stampedFiles(dirname(databasePath), `${basename(databasePath)}${REPLACED}`, '');

/** Before the instant in the name of a database that was put aside. */
export const REPLACED = '.replaced-';

function stampedFiles(folder: string, prefix: string, ending: string): BackupFile[] {
  return namesIn(folder)
    .flatMap((name) => {
      const isOne = name.startsWith(prefix) && name.endsWith(ending);
      const at = isOne ? instantOf(name.slice(prefix.length, name.length - ending.length)) : undefined;
      const stats = at === undefined ? undefined : statSync(join(folder, name), { throwIfNoEntry: false });
      return at === undefined || stats?.isFile() !== true
        ? []
        : [{ name, path: join(folder, name), at, bytes: stats.size }];
    })
    .sort((one, other) => other.at - one.at)
    .slice(0, BACKUPS_MAX);
}

export type Keeping = { keep: number; days: number };

const DAY_MS = 86_400_000;

/** Those that are too many or too old; the newest always stays. */
export const outdated = (files: readonly BackupFile[], { keep, days }: Keeping, now: number): BackupFile[] =>
  files.filter(({ at }, index) => index > 0 && (index >= keep || now - at > days * DAY_MS));

export function removeBackups(files: readonly BackupFile[]): void {
  for (const { path } of files) {
    for (const each of [path, `${path}-wal`, `${path}-shm`, checksumPath(path)]) rmSync(each, { force: true });
  }
}

/** What a backup that was killed left. */
export function removePartial(folder: string, now: number): void {
  for (const name of namesIn(folder)) {
    if (!name.startsWith('.') || !name.includes(PARTIAL)) continue;
    const path = join(folder, name);
    const changedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now;
    if (now - changedAt > PARTIAL_MAX_MS) rmSync(path, { force: true });
  }
}

const stemOf = (databasePath: string): string => basename(databasePath).replace(/\.db$/, '');

function instantOf(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d\.\d{3})Z$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? undefined : at;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // There was no backup yet.
    return [];
  }
}
