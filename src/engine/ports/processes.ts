import { createAdoptions } from './processes/adoption.ts';
import { createGroups } from './processes/groups.ts';
import { isAlive } from './processes/identity.ts';
import { claimStart, outputBytes, readExit } from './processes/run-folder.ts';
import { createEscapeScan, killEach, tree } from './processes/scan.ts';
import { createStarter } from './processes/start.ts';

export { createRunFolder, eraseRunFolder, readExit, removeRunFolder, runFolderPath } from './processes/run-folder.ts';

/** `pidStart` is field 22 of /proc/PID/stat (elsewhere `ps -o lstart=`); empty where a run folder could not record it. */
export type ProcessIdentity = { pid: number; pidStart: string; bootId: string };

export type StartSpec = {
  runId: number;
  folder: string;
  shell: string;
  command: string;
  cwd: string;
  env: Readonly<Record<string, string>>;
  stdin?: 'none';
};

export type ProcessEnd =
  /** `code` is the raw status; `signal` is set when a code above 128 names one. */
  | { kind: 'exited'; code: number; signal?: NodeJS.Signals }
  /** No status was recorded: the wrapper itself was killed. Others of its group may live on. */
  | { kind: 'vanished' }
  /** The start token was taken before: nothing ran. */
  | { kind: 'never-started' }
  /** The start token could not be written (disk full, read-only), and nothing ran; or the run folder stays unreadable. */
  | { kind: 'failed'; reason: string };

export type StartResult =
  | { kind: 'started'; identity: ProcessIdentity; ended: Promise<ProcessEnd> }
  | { kind: 'refused'; reason: string };

/**
 * `claimed-before`: by an engine that may be gone by now; no wrapper will ever run. `taken` without identity: its owner has
 * not finished writing the token yet, or ran out of disk doing so; ask again.
 */
export type ClaimResult =
  | { kind: 'claimed' }
  | { kind: 'claimed-before' }
  | { kind: 'taken'; identity?: ProcessIdentity };

export type ProcessInfo = { pid: number; parentPid: number; ageMs: number; command: string };

export type Adoption = { ended: Promise<ProcessEnd>; release(): void };

export type GroupSignal = 'SIGTERM' | 'SIGKILL' | 'SIGINT';

export interface Processes {
  /** Starts the wrapper in a process group of its own; whatever the operating system refuses comes back as a phrase. */
  start(spec: StartSpec): StartResult;
  /** Follows a run that another engine started. Nothing is known of it but its folder and its identity. */
  adopt(folder: string, identity: ProcessIdentity): Adoption;
  /** Takes the start token, so that whoever was about to start this run never will. */
  claimStart(folder: string): ClaimResult;
  readExit(folder: string): ProcessEnd | undefined;
  isAlive(identity: ProcessIdentity): boolean;
  /** False when nobody was left, or when the id now belongs to another process than the one started or adopted here. */
  signalGroup(pid: number, signal: GroupSignal): boolean;
  /** The group's members and all descendants, parents first. */
  tree(pid: number): ProcessInfo[];
  /**
   * Processes that carry this run's OPENCLAW_RUN_ID (and OPENCLAW_RUN_FOLDER, where the job got one) but left its group;
   * always empty where there is no /proc.
   */
  escaped(runId: number): ProcessInfo[];
  /** KILLs what `escaped` finds and returns it. */
  killEscaped(runId: number): ProcessInfo[];
  outputBytes(folder: string): { out: number; err: number };
  /** Lets every run go on alone: nothing keeps the event loop alive any more, and pending `ended` never settle. */
  release(): void;
}

export type ProcessesOptions = {
  /** How often an adopted run is looked at; three looks in a row without it and without a status mean vanished. */
  adoptionCheckEveryMs?: number;
};

const ADOPTION_CHECK_EVERY_MS = 1_000;

/** Until `release` every started or adopted run keeps the event loop alive, as a child process normally does. */
export const createProcesses = ({
  adoptionCheckEveryMs = ADOPTION_CHECK_EVERY_MS,
}: ProcessesOptions = {}): Processes => {
  const groups = createGroups();
  const starter = createStarter(groups);
  const adoptions = createAdoptions(groups, adoptionCheckEveryMs);
  const escaped = createEscapeScan(groups);
  return {
    start: starter.start,
    adopt: adoptions.adopt,
    claimStart,
    readExit,
    isAlive,
    signalGroup: groups.signal,
    tree,
    escaped,
    killEscaped: (runId) => killEach(escaped(runId)),
    outputBytes,
    release: () => {
      starter.release();
      adoptions.release();
    },
  };
};
