import type { Lease } from '../store/nouns/lease.ts';
import type { Store } from '../store/store.ts';
import { type ClockWatch, createClockWatch } from './clock-watch.ts';
import { createDeliverer, type Deliverer } from './deliver.ts';
import type { EngineSettings, Tenure } from './dispatch/context.ts';
import type { Executor } from './dispatch/execute-strategy.ts';
import { createEmitter, type Emit } from './events.ts';
import { createPatientWrite, type PatientWrite } from './patient-write.ts';
import type { Clock } from './ports/clock.ts';
import type { Delivery } from './ports/delivery.ts';
import type { Host } from './ports/host.ts';
import type { Log } from './ports/log.ts';
import type { Processes } from './ports/processes.ts';
import { createRunner, type Runner } from './runner.ts';
import { type Ending, messageOf } from './tick.ts';

export type EngineOptions = {
  store: Store;
  runsDir: string;
  clock: Clock;
  host: Host;
  processes: Processes;
  delivery: Delivery;
  log: Log;
  claimant: { holderId: string; mode: Lease['mode']; version: string };
  settings: EngineSettings;
};

/** What the parts of one engine share. */
export type Core = {
  options: EngineOptions;
  executor: Executor;
  state: 'new' | 'running' | 'draining' | 'stopped';
  tenure: Tenure;
  /** Fires that were due before this instant are late. */
  missedBefore: number;
  /** Runs that are over and wait for their settlement. */
  endings: Ending[];
  runner: Runner;
  deliverer: Deliverer;
  clockWatch: ClockWatch;
  write: PatientWrite;
  emit: Emit;
  on(listener: Emit): () => void;
};

export function createCore(options: EngineOptions, wake: () => void): Core {
  const { store, clock, host, processes, log, runsDir } = options;
  const { emit, on } = createEmitter((error) => log.error({ error: messageOf(error) }, 'a listener failed'));
  const executor = { processes, host, runsDir };
  const endings: Ending[] = [];
  const tenure: Tenure = { holderId: options.claimant.holderId, fence: 0 };
  const report = (text: string) => (error: unknown) => {
    log.error({ error: messageOf(error) }, text);
    emit({ kind: 'engine-error', error: messageOf(error) });
  };
  const mayWrite = (): boolean => store.lease.holds(core.tenure.holderId, core.tenure.fence);
  const write = createPatientWrite(store, clock, mayWrite, report('a write failed'));
  const runner = createRunner({ store, clock, executor, write, emit, wake }, (ending) => {
    endings.push(ending);
    wake();
  });
  const deliverer = createDeliverer({
    store,
    clock,
    delivery: options.delivery,
    settings: options.settings.delivery,
    tenure: () => core.tenure,
    write,
    wake,
    failed: report('a message could not be sent or recorded'),
  });
  const clockWatch = createClockWatch(clock, (byMs, now) => noticeStep(core, byMs, now));
  const core: Core = {
    options,
    executor,
    tenure,
    endings,
    runner,
    deliverer,
    clockWatch,
    write,
    emit,
    on,
    state: 'new',
    missedBefore: 0,
  };
  return core;
}

/** After a step every slot that lies behind us is a missed one; a step back repeats nothing, since slots are unique. */
function noticeStep(core: Core, byMs: number, now: number): void {
  if (byMs > 0) core.missedBefore = now;
  const title = `the clock stepped by ${Math.round(byMs / 1_000)} s, or the machine slept`;
  const detail = 'fire times that were passed over are handled by each job’s misfire policy';
  const { store } = core.options;
  core.write(() => store.alerts.raise({ kind: 'clock', key: 'clock', severity: 'warn', title, detail }, now));
  core.emit({ kind: 'clock-step', byMs });
}
