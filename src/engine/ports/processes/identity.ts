import { readFileSync } from 'node:fs';
import { execaSync } from 'execa';
import type { ProcessIdentity } from '../processes.ts';

export type ProcessStat = {
  pid: number;
  name: string;
  state: string;
  parentPid: number;
  groupId: number;
  startTicks: string;
};

export const HAS_PROC = process.platform === 'linux';

/** Reads one line of /proc/PID/stat; the name may hold blanks and brackets, so the last bracket counts. */
export const parseStat = (line: string): ProcessStat | undefined => {
  const nameStart = line.indexOf('(');
  const nameEnd = line.lastIndexOf(')');
  if (nameStart < 0 || nameEnd < nameStart) return undefined;
  const [state, parentPid, groupId, ...rest] = line.slice(nameEnd + 2).split(' ');
  const startTicks = rest[16];
  if (state === undefined || startTicks === undefined) return undefined;
  return {
    pid: Number(line.slice(0, nameStart)),
    name: line.slice(nameStart + 1, nameEnd),
    state,
    parentPid: Number(parentPid),
    groupId: Number(groupId),
    startTicks: startTicks.trim(),
  };
};

export const readStat = (pid: number): ProcessStat | undefined => {
  const line = readOrNothing(`/proc/${pid}/stat`);
  return line === undefined ? undefined : parseStat(line);
};

/** Changes with every boot, so that start times of different boots are never compared. */
export const currentBootId = (): string => {
  knownBootId ??= HAS_PROC
    ? (readOrNothing('/proc/sys/kernel/random/boot_id')?.trim() ?? '')
    : askSystem('sysctl', ['-n', 'kern.boottime']);
  return knownBootId;
};

/** `undefined` when no such process is left; one that has ended and only waits to be reaped still has an identity. */
export const identify = (pid: number): ProcessIdentity | undefined => {
  const pidStart = startOf(pid);
  return pidStart === undefined ? undefined : { pid, pidStart, bootId: currentBootId() };
};

/** An id used again by something else has another start time; what only waits to be reaped is not alive. */
export const isAlive = ({ pid, pidStart, bootId }: ProcessIdentity): boolean => {
  if (bootId !== '' && bootId !== currentBootId()) return false;
  if (HAS_PROC && DEAD_STATES.includes(readStat(pid)?.state ?? 'X')) return false;
  const start = startOf(pid);
  return start !== undefined && (pidStart === '' || start === pidStart);
};

const DEAD_STATES = ['Z', 'X', 'x'];

let knownBootId: string | undefined;

const startOf = (pid: number): string | undefined => {
  if (HAS_PROC) return readStat(pid)?.startTicks;
  const start = askSystem('ps', ['-o', 'lstart=', '-p', String(pid)]);
  return start === '' ? undefined : start;
};

const askSystem = (command: string, words: string[]): string =>
  execaSync(command, words, { reject: false, env: { LC_ALL: 'C' }, timeout: 2_000 }).stdout?.trim() ?? '';

/** A process may end between being named and being read; running out of descriptors must not look like that. */
const readOrNothing = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (GONE.includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
};

const GONE = ['ENOENT', 'ESRCH'];
