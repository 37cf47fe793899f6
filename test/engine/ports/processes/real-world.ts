import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import {
  createProcesses,
  createRunFolder,
  type ProcessEnd,
  type ProcessIdentity,
  type StartSpec,
} from '../../../../src/engine/ports/processes.ts';

export const PROGRAMS = join(import.meta.dirname, '../../../fixtures/programs');

export type Started = {
  runId: number;
  folder: string;
  pid: number;
  identity: ProcessIdentity;
  ended: Promise<ProcessEnd>;
  out(): string;
  err(): string;
};

/** Real processes in a folder of their own; whatever is left of them is killed when the test is over. */
export const createRealWorld = () => {
  const directory = mkdtempSync(join(tmpdir(), 'openclaw-processes-'));
  const runsDir = join(directory, 'runs');
  const processes = createProcesses({ adoptionCheckEveryMs: 40 });
  const groups: number[] = [];
  onTestFinished(() => {
    for (const pid of groups) processes.signalGroup(pid, 'SIGKILL');
    processes.release();
    rmSync(directory, { recursive: true, force: true });
  });

  let lastRunId = 0;
  const spec = (command: string, changes: Partial<StartSpec> = {}): StartSpec => {
    lastRunId += 1;
    const runId = changes.runId ?? lastRunId;
    const env = { PATH: '/usr/local/bin:/usr/bin:/bin', OPENCLAW_RUN_ID: String(runId) };
    const folder = createRunFolder(runsDir, runId);
    return { runId, folder, shell: '/bin/sh', command, cwd: directory, env, ...changes };
  };
  const start = (command: string, changes: Partial<StartSpec> = {}): Started => {
    const wanted = spec(command, changes);
    const result = processes.start(wanted);
    if (result.kind === 'refused') throw new Error(`refused: ${result.reason}`);
    groups.push(result.identity.pid);
    const { runId, folder } = wanted;
    const read = (name: string) => () => readFileSync(join(folder, name), 'utf8');
    return { runId, folder, pid: result.identity.pid, ...result, out: read('out'), err: read('err') };
  };
  return { directory, runsDir, processes, spec, start, alsoKill: (pid: number) => groups.push(pid) };
};

const TRIES_MAX = 5_000;

/** Waits for something that the operating system will make true; fails by itself long before the test's limit. */
export const until = async <Found>(look: () => Found | undefined | false): Promise<Found> => {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    await pause(5);
  }
  throw new Error(`never became true: ${look}`);
};
