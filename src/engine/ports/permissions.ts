import { chmodSync, lstatSync, readdirSync, type Stats, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileFacts, HomeFacts, Person } from '../rules/permissions.ts';

/** Where a home's files are. */
export type HomePlaces = {
  home: string;
  dbPath: string;
  runsDir: string;
  backupsDir: string;
  logDir: string;
  logPath: string;
  configPath?: string;
};

/** Folders above them are closed, so nothing depends on looking at each of very many. */
const ENTRIES_MAX = 2_000;
const LEVELS_MAX = 64;

/** Everything of a home that is there, without following what does not exist. */
export function lookAtHome(places: HomePlaces): HomeFacts {
  const { home, dbPath, configPath, runsDir, backupsDir, logDir, logPath } = places;
  const isInHome = (path: string): boolean => path.startsWith(`${home}/`);
  const own = [home, dbPath, `${dbPath}-wal`, `${dbPath}-shm`, logDir, logPath, runsDir, backupsDir];
  const config = configPath === undefined ? [] : [configPath];
  const paths = new Set([
    ...own,
    ...config.filter(isInHome),
    ...entriesOf(home).filter((path) => /\/last-seen-[^/]*\.json$/.test(path)),
    ...[logDir, runsDir, backupsDir].flatMap(entriesOf),
  ]);
  return {
    own: [...paths].flatMap(factsOf),
    others: config.filter((path) => !isInHome(path)).flatMap(factsOf),
    above: [...new Set([...foldersAbove(home), ...(isInHome(dbPath) ? [] : foldersAbove(dbPath))])].flatMap(factsOf),
  };
}

export const ownPerson = (): Person => ({ userId: process.getuid?.() ?? 0, groupId: process.getgid?.() ?? 0 });

/** False when the file is not ours to change. */
export function setMode(path: string, mode: number): boolean {
  try {
    chmodSync(path, mode);
    return true;
  } catch {
    // The one who asked says what is left to do.
    return false;
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
      .slice(0, ENTRIES_MAX)
      .map((name) => join(folder, name));
  } catch {
    // Not there yet, or not ours; the folder itself is told.
    return [];
  }
}

/** Of a link also what it leads to. */
function factsOf(path: string): FileFacts[] {
  try {
    const facts = lstatSync(path);
    const target = facts.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : undefined;
    return [facts, ...(target === undefined ? [] : [target])].map((stats) => read(path, stats));
  } catch {
    // Not there.
    return [];
  }
}

const read = (path: string, stats: Stats): FileFacts => ({
  path,
  kind: stats.isSymbolicLink() ? 'link' : stats.isDirectory() ? 'folder' : stats.isFile() ? 'file' : 'other',
  mode: stats.mode & 0o7777,
  ownerId: stats.uid,
  groupId: stats.gid,
});

function foldersAbove(path: string): string[] {
  const found: string[] = [];
  for (let at = dirname(path); found.length < LEVELS_MAX; at = dirname(at)) {
    found.push(at);
    if (at === dirname(at)) break;
  }
  return found;
}
