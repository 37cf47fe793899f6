import type { Store } from '../store/store.ts';
import { type ClockWatch, createClockWatch } from './clock-watch.ts';
import { createDeliverer, type Deliverer } from './deliver.ts';
import type { EngineSettings, Tenure } from './dispatch/context.ts';
import type { Executor } from './dispatch/execute-strategy.ts';
import { createEmitter, type Emit } from './events.ts';
import { type Failpoint, NO_FAILPOINT } from './failpoint.ts';
import type { Claimant } from './lease.ts';
import type { LeaseTimes } from './lease-times.ts';
import { noteExecutables } from './note-executables.ts';
import { createPatientWrite, type PatientWrite } from './patient-write.ts';
import type { Backups } from './ports/backups.ts';
import type { Checkpoints } from './ports/checkpoints.ts';
import type { Clock } from './ports/clock.ts';
import type { Delivery } from './ports/delivery.ts';
import type { Disk } from './ports/disk.ts';
import type { Executables } from './ports/executables.ts';
import type { Gateway } from './ports/gateway.ts';
import type { Host } from './ports/host.ts';
import type { Log } from './ports/log.ts';
import type { Processes } from './ports/processes.ts';
import { createSecretKeeper } from './redact/secret-keeper.ts';
import { createRenewal, type Renewal } from './renewal.ts';
import type { Spread } from './rules/misfire.ts';
import { alertTexts } from './rules/texts.ts';
import { createRunner, type Runner } from './runner.ts';
import { bringForward } from './set-back.ts';
import { type Ending, messageOf } from './tick.ts';
import { createTrouble, type Trouble } from './trouble.ts';

export type EngineOptions = {
  store: Store;
  runsDir: string;
  clock: Clock;
  host: Host;
  processes: Processes;
  delivery: Delivery;
  /** The machine's own, but in a test. */
  disk?: Disk;
  /** Absent: none is made by itself. */
  backups?: Backups;
  /** Absent: they are made by the store, on the event loop. */
  checkpoints?: Checkpoints;
  gateway: Gateway;
  /** Absent: nobody looks at the files that a yes would execute. */
  executables?: Executables;
  log: Log;
  claimant: Claimant;
  settings: EngineSettings;
  /** Only tests have one. */
  failpoint?: Failpoint;
  /** Only tests have others. */
  leaseTimes?: LeaseTimes;
};

/** What the parts of one engine share. */
export type Core = {
  options: EngineOptions;
  executor: Executor;
  /** `leaving`: the lease goes to another engine as soon as nothing is in our hands. */
  state: 'new' | 'running' | 'draining' | 'leaving' | 'stopped';
  tenure: Tenure;
  /** Fires that were due before this instant are late. */
  missedBefore: number;
  /** A stop waits no longer for runs that may go on without us. */
  graceIsOver: boolean;
  /** Why nobody saw them. */
  missedBecause: string;
  /** Where the late fires that are made up for lie. */
  spread: Spread;
  /** Runs that are over and wait for their settlement. */
  endings: Ending[];
  runner: Runner;
  renewal: Renewal;
  deliverer: Deliverer;
  clockWatch: ClockWatch;
  trouble: Trouble;
  /** False while there is too little on the disk to start anything. */
  hasRoom: boolean;
  write: PatientWrite;
  emit: Emit;
  on(listener: Emit): () => void;
};

export function createCore(options: EngineOptions, wake: () => void): Core {
  const { store, clock, host, processes, log, runsDir } = options;
  const { emit, on } = createEmitter((error) => log.error({ error: messageOf(error) }, 'a listener failed'));
  const executor = { processes, host, runsDir, secrets: createSecretKeeper(host.env) };
  const endings: Ending[] = [];
  const tenure: Tenure = { holderId: options.claimant.holderId, fence: 0 };
  const report = (text: string) => (error: unknown) => {
    if (core.trouble.met(error)) return;
    log.error({ error: messageOf(error) }, text);
    emit({ kind: 'engine-error', error: messageOf(error) });
  };
  const mayWrite = (): boolean => store.lease.holds(core.tenure.holderId, core.tenure.fence);
  const write = createPatientWrite(store, clock, mayWrite, report('a write failed'));
  const renewal = createRenewal(store, clock, () => core.tenure, options.leaseTimes);
  const { mayStart } = renewal;
  const failpoint = options.failpoint ?? NO_FAILPOINT;
  const { gateway } = options;
  const failed = report('a run could not be started or its end be read');
  const tools = { store, clock, executor, gateway, write, emit, wake, mayStart, failed, failpoint };
  const runner = createRunner(tools, (ending) => {
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
  const trouble = createTrouble({ store, clock, write, log, emit });
  const clockWatch = createClockWatch(clock, (byMs, now) => noticeStep(core, byMs, now));
  const core: Core = {
    options,
    executor,
    tenure,
    endings,
    runner,
    renewal,
    deliverer,
    clockWatch,
    trouble,
    hasRoom: true,
    write,
    emit,
    on,
    state: 'new',
    missedBefore: 0,
    graceIsOver: false,
    missedBecause: 'no engine was running',
    spread: { lastAt: Number.NEGATIVE_INFINITY },
  };
  noteExecutables(core);
  return core;
}

/** After a step every slot that lies behind us is a missed one; a step back repeats nothing, since slots are unique. */
function noticeStep(core: Core, byMs: number, now: number): void {
  if (byMs > 0) {
    core.missedBefore = now;
    core.missedBecause = `the clock stepped by ${Math.round(byMs / 1_000)} s, or the machine slept`;
  }
  const { store } = core.options;
  const alert = { kind: 'clock', key: 'clock', severity: 'warn', ...alertTexts.clock(byMs) } as const;
  core.write(() => {
    store.alerts.raise(alert, now);
    if (byMs < 0) bringForward(store, -byMs, now);
  });
  core.emit({ kind: 'clock-step', byMs });
}
