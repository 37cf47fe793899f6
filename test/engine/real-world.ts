import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { createCommands } from '../../src/engine/commands.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { systemClock } from '../../src/engine/ports/clock.ts';
import { createDelivery } from '../../src/engine/ports/delivery.ts';
import { absentGateway } from '../../src/engine/ports/gateway/absent.ts';
import { readHost } from '../../src/engine/ports/host.ts';
import { randomIds } from '../../src/engine/ports/ids.ts';
import { silentLog } from '../../src/engine/ports/log.ts';
import { createProcesses } from '../../src/engine/ports/processes.ts';
import { DELIVERY_DEFAULTS } from '../../src/engine/rules/delivery.ts';
import type { Job } from '../../src/store/nouns/job.ts';
import type { Run } from '../../src/store/nouns/run.ts';
import { rowReader } from '../../src/store/rows.ts';
import { openStore } from '../../src/store/store.ts';
import { ANA, type JobWords, jobInput } from '../support/builders.ts';
import { answerOf } from '../support/world.ts';

const PROGRAM = join(import.meta.dirname, '../fixtures/programs/run-engine.ts');
const TRIES_MAX = 5_000;
const toRun = rowReader<Run>({ json: ['requested_by', 'stop_requested_by', 'override'] });

export type RealWorld = ReturnType<typeof createRealWorld>;

/** The real engine, clock and processes in a folder of their own; whatever is left of them is killed with the test. */
export const createRealWorld = (options: { env?: Record<string, string>; maxActiveRuns?: number } = {}) => {
  const directory = mkdtempSync(join(tmpdir(), 'openclaw-real-'));
  const path = join(directory, 'openclaw.db');
  const store = openStore({ path, role: 'command' });
  const processes = createProcesses({ adoptionCheckEveryMs: 40 });
  const maxActiveRuns = options.maxActiveRuns ?? 30;
  const host = { ...readHost(), homeDir: directory };
  const stores = [store];
  let wake = (): void => {};
  const commands = createCommands(store, { clock: systemClock, ids: randomIds, maxActiveRuns, changed: () => wake() });

  const runs = (job?: Job): Run[] =>
    store.db
      .prepare('SELECT * FROM runs ORDER BY id')
      .all()
      .map(toRun)
      .filter((run) => job === undefined || run.jobId === job.id);

  const startEngine = () => {
    const engineStore = openStore({ path, role: 'engine' });
    stores.push(engineStore);
    const engine = createEngine({
      store: engineStore,
      runsDir: join(directory, 'runs'),
      clock: systemClock,
      host: { ...host, env: { ...host.env, ...options.env } },
      processes,
      delivery: createDelivery({ env: {}, folder: '/', allowInsecure: false }),
      gateway: absentGateway,
      log: silentLog,
      claimant: { holderId: randomIds.holderId(), mode: 'headless', version: '0.0.0' },
      settings: { maxActiveRuns, graceMs: 30_000, delivery: DELIVERY_DEFAULTS },
    });
    const answer = engine.start();
    wake = engine.wake;
    engines.push(engine);
    return { engine, answer };
  };
  const engines: ReturnType<typeof createEngine>[] = [];

  onTestFinished(async () => {
    for (const { pid, finishedAt } of runs()) {
      if (pid !== undefined && finishedAt === undefined) processes.signalGroup(pid, 'SIGKILL');
    }
    for (const engine of engines) await engine.drain(0);
    processes.release();
    for (const one of stores) one.close();
    rmSync(directory, { recursive: true, force: true });
  });

  return {
    directory,
    store,
    commands,
    processes,
    host,
    startEngine,
    runs,
    addJob: (fields: JobWords): Job =>
      answerOf(commands.addJob(jobInput(fields), { actor: ANA, machineZone: 'UTC' })).job,
    runNow: (job: Job): number => answerOf(commands.runNow(job.id, ANA)).dispatchId,
    stdout: (run: Run): string => store.runs.output(run.id)?.stdout ?? '',
    file: (name: string): string =>
      existsSync(join(directory, name)) ? readFileSync(join(directory, name), 'utf8') : '',
    /** The run of this number once it has its end. */
    ended: (runId: number): Promise<Run> =>
      until(() => {
        const run = store.runs.get(runId);
        return run?.finishedAt === undefined ? undefined : run;
      }),
    started: (runId: number): Promise<Run> =>
      until(() => {
        const run = store.runs.get(runId);
        return run?.status === 'running' ? run : undefined;
      }),
    /** An engine in a process of its own, that a test may kill. */
    spawnEngine: (...words: string[]) => {
      const child = spawn(process.execPath, [PROGRAM, directory, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
      let printed = '';
      child.stdout.on('data', (chunk) => {
        printed += chunk;
      });
      const exited = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
      onTestFinished(() => {
        child.kill('SIGKILL');
      });
      return { child, exited, printed: () => printed };
    },
  };
};

/** Waits for something that the operating system will make true; fails by itself long before the test's limit. */
export const until = async <Found>(look: () => Found | undefined | false): Promise<Found> => {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    await pause(5);
  }
  throw new Error(`never became true: ${look}`);
};
