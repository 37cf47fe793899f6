import type { GroupSignal, ProcessIdentity } from '../processes.ts';
import { identify } from './identity.ts';

export type Group = { identity: ProcessIdentity; runId: number | undefined; folder: string };

/** Which process group belongs to which run, for as long as a signal may still be meant for it. */
export type Groups = {
  remember(group: Group): void;
  ofRun(runId: number): Group | undefined;
  signal(pid: number, signal: GroupSignal): boolean;
};

const GROUPS_MAX = 4_096;

export const createGroups = (): Groups => {
  const byPid = new Map<number, Group>();
  const byRun = new Map<number, Group>();
  return {
    remember: (group) => {
      putNewest(byPid, group.identity.pid, group);
      if (group.runId !== undefined) putNewest(byRun, group.runId, group);
    },
    ofRun: (runId) => byRun.get(runId),
    signal: (pid, signal) => !isReused(byPid.get(pid)?.identity) && signalGroup(pid, signal),
  };
};

const putNewest = <Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void => {
  map.delete(key);
  map.set(key, value);
  if (map.size <= GROUPS_MAX) return;
  const [oldest] = map.keys();
  map.delete(oldest as Key);
};

// While any member lives the kernel gives the group's id to nobody else, so a missing leader is no danger; a leader with
// another start time is somebody else's.
const isReused = (known: ProcessIdentity | undefined): boolean => {
  if (known === undefined || known.pidStart === '') return false;
  const now = identify(known.pid);
  return now !== undefined && (now.pidStart !== known.pidStart || now.bootId !== known.bootId);
};

const signalGroup = (pid: number, signal: GroupSignal): boolean => {
  // -1 and -0 would mean everybody, and ourselves.
  if (!Number.isSafeInteger(pid) || pid <= 1) return false;
  try {
    return process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
};
