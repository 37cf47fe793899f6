import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { constants as osConstants } from 'node:os';
import { join, resolve } from 'node:path';
import type { ClaimResult, ProcessEnd, ProcessIdentity } from '../processes.ts';
import { parseStat } from './identity.ts';

export const runFolderPath = (runsDir: string, runId: number): string => resolve(runsDir, String(runId));

export const createRunFolder = (runsDir: string, runId: number): string => {
  const folder = runFolderPath(runsDir, runId);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
};

/**
 * Removes a settled run's files, but keeps a start token that recovery took: an engine that was frozen before its spawn
 * may wake up after this, and would find its way free.
 */
export const removeRunFolder = (runsDir: string, runId: number): 'removed' | 'token-kept' => {
  const folder = runFolderPath(runsDir, runId);
  if (readToken(folder)?.kind !== 'claim') {
    eraseRunFolder(runsDir, runId);
    return 'removed';
  }
  for (const name of ['out', 'err', 'index', 'exit']) rmSync(join(folder, name), { force: true });
  return 'token-kept';
};

/** For retention only, long after any engine of that time is gone. */
export const eraseRunFolder = (runsDir: string, runId: number): void => {
  const folder = runFolderPath(runsDir, runId);
  try {
    // Half the system calls of a removal that has to look what is there; the token goes last.
    for (const name of ['exit', 'out', 'err', 'started']) unlinkSync(join(folder, name));
    rmdirSync(folder);
  } catch {
    // One of them was never made, or there is more: an index, or what the job left.
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Opens `out` and `err` for appending, readable by the owner only; the caller closes both. */
export const openOutputs = (folder: string): { out: number; err: number } => {
  const out = openSync(join(folder, 'out'), 'a', 0o600);
  try {
    return { out, err: openSync(join(folder, 'err'), 'a', 0o600) };
  } catch (error) {
    closeSync(out);
    throw error;
  }
};

export const claimStart = (folder: string): ClaimResult => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    writeWhole(join(folder, 'started'), CLAIM);
    return { kind: 'claimed' };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = readToken(folder);
    if (holder?.kind === 'claim') return { kind: 'claimed-before' };
    return holder?.kind === 'wrapper' ? { kind: 'taken', identity: holder.identity } : { kind: 'taken' };
  }
};

export const readToken = (folder: string): Token | undefined => {
  const text = readSmall(join(folder, 'started'));
  if (text === undefined) return undefined;
  if (text === CLAIM) return { kind: 'claim' };
  const [pid, boot] = text.split(' ', 2);
  if (!text.endsWith('\n') || !pid || !PID.test(pid) || !boot) return { kind: 'unfinished' };
  const stat = parseStat(text.slice(pid.length + boot.length + 2));
  const bootId = boot === '-' ? '' : boot;
  return { kind: 'wrapper', identity: { pid: Number(pid), pidStart: stat?.startTicks ?? '', bootId } };
};

export type Token = { kind: 'claim' } | { kind: 'unfinished' } | { kind: 'wrapper'; identity: ProcessIdentity };

/** A status without its newline is still being written. One that found no room of its own stands behind the token. */
export const readExit = (folder: string): ProcessEnd | undefined => {
  const recorded =
    /^(\d{1,3})\n$/.exec(readSmall(join(folder, 'exit')) ?? '') ??
    /\nexit (\d{1,3})\n$/.exec(readSmall(join(folder, 'started')) ?? '');
  return recorded === null ? undefined : exited(Number(recorded[1]));
};

export const exited = (code: number): ProcessEnd => {
  const signal = SIGNAL_BY_NUMBER.get(code - 128);
  return signal === undefined ? { kind: 'exited', code } : { kind: 'exited', code, signal };
};

export const outputBytes = (folder: string): { out: number; err: number } => ({
  out: sizeOf(join(folder, 'out')),
  err: sizeOf(join(folder, 'err')),
});

const CLAIM = 'claimed by recovery\n';
const PID = /^[1-9]\d{0,9}$/;
const SMALL_FILE_BYTES_MAX = 4_096;

// Some numbers have two names (SIGABRT and SIGIOT); the usual one comes first in the table.
const SIGNAL_BY_NUMBER = new Map(
  Object.entries(osConstants.signals)
    .reverse()
    .map(([name, number]) => [number, name as NodeJS.Signals] as const),
);

/** A new file that is there with all it says, or not at all: whoever is killed on the way leaves nothing half written. */
const writeWhole = (path: string, text: string): void => {
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, text, { mode: 0o600 });
    linkSync(draft, path);
  } catch (error) {
    if (!NO_LINKS.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
  } finally {
    rmSync(draft, { force: true });
  }
};

/** What file systems without hard links answer. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

/** Nothing where it cannot be told: a job can make a link to itself of it, or close the folder to us. */
const sizeOf = (path: string): number => {
  try {
    return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    return 0;
  }
};

/** A job can put anything in the place of a record: only a plain file is read, and nothing is waited for. */
const readSmall = (path: string): string | undefined => {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
  try {
    if (!fstatSync(file).isFile()) return '';
    const bytes = Buffer.allocUnsafe(SMALL_FILE_BYTES_MAX);
    return bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(file);
  }
};
