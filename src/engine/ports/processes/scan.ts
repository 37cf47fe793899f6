import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { execaSync } from 'execa';
import type { ProcessInfo } from '../processes.ts';
import type { Group, Groups } from './groups.ts';
import { HAS_PROC, type ProcessStat, readStat } from './identity.ts';

const PROCESSES_MAX = 32_768;
export const TREE_MAX = 256;
const COMMAND_BYTES_MAX = 4_096;
const ENVIRONMENT_BYTES_MAX = 262_144;
const TICKS_PER_SECOND = 100;

export const tree = (groupId: number): ProcessInfo[] =>
  familyOf(groupId, everybodyNow())
    .slice(0, TREE_MAX)
    .map((one) => one.describe());

export const everybodyNow = (): Candidate[] => (HAS_PROC ? listProc() : listWithPs());

/** The members of a group and all their descendants, parents first. */
export const familyOf = (groupId: number, everybody: readonly Candidate[]): Candidate[] => {
  const found = everybody.filter((one) => one.groupId === groupId || one.pid === groupId);
  const known = new Set(found.map((one) => one.pid));
  for (let index = 0; index < found.length && found.length < TREE_MAX; index += 1) {
    for (const one of everybody) {
      if (one.parentPid !== found[index]?.pid || known.has(one.pid)) continue;
      known.add(one.pid);
      found.push(one);
    }
  }
  return found;
};

/**
 * One reading of all environments serves every run that ends in the same turn of the event loop: with a hundred runs
 * ending together, a scan for each would be the engine's main work.
 */
export const createEscapeScan = (groups: Groups): ((runId: number) => ProcessInfo[]) => {
  let marked: Map<number, Marked[]> | undefined;
  return (runId) => {
    if (marked === undefined) {
      marked = HAS_PROC ? listMarked() : new Map();
      setImmediate(() => {
        marked = undefined;
      });
    }
    const group = groups.ofRun(runId);
    const outside = marked.get(runId)?.filter((one) => group === undefined || hasLeft(one, group)) ?? [];
    return outside.slice(0, TREE_MAX).map((one) => one.describe());
  };
};

/** KILLs processes that were found this very moment; one that ended meanwhile is no error. */
export const killEach = (found: readonly ProcessInfo[]): ProcessInfo[] =>
  found.filter(({ pid }) => {
    try {
      return process.kill(pid, 'SIGKILL');
    } catch {
      return false;
    }
  });

/** `startTicks` is empty where there is no /proc. */
export type Candidate = {
  pid: number;
  parentPid: number;
  groupId: number;
  startTicks: string;
  describe(): ProcessInfo;
};
type Marked = Candidate & { folder: string | undefined };

/** Another installation on this machine has runs with the same numbers: an older process, or another folder, is theirs. */
const hasLeft = (one: Marked, { identity, folder }: Group): boolean =>
  one.groupId !== identity.pid &&
  Number(one.startTicks) >= Number(identity.pidStart) &&
  (one.folder === undefined || one.folder === folder);

const listProc = (): Candidate[] => {
  const upSeconds = Number(readFileSync('/proc/uptime', 'utf8').split(' ', 1)[0]);
  return listPids()
    .map(readStat)
    .filter((stat) => stat !== undefined && stat.state !== 'Z')
    .map((stat) => candidateOf(stat as ProcessStat, upSeconds));
};

const listMarked = (): Map<number, Marked[]> => {
  const upSeconds = Number(readFileSync('/proc/uptime', 'utf8').split(' ', 1)[0]);
  const marked = new Map<number, Marked[]>();
  for (const pid of listPids()) {
    if (pid === process.pid) continue;
    const mark = markOf(pid);
    if (mark === undefined) continue;
    const stat = readStat(pid);
    if (stat === undefined || stat.state === 'Z') continue;
    const known = marked.get(mark.runId) ?? [];
    marked.set(mark.runId, known.concat({ ...candidateOf(stat, upSeconds), folder: mark.folder }));
  }
  return marked;
};

/** Which run a process says that it belongs to; undefined for others, and for those of somebody else. */
export const markOf = (pid: number): { runId: number; folder: string | undefined } | undefined => {
  const environment = readHead(`/proc/${pid}/environ`, ENVIRONMENT_BYTES_MAX);
  const runId = valueIn(environment, 'OPENCLAW_RUN_ID');
  if (runId === undefined) return undefined;
  return { runId: Number(runId), folder: valueIn(environment, 'OPENCLAW_RUN_FOLDER') };
};

const listPids = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .slice(0, PROCESSES_MAX)
    .map(Number);

const valueIn = (environment: Buffer, name: string): string | undefined => {
  const mark = `${name}=`;
  let at = environment.indexOf(mark);
  while (at > 0 && environment[at - 1] !== 0) at = environment.indexOf(mark, at + 1);
  if (at < 0) return undefined;
  const end = environment.indexOf(0, at);
  return environment.toString('utf8', at + mark.length, end < 0 ? environment.length : end);
};

const candidateOf = (stat: ProcessStat, upSeconds: number): Candidate => ({
  pid: stat.pid,
  parentPid: stat.parentPid,
  groupId: stat.groupId,
  startTicks: stat.startTicks,
  describe: () => ({
    pid: stat.pid,
    parentPid: stat.parentPid,
    ageMs: Math.max(0, Math.round((upSeconds - Number(stat.startTicks) / TICKS_PER_SECOND) * 1_000)),
    command: commandOf(stat),
  }),
});

const commandOf = ({ pid, name }: ProcessStat): string => {
  const words = readHead(`/proc/${pid}/cmdline`, COMMAND_BYTES_MAX).toString('utf8').replaceAll('\0', ' ').trim();
  return words === '' ? `[${name}]` : words;
};

const buffer = Buffer.alloc(ENVIRONMENT_BYTES_MAX);

/** Empty for a process that has ended or belongs to somebody else; valid until the next call. */
const readHead = (path: string, limitBytes: number): Buffer => {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    let bytes = 0;
    for (let got = -1; got !== 0 && bytes < limitBytes; bytes += got) {
      got = readSync(file, buffer, bytes, limitBytes - bytes, null);
    }
    return buffer.subarray(0, bytes);
  } catch {
    return buffer.subarray(0, 0);
  } finally {
    if (file !== undefined) closeSync(file);
  }
};

const listWithPs = (): Candidate[] => {
  const columns = ['-axo', 'pid=,ppid=,pgid=,stat=,etime=,command='];
  const listing = execaSync('ps', columns, { reject: false, env: { LC_ALL: 'C' }, timeout: 2_000 }).stdout ?? '';
  return parsePs(listing);
};

/** For systems without /proc; an age reads [[days-]hours:]minutes:seconds. */
export const parsePs = (listing: string): Candidate[] =>
  listing
    .split('\n', PROCESSES_MAX)
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+)\s+(.*)$/.exec(line))
    .filter((row) => row !== null && !row[4]?.startsWith('Z'))
    .map((row) => {
      const [pid = 0, parentPid = 0, groupId = 0] = (row ?? []).slice(1, 4).map(Number);
      const ageMs = elapsedMs(row?.[5] ?? '');
      const command = (row?.[6] ?? '').slice(0, COMMAND_BYTES_MAX);
      return { pid, parentPid, groupId, startTicks: '', describe: () => ({ pid, parentPid, ageMs, command }) };
    });

const elapsedMs = (text: string): number => {
  const [days, time] = text.includes('-') ? text.split('-', 2) : ['0', text];
  const seconds = (time ?? '').split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return (Number(days) * 86_400 + seconds) * 1_000;
};
