import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { homedir, hostname, uptime, userInfo } from 'node:os';
import { delimiter, sep } from 'node:path';
import { readMachineZone } from './machine-zone.ts';

/** What we know of the machine and of the process's surroundings. */
export type Host = {
  user: string;
  hostname: string;
  /** Where process ids mean something: set in a container, whose ids are its own. */
  pidNamespace?: string;
  /** Another one after every start of the machine. */
  bootId: string;
  /** How long the machine has been up. */
  uptimeMs(): number;
  homeDir: string;
  /** For jobs that name none. */
  defaultShell: string;
  timeZone: string;
  /** The edition of the time-zone database, such as 2025b. */
  zoneData?: string;
  pid: number;
  pidStart: string;
  tty?: string;
  /** The SSH client's address. */
  ssh?: string;
  env: Readonly<Record<string, string | undefined>>;
  /** True when this very process lives: the id alone may be another's by now. */
  isAlive(process: { pid: number; pidStart: string; bootId: string }): boolean;
  /** It lives, but was killed: the system is about to take it away, or waits until a write of its has reached the disk. */
  isEnding(process: { pid: number }): boolean;
  /** It lives and was not stopped, so that nothing has to wake it up; false where nobody can tell. */
  isAwake(process: { pid: number }): boolean;
};

export function readHost(): Host {
  const bootId = readBootId();
  const pidStart = pidStartOf(process.pid) ?? 'unknown';
  const ssh = process.env.SSH_CLIENT?.split(' ')[0] ?? process.env.SSH_CONNECTION?.split(' ')[0];
  const tty = readTty();
  const pidNamespace = readPidNamespace();
  return {
    user: userName(),
    hostname: hostname(),
    bootId,
    uptimeMs: () => uptime() * 1_000,
    homeDir: homedir(),
    defaultShell: existsSync('/bin/bash') ? '/bin/bash' : '/bin/sh',
    timeZone: readMachineZone(process.env.TZ),
    ...(process.versions.tz === undefined ? {} : { zoneData: process.versions.tz }),
    pid: process.pid,
    pidStart,
    env: { ...process.env, ...(process.env.PATH === undefined ? {} : { PATH: pathBeforeNpm(process.env.PATH) }) },
    isAlive: (other) => other.bootId === bootId && pidStartOf(other.pid) === other.pidStart,
    isEnding: ({ pid }) => saysEnding(textOf(`/proc/${pid}/stat`), textOf(`/proc/${pid}/status`)),
    isAwake: ({ pid }) => saysAwake(textOf(`/proc/${pid}/stat`)),
    ...(pidNamespace === undefined ? {} : { pidNamespace }),
    ...(tty === undefined ? {} : { tty }),
    ...(ssh === undefined || ssh === '' ? {} : { ssh }),
  };
}

/** From a process's stat and status: KILL is pending, or it is on its way out; see proc_pid_stat(5), `flags`. */
export function saysEnding(stat: string, status: string): boolean {
  const flags = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[6]);
  const pending = [...status.matchAll(/^(?:Sig|Shd)Pnd:\s*([0-9a-f]+)$/gm)].map(([, mask]) => BigInt(`0x${mask}`));
  return (flags & FLAG_EXITING) !== 0 || pending.some((mask) => (mask & KILL_PENDING) !== 0n);
}

/** From a process's stat: it runs, sleeps, or waits for a disk; see proc_pid_stat(5), `state`. */
export const saysAwake = (stat: string): boolean => 'RSD'.includes(stat.slice(stat.lastIndexOf(')') + 2)[0] ?? '?');

const FLAG_EXITING = 0x4;
const KILL_PENDING = 1n << 8n;

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

/** npm puts its own folders in front; a job must see the PATH its owner has. */
export function pathBeforeNpm(path: string): string {
  return path
    .split(delimiter)
    .filter((folder) => !folder.endsWith(`${sep}node_modules${sep}.bin`) && !folder.endsWith('node-gyp-bin'))
    .join(delimiter);
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under an id that has no name.
    return process.env.USER ?? String(process.getuid?.() ?? 'unknown');
  }
}

/** The machine's own, since Linux has them. */
const FIRST_PID_NAMESPACE = '4026531836';

function readPidNamespace(): string | undefined {
  try {
    const inode = /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0];
    return inode === FIRST_PID_NAMESPACE ? undefined : inode;
  } catch {
    // No namespaces on this system.
    return undefined;
  }
}

function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return command('sysctl', ['-n', 'kern.boottime']) ?? 'unknown';
  }
}

/**
 * The start time field of /proc/PID/stat: the command before it may hold blanks and brackets. What only waits to be reaped
 * does not live.
 */
function pidStartOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return ENDED_STATES.includes(fields[0] ?? '') ? undefined : fields[19];
  } catch {
    return process.platform === 'linux' ? undefined : command('ps', ['-o', 'lstart=', '-p', String(pid)]);
  }
}

/** False when the terminal's foreground belongs to others, as after the end of whoever started us; true where nobody can say. */
export function hasForeground(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [ownGroup, foreground] = [Number(fields[2]), Number(fields[5])];
    return !(foreground > 0) || foreground === ownGroup;
  } catch {
    return true;
  }
}

const ENDED_STATES = ['Z', 'X', 'x'];

function readTty(): string | undefined {
  if (process.stdin.isTTY !== true) return undefined;
  const name = linkOf('/proc/self/fd/0') ?? command('tty', []);
  return name?.startsWith('/dev/') ? name.slice('/dev/'.length) : undefined;
}

/** Undefined where it leads to no device: a terminal of another container has no name here. */
function linkOf(path: string): string | undefined {
  try {
    const target = readlinkSync(path);
    return target.startsWith('/dev/') && existsSync(target) ? target : undefined;
  } catch {
    return undefined;
  }
}

function command(file: string, args: string[]): string | undefined {
  try {
    return execFileSync(file, args, { encoding: 'utf8', stdio: ['inherit', 'pipe', 'ignore'], timeout: 1_000 }).trim();
  } catch {
    return undefined;
  }
}
