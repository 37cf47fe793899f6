import { closeSync, mkdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { execa } from 'execa';
import type { ProcessEnd, ProcessIdentity, StartResult, StartSpec } from '../processes.ts';
import type { Groups } from './groups.ts';
import { identify } from './identity.ts';
import { phraseOf, refusalAfterwards, refusalOf } from './refusal.ts';
import { exited, openOutputs, readExit, readToken, type Token } from './run-folder.ts';
import { NO_TOKEN_STATUS, WRAPPER_SHELL, wrapperArguments } from './wrapper.ts';

export type Starter = { start(spec: StartSpec): StartResult; release(): void };

export const createStarter = (groups: Groups): Starter => {
  const umask = ownUmask();
  const running = new Set<Child>();
  let isReleased = false;
  const start = (spec: StartSpec): StartResult => {
    const child = spawnWrapper(spec, umask);
    if (child.kind === 'refused') return child;
    const { identity, subprocess } = child;
    groups.remember({ identity, runId: spec.runId, folder: resolve(spec.folder) });
    running.add(subprocess);
    const { promise: ended, resolve: settle } = Promise.withResolvers<ProcessEnd>();
    subprocess.then((result) => {
      running.delete(subprocess);
      if (!isReleased) settleWhenReadable(() => endOf(resolve(spec.folder), identity, result), settle);
    });
    return { kind: 'started', identity, ended };
  };
  const release = (): void => {
    isReleased = true;
    for (const child of running) child.nodeChildProcess.unref();
    running.clear();
  };
  return { start, release };
};

type Child = ReturnType<typeof spawnDetached>;
type Spawned =
  | { kind: 'spawned'; identity: ProcessIdentity; subprocess: Child }
  | Extract<StartResult, { kind: 'refused' }>;

const spawnWrapper = (spec: StartSpec, umask: string): Spawned => {
  const reason = refusalOf(spec);
  if (reason !== undefined) return { kind: 'refused', reason };
  try {
    const folder = resolve(spec.folder);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const subprocess = withOutputs(folder, (out, err) => spawnDetached({ ...spec, folder }, umask, out, err));
    if (subprocess.pid === undefined) return { kind: 'refused', reason: refusalAfterwards(spec) };
    return { kind: 'spawned', identity: identifyChild(subprocess.pid), subprocess };
  } catch (error) {
    return { kind: 'refused', reason: phraseOf(error) };
  }
};

/** A child is not reaped before the event loop turns, so one that is over already can still be identified. */
const identifyChild = (pid: number): ProcessIdentity => {
  const unknown = { pid, pidStart: '', bootId: '' };
  try {
    return identify(pid) ?? unknown;
  } catch {
    // It runs, so this must not become a refusal.
    return unknown;
  }
};

const withOutputs = <Result>(folder: string, use: (out: number, err: number) => Result): Result => {
  const { out, err } = openOutputs(folder);
  try {
    return use(out, err);
  } finally {
    closeSync(out);
    closeSync(err);
  }
};

/** Any descriptor will do; execa's types name the lowest only. */
type NamedFd = 3;

// Detached is a session and a group of its own; without clean-up the run outlives the engine.
const spawnDetached = (spec: StartSpec, umask: string, out: number, err: number) =>
  execa(WRAPPER_SHELL, wrapperArguments(spec, umask), {
    cwd: spec.cwd,
    env: { ...spec.env },
    extendEnv: false,
    stdio: ['ignore', out as NamedFd, err as NamedFd],
    detached: true,
    cleanup: false,
    buffer: false,
    reject: false,
  });

const READ_TRIES_MAX = 100;
const READ_AGAIN_MS = 100;

/** Its record may be out of reach for a while (no descriptor left); a run never ends by that. */
const settleWhenReadable = (read: () => ProcessEnd, settle: (end: ProcessEnd) => void, tries = 1): void => {
  try {
    settle(read());
  } catch (error) {
    if (tries >= READ_TRIES_MAX) settle({ kind: 'failed', reason: `the run folder is unreadable: ${phraseOf(error)}` });
    else setTimeout(settleWhenReadable, READ_AGAIN_MS, read, settle, tries + 1);
  }
};

type WrapperResult = { exitCode?: number | undefined; signal?: string | undefined };

const endOf = (folder: string, identity: ProcessIdentity, { exitCode }: WrapperResult): ProcessEnd => {
  const token = readToken(folder);
  const isWithout = exitCode === NO_TOKEN_STATUS || (exitCode === undefined && token !== undefined);
  if (isWithout && !isOurs(token, identity)) return withoutToken(token);
  // With a token that is ours, or was until the job took it away.
  const recorded = readExit(folder);
  if (recorded !== undefined) return recorded;
  // The status could not be written (a full disk), and the wrapper ended with it instead.
  return exitCode === undefined ? { kind: 'vanished' } : exited(exitCode);
};

const isOurs = (token: Token | undefined, { pid, pidStart }: ProcessIdentity): boolean =>
  token?.kind === 'wrapper' &&
  token.identity.pid === pid &&
  (token.identity.pidStart === '' || token.identity.pidStart === pidStart);

/** Nothing ran: somebody else has the token, or nobody could have it. */
const withoutToken = (token: Token | undefined): ProcessEnd => {
  if (token === undefined) {
    return { kind: 'failed', reason: 'the start token could not be created in the run folder' };
  }
  if (token.kind === 'unfinished') return { kind: 'failed', reason: 'the start token could not be written' };
  return { kind: 'never-started' };
};

/** Asking Node for it would change it for an instant, under the feet of other threads. */
const ownUmask = (): string => {
  try {
    const found = /^Umask:\s*(\d+)$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (found?.[1] !== undefined) return found[1];
  } catch {
    // No /proc on this system.
  }
  return process.umask().toString(8).padStart(4, '0');
};
