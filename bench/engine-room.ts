import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCommands } from '../src/engine/commands.ts';
import { createEngine, type Engine } from '../src/engine/engine.ts';
import { systemClock } from '../src/engine/ports/clock.ts';
import { createDelivery } from '../src/engine/ports/delivery.ts';
import { absentGateway } from '../src/engine/ports/gateway/absent.ts';
import { readHost } from '../src/engine/ports/host.ts';
import { randomIds } from '../src/engine/ports/ids.ts';
import { silentLog } from '../src/engine/ports/log.ts';
import { createProcesses, type Processes } from '../src/engine/ports/processes.ts';
import { DELIVERY_DEFAULTS } from '../src/engine/rules/delivery.ts';
import { ENGINE } from '../src/store/nouns/actor.ts';
import { openStore, type Store } from '../src/store/store.ts';

export type EngineRoom = {
  store: Store;
  engine: Engine;
  /** Adds a shell job; returns its id, throws when it is refused. */
  addJob(fields: Record<string, unknown>): string;
  runNow(jobId: string): void;
  /** Stops the engine and removes everything it left. */
  close(): Promise<void>;
};

/** A real engine on a database of its own: real clock, real files, and real processes unless others are given. */
export function openEngineRoom(options: { maxActiveRuns: number; processes?: Processes }): EngineRoom {
  const home = mkdtempSync(join(tmpdir(), 'openclaw-bench-'));
  const store = openStore({ path: join(home, 'openclaw-tui.db'), role: 'engine' });
  const clock = systemClock;
  const engine = createEngine({
    store,
    runsDir: join(home, 'runs'),
    clock,
    host: readHost(),
    processes: options.processes ?? createProcesses(),
    delivery: createDelivery({ env: {}, folder: '/', allowInsecure: false }),
    gateway: absentGateway,
    log: silentLog,
    claimant: { holderId: randomIds.holderId(), mode: 'headless', version: 'bench' },
    settings: { maxActiveRuns: options.maxActiveRuns, graceMs: 0, delivery: DELIVERY_DEFAULTS },
  });
  const commands = createCommands(store, { clock, ids: randomIds });
  return {
    store,
    engine,
    addJob(fields) {
      const whole = { session_target: 'shell', payload_message: ':', ...fields };
      const added = commands.addJob(whole, { actor: ENGINE, machineZone: 'UTC', allowPast: true });
      if (added.kind !== 'done') throw new Error(added.message);
      return added.value.job.id;
    },
    runNow(jobId) {
      const asked = commands.runNow(jobId, ENGINE);
      if (asked.kind !== 'done') throw new Error(asked.message);
    },
    async close() {
      await engine.drain(0);
      store.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The engine's processes, with a look at every start: when it was asked for and when it returned, in epoch ms with fractions. */
export function watchedProcesses(
  onStart: (start: { runId: number; askedAt: number; returnedAt: number }) => void,
): Processes {
  const real = createProcesses();
  return {
    ...real,
    start(spec) {
      const askedAt = preciseNow();
      const result = real.start(spec);
      onStart({ runId: spec.runId, askedAt, returnedAt: preciseNow() });
      return result;
    },
  };
}

/** Epoch ms with fractions. */
export const preciseNow = (): number => performance.timeOrigin + performance.now();
