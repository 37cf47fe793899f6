// What the operating system says about processes, read without any help of the engine that is looked at.
import { readdirSync, readFileSync } from 'node:fs';

export type Proc = { pid: number; state: string; parentPid: number; groupId: number };

/** Every process whose environment holds this text; what has ended and waits to be reaped has none. */
export const withEnvironment = (text: string): Proc[] =>
  pids().flatMap((pid) => (read(`/proc/${pid}/environ`).includes(text) ? (procOf(pid) ?? []) : []));

/** Every process whose command line holds this text. */
export const withCommandLine = (text: string): Proc[] =>
  pids().flatMap((pid) => (read(`/proc/${pid}/cmdline`).includes(text) ? (procOf(pid) ?? []) : []));

/** The variable's value in the environment of a process. */
export const variableOf = (pid: number, name: string): string | undefined =>
  read(`/proc/${pid}/environ`)
    .split('\0')
    .find((entry) => entry.startsWith(`${name}=`))
    ?.slice(name.length + 1);

export const zombiesOf = (parentPid: number): Proc[] =>
  pids()
    .flatMap((pid) => procOf(pid) ?? [])
    .filter((proc) => proc.parentPid === parentPid && proc.state === 'Z');

export const handleCount = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

/** Resident memory in MB. */
export const residentMb = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;

export const isStopped = (pid: number): boolean => procOf(pid)?.state === 'T';

export const isThere = (pid: number): boolean => {
  const state = procOf(pid)?.state;
  return state !== undefined && state !== 'Z' && state !== 'X';
};

export const killPid = (pid: number, signal: NodeJS.Signals = 'SIGKILL'): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already, which is what was wanted.
  }
};

const pids = (): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0);

const procOf = (pid: number): Proc | undefined => {
  const stat = read(`/proc/${pid}/stat`);
  const [state, parentPid, groupId] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === undefined || groupId === undefined) return undefined;
  return { pid, state, parentPid: Number(parentPid), groupId: Number(groupId) };
};

/** Processes come and go while they are read. */
const read = (path: string): string => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
};
