import { appendFileSync, mkdirSync } from 'node:fs';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { exited, outputBytes } from '../../src/engine/ports/processes/run-folder.ts';
import type {
  Adoption,
  ClaimResult,
  GroupSignal,
  ProcessEnd,
  Processes,
  ProcessIdentity,
  ProcessInfo,
  StartResult,
  StartSpec,
} from '../../src/engine/ports/processes.ts';

export type FakeProcesses = ReturnType<typeof createFakeProcesses>;

/** What a run is made to leave behind; each is optional. */
export type FakeOutput = { out?: string; err?: string };

/**
 * Processes without an operating system: they run until a test ends them or a signal does. They outlive their engine, as
 * the real ones do; only what they print is real, because outputs are read from files.
 */
export const createFakeProcesses = () => {
  const machine = createMachine();
  const port = createPort(machine);
  return {
    /** The machine itself; what a test changes here every engine's view meets. */
    port,
    /** The same machine for one engine more: what one lets go of, the other still follows. */
    openPort: (): Processes => viewOf(port),
    /** Every signal that reached somebody, in order. */
    signals: machine.signals,
    /** Every start that ran its command, in order; refused and never-started ones are not among them. */
    specs: machine.specs,
    running: (): number[] => machine.processes.filter((one) => one.end === undefined).map(({ spec }) => spec.runId),
    identityOf: (runId: number): ProcessIdentity => ofRun(machine, runId).identity,
    print: (runId: number, output: FakeOutput): void => print(live(machine, runId), output),
    finish: (runId: number, { code = 0, ...output }: FakeOutput & { code?: number } = {}): void => {
      const one = live(machine, runId);
      print(one, output);
      end(one, exited(code));
    },
    vanish: (runId: number): void => end(live(machine, runId), { kind: 'vanished' }),
    /** Its start token is being written: nobody can read yet whose it is. Answers how to complete it. */
    halveToken: (runId: number): (() => void) => {
      const { folder, identity } = ofRun(machine, runId);
      machine.tokens.set(resolve(folder), 'half');
      return () => void machine.tokens.set(resolve(folder), identity);
    },
    ignoreTerm: (runId: number): void => {
      live(machine, runId).ignoresTerm = true;
    },
    /** For a process that must ignore TERM before the test can name it. */
    ignoreTermNext: (): void => {
      machine.nextIgnoresTerm = true;
    },
    refuseNext: (reason: string): void => {
      machine.refusals.push(reason);
    },
    /** A process of this run that left its group; it stays until the test's end. */
    escape: (runId: number, command: string): ProcessInfo => {
      const info = { pid: nextIdentity(machine).pid, parentPid: 1, ageMs: 0, command };
      ofRun(machine, runId).escaped.push(info);
      return info;
    },
    /** The engine is gone without a word: no `ended` that it holds ever settles, and the processes go on. */
    crashEngine: (): void => letGo(machine),
    /** The machine went down: nothing runs, nothing was recorded, and identities of before mean nothing. */
    reboot: (): void => {
      letGo(machine);
      for (const one of machine.processes) one.end ??= { kind: 'vanished' };
      machine.bootCount += 1;
    },
  };
};

type FakeProcess = {
  spec: StartSpec;
  folder: string;
  identity: ProcessIdentity;
  end: ProcessEnd | undefined;
  ignoresTerm: boolean;
  escaped: ProcessInfo[];
  listeners: Set<(end: ProcessEnd) => void>;
};

const createMachine = () => ({
  processes: [] as FakeProcess[],
  tokens: new Map<string, 'claim' | 'half' | ProcessIdentity>(),
  refusals: [] as string[],
  signals: [] as { runId: number; pid: number; signal: GroupSignal }[],
  specs: [] as StartSpec[],
  bootCount: 1,
  lastPid: 1_000,
  nextIgnoresTerm: false,
});

type Machine = ReturnType<typeof createMachine>;

/** What one engine sees of the machine. */
const viewOf = (port: Processes): Processes => {
  let isReleased = false;
  /** Of an engine that let go, nothing ever settles. */
  const unlessReleased = (ended: Promise<ProcessEnd>): Promise<ProcessEnd> =>
    new Promise((settle) => {
      ended.then((how) => {
        if (!isReleased) settle(how);
      });
    });
  return {
    ...port,
    start(spec) {
      const started = port.start(spec);
      return started.kind === 'refused' ? started : { ...started, ended: unlessReleased(started.ended) };
    },
    adopt(folder, identity) {
      const adoption = port.adopt(folder, identity);
      return { ...adoption, ended: unlessReleased(adoption.ended) };
    },
    // Looked up at each call, so that a test can listen at the one machine behind every view.
    signalGroup: (pid, signal) => port.signalGroup(pid, signal),
    release() {
      isReleased = true;
    },
  };
};

