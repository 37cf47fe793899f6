import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createCommands } from '../../../src/engine/commands.ts';
import { systemClock } from '../../../src/engine/ports/clock.ts';
import { randomIds } from '../../../src/engine/ports/ids.ts';
import type { Dispatch } from '../../../src/store/nouns/dispatch.ts';
import type { Job } from '../../../src/store/nouns/job.ts';
import type { Run } from '../../../src/store/nouns/run.ts';
import { rowReader } from '../../../src/store/rows.ts';
import { openStore } from '../../../src/store/store.ts';
import { ANA, type JobWords, jobInput } from '../../support/builders.ts';
import { killPid, withCommandLine, withEnvironment } from './proc.ts';

export const ENTRY = fileURLToPath(new URL('../../../bin/openclaw-tui.js', import.meta.url));
const FLAGS = ['--max-semi-space-size=4'];
const LOOKS_MAX = 12_000;
const ERRORS_MAX = 20;

export type Home = ReturnType<typeof createHome>;
export type LiveEngine = {
  child: ChildProcess;
  /** The names of the events it told, and what it said on stderr. */
  events: { event: string; [field: string]: unknown }[];
  errors: string[];
  ended: Promise<number | NodeJS.Signals>;
};

/** A home on disk with the real store, commands given in-process, and built engines as processes of their own. */
export const createHome = (parent = tmpdir()) => {
  const directory = mkdtempSync(join(parent, 'openclaw-reliability-'));
  const path = join(directory, 'openclaw-tui.db');
  const store = openStore({ path, role: 'command' });
  const commands = createCommands(store, { clock: systemClock, ids: randomIds });
  const rows = <T>(sql: string, read: (row: unknown) => T, ...values: (string | number)[]): T[] =>
    store.db
      .prepare(sql)
      .all(...values)
      .map(read);
  const processes = () => withEnvironment(`OPENCLAW_RUN_FOLDER=${directory}/`);

  return {
    directory,
    path,
    store,
    commands,
    rows,
    runs: (): Run[] => rows('SELECT * FROM runs ORDER BY id', toRun),
    dispatches: (): Dispatch[] => rows('SELECT * FROM dispatches ORDER BY id', toDispatch),
    addJob(fields: JobWords): Job {
      const result = commands.addJob(jobInput({ shell: '/bin/sh', ...fields }), { actor: ANA, machineZone: 'UTC' });
      if (result.kind !== 'done') throw new Error(`${result.code}: ${result.message}`);
      return result.value.job;
    },
    /** The built engine without a screen; `node` is this one unless another is to hand over to it. */
    startEngine: (
      options: { node?: string; words?: readonly string[]; under?: readonly string[] } = {},
    ): LiveEngine => {
      const node = options.node ?? process.execPath;
      const flags = options.node === undefined ? FLAGS : [];
      const words = [...flags, ENTRY, '--no-ui', '--home', directory, ...(options.words ?? [])];
      const [program = node, ...before] = [...(options.under ?? []), node];
      return follow(spawn(program, [...before, ...words], { stdio: ['ignore', 'pipe', 'pipe'], env: SURROUNDINGS }));
    },
    /** The processes that runs of this home left, found by their environment. */
    processes,
    engines: () => withCommandLine(`--home\0${directory}\0`),
    async remove(): Promise<void> {
      for (const { pid } of withCommandLine(`--home\0${directory}\0`)) killPid(pid);
      for (const { pid } of processes()) killPid(pid);
      await until('its processes are gone', () => processes().length === 0);
      store.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};

/** Waits for what an engine or the system will make true, and says what it was if it never is. */
export const until = async (what: string, look: () => boolean, looksMax = LOOKS_MAX): Promise<void> => {
  for (let looks = 0; looks < looksMax; looks += 1) {
    if (look()) return;
    await pause(5);
  }
  throw new Error(`never became true: ${what}`);
};

const SURROUNDINGS = { PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: tmpdir(), TZ: 'UTC', LANG: 'C.UTF-8' };

const toRun = rowReader<Run>({ json: ['requested_by', 'stop_requested_by', 'override'] });
const toDispatch = rowReader<Dispatch>({ json: ['requested_by', 'override'], booleans: ['queued', 'owed'] });

const follow = (child: ChildProcess): LiveEngine => {
  const events: LiveEngine['events'] = [];
  const errors: string[] = [];
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      // A kill may leave half a line.
      if (line.endsWith('}')) events.push(JSON.parse(line));
    });
  }
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    if (errors.length < ERRORS_MAX) errors.push(text);
  });
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.on('exit', (code, signal) => resolve(code ?? signal ?? 'SIGKILL'));
  });
  return { child, events, errors, ended };
};