const createPort = (machine: Machine): Processes => ({
  start: (spec) => start(machine, spec),
  adopt: (folder, identity) => adopt(machine, folder, identity),
  claimStart: (folder) => claimStart(machine, folder),
  readExit: (folder) => {
    const how = machine.processes.find((each) => each.folder === resolve(folder))?.end;
    return how?.kind === 'exited' ? how : undefined;
  },
  isAlive: (identity) => machine.processes.some((each) => isSame(each, identity) && each.end === undefined),
  signalGroup: (pid, signal) => signalGroup(machine, pid, signal),
  tree: (pid) =>
    machine.processes
      .filter((each) => each.identity.pid === pid && each.end === undefined)
      .map(({ spec }) => ({ pid, parentPid: 1, ageMs: 0, command: spec.command })),
  escaped: (runId) => [...(machine.processes.findLast(({ spec }) => spec.runId === runId)?.escaped ?? [])],
  killEscaped: (runId) => {
    const one = machine.processes.findLast(({ spec }) => spec.runId === runId);
    return one === undefined ? [] : one.escaped.splice(0);
  },
  outputBytes,
  release: () => letGo(machine),
});

const start = (machine: Machine, spec: StartSpec): StartResult => {
  const reason = machine.refusals.shift();
  if (reason !== undefined) return { kind: 'refused', reason };
  const folder = resolve(spec.folder);
  const identity = nextIdentity(machine);
  if (machine.tokens.has(folder))
    return { kind: 'started', identity, ended: Promise.resolve({ kind: 'never-started' }) };
  machine.tokens.set(folder, identity);
  const ignoresTerm = machine.nextIgnoresTerm;
  machine.nextIgnoresTerm = false;
  const one = { spec, folder, identity, end: undefined, ignoresTerm, escaped: [], listeners: new Set<() => void>() };
  machine.processes.push(one);
  machine.specs.push(spec);
  print(one, {});
  return { kind: 'started', identity, ended: listen(one) };
};

const adopt = (machine: Machine, folder: string, identity: ProcessIdentity): Adoption => {
  const one = machine.processes.find((each) => each.folder === resolve(folder) && isSame(each, identity));
  if (one === undefined) return { ended: Promise.resolve({ kind: 'vanished' }), release: () => {} };
  let isReleased = false;
  const ended = new Promise<ProcessEnd>((settle) => {
    listen(one).then((how) => {
      if (!isReleased) settle(how);
    });
  });
  const release = (): void => {
    isReleased = true;
  };
  return { ended, release };
};

const claimStart = (machine: Machine, folder: string): ClaimResult => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const holder = machine.tokens.get(resolve(folder));
  if (holder === undefined) {
    machine.tokens.set(resolve(folder), 'claim');
    return { kind: 'claimed' };
  }
  if (holder === 'half') return { kind: 'taken' };
  return holder === 'claim' ? { kind: 'claimed-before' } : { kind: 'taken', identity: holder };
};

const signalGroup = (machine: Machine, pid: number, signal: GroupSignal): boolean => {
  const one = machine.processes.find((each) => each.identity.pid === pid);
  if (one === undefined) throw new Error(`fake processes: nobody ever had process id ${pid}`);
  if (one.end !== undefined) return false;
  machine.signals.push({ runId: one.spec.runId, pid, signal });
  if (signal === 'SIGKILL') end(one, { kind: 'vanished' });
  else if (!one.ignoresTerm) end(one, exited(128 + constants.signals[signal]));
  return true;
};

const nextIdentity = (machine: Machine): ProcessIdentity => {
  machine.lastPid += 1;
  return { pid: machine.lastPid, pidStart: String(machine.lastPid * 100), bootId: `boot-${machine.bootCount}` };
};

const listen = (one: FakeProcess): Promise<ProcessEnd> =>
  new Promise((settle) => {
    if (one.end === undefined) one.listeners.add(settle);
    else settle(one.end);
  });

const end = (one: FakeProcess, how: ProcessEnd): void => {
  one.end = how;
  for (const settle of one.listeners) settle(how);
  one.listeners.clear();
};

const letGo = (machine: Machine): void => {
  for (const one of machine.processes) one.listeners.clear();
};

const isSame = ({ identity }: FakeProcess, { pid, pidStart, bootId }: ProcessIdentity): boolean =>
  identity.pid === pid && identity.pidStart === pidStart && identity.bootId === bootId;

const ofRun = (machine: Machine, runId: number): FakeProcess => {
  const found = machine.processes.findLast(({ spec }) => spec.runId === runId);
  if (found === undefined) throw new Error(`fake processes: run ${runId} was never started`);
  return found;
};

const live = (machine: Machine, runId: number): FakeProcess => {
  const found = ofRun(machine, runId);
  if (found.end !== undefined) throw new Error(`fake processes: run ${runId} has ended already (${found.end.kind})`);
  return found;
};

const print = (one: FakeProcess, { out = '', err = '' }: FakeOutput): void => {
  mkdirSync(one.folder, { recursive: true, mode: 0o700 });
  appendFileSync(join(one.folder, 'out'), out, { mode: 0o600 });
  appendFileSync(join(one.folder, 'err'), err, { mode: 0o600 });
};
