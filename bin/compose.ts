import { createEngine, type Engine } from '../src/engine/engine.ts';
import type { EngineEvent } from '../src/engine/events.ts';
import { claimOf } from '../src/engine/lease.ts';
import { threadCheckpoints } from '../src/engine/ports/checkpoints.ts';
import { createDelivery } from '../src/engine/ports/delivery.ts';
import { executables } from '../src/engine/ports/executables.ts';
import { networkFileSystemAt } from '../src/engine/ports/file-system.ts';
import { absentGateway } from '../src/engine/ports/gateway/absent.ts';
import { randomIds } from '../src/engine/ports/ids.ts';
import { type Log, openFileLog } from '../src/engine/ports/log.ts';
import { createProcesses, type Processes } from '../src/engine/ports/processes.ts';
import { withoutDenied } from '../src/engine/rules/denied-variables.ts';
import { endsWithEngine } from '../src/engine/rules/engine-exit.ts';
import { ENGINE } from '../src/store/nouns/actor.ts';
import type { Lease } from '../src/store/nouns/lease.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { isBusy } from '../src/store/store-error.ts';
import { backupsBeside } from './backups-beside.ts';
import { backupSettings, deliverySettings, logSettings, retentionSettings } from './config/engine-settings.ts';
import type { Settings } from './config/settings.ts';
import { type Context, upgradeOf } from './context.ts';
import { Failure } from './failure.ts';
import { logPath } from './fault-log.ts';
import { eventWords } from './headless/event-lines.ts';
import { wallText } from './output/times.ts';
import { version } from './version.ts';

export type EngineRoom = {
  engine: Engine;
  store: Store;
  processes: Processes;
  log: Log;
  graceMs: number;
  maxActiveRuns: number;
  /** Asks whoever runs the engine to hand it over to this one; false while the database is busy. */
  ask(): boolean;
  /** Without it the wish lapses by itself. */
  withdraw(): boolean;
  /** Ends those runs that end with the engine, without waiting; what they were ended for is on disk before. */
  killRuns(): void;
  close(): void;
};

export type EngineFlags = { maxRuns?: number; grace?: number };

const MAX_ACTIVE_RUNS = 8;
const GRACE_S = 30;

/** Opens the database as an engine does and wires one up; it isn't started. */
export function composeEngine(context: Context, mode: Lease['mode'], flags: EngineFlags): EngineRoom {
  const { settings, host, clock } = context;
  const { maxActiveRuns, graceMs } = limitsOf(settings, flags);
  const store = openStore({ path: settings.dbPath, role: 'engine', upgrade: upgradeOf(context) });
  const log = openFileLog(logPath(settings), logSettings(settings.config.log));
  const processes = createProcesses();
  const delivery = deliverySettings(settings.config.delivery);
  const { everyMs: backupEveryMs } = backupSettings(settings.config.backup);
  const runEnv = withoutDenied(host.env, settings.config.env_deny ?? []);
  const claimant = { holderId: randomIds.holderId(), mode, version };
  const engine = createEngine({
    store,
    runsDir: settings.runsDir,
    clock,
    host: { ...host, env: runEnv },
    processes,
    delivery: createDelivery({
      env: host.env,
      commandEnv: runEnv,
      folder: host.homeDir,
      allowInsecure: delivery.allowInsecure,
    }),
    gateway: absentGateway,
    executables,
    backups: backupsBeside(context),
    checkpoints: threadCheckpoints,
    log,
    claimant,
    settings: {
      maxActiveRuns,
      graceMs,
      delivery,
      retention: retentionSettings(settings.config.retention),
      backupEveryMs,
    },
  });
  engine.on((event) => log.info({ event: event.kind, ...runOf(event) }, eventWords(event)));
  return {
    engine,
    store,
    processes,
    log,
    graceMs,
    maxActiveRuns,
    ask: () => unlessBusy(store, () => store.lease.ask({ ...claimOf(host, claimant), at: clock.now() })),
    withdraw: () => unlessBusy(store, () => store.lease.withdraw(claimant.holderId)),
    killRuns: () => killRuns(store, processes, clock.now()),
    close() {
      store.close();
      log.close();
    },
  };
}

const runOf = (event: EngineEvent): { runId?: number } => ('run' in event ? { runId: event.run.id } : {});

function unlessBusy(store: Store, work: () => void): boolean {
  try {
    store.write(work);
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}

/** Locks and shared memory do not reach over a network: two machines would each believe to be alone. */
export function refuseNetworkHome({ home, dbPath }: Settings): void {
  for (const path of [home, dbPath]) {
    const kind = networkFileSystemAt(path);
    if (kind === undefined) continue;
    throw new Failure(
      'refused',
      'network-home',
      `no engine and no console on ${path}: it is on a network file system (${kind})`,
      {
        hint: 'choose a folder on a local disk with --home',
      },
    );
  }
}

/** A home belongs to one machine: of a process on another one nobody here can say whether it lives. */
export function elsewhereFailure(lease: Lease): Failure {
  const who = `pid ${lease.pid} of ${lease.user} on ${lease.host}`;
  return new Failure(
    'conflict',
    'home-elsewhere',
    `no engine and no console here: ${who} runs the engine of this home`,
    {
      hint: `one home belongs to one machine: use it on ${lease.host}, or choose another with --home`,
    },
  );
}

/** The failure of a second engine on one database. */
export function heldFailure(lease: Lease, zone: string): Failure {
  const who = `pid ${lease.pid} of ${lease.user} on ${lease.host}`;
  const since = wallText(lease.acquiredAt, zone);
  return new Failure('conflict', 'lease-held', `no engine started: ${who} runs one on this database since ${since}`, {
    hint: 'openclaw-tui attaches to it; --no-ui --take-over takes it over',
  });
}

/** How many runs at once, and how long they may end by themselves: flags, then the configuration, then the defaults. */
export const limitsOf = ({ config }: Settings, flags: EngineFlags): { maxActiveRuns: number; graceMs: number } => ({
  maxActiveRuns: flags.maxRuns ?? config.max_active_runs ?? MAX_ACTIVE_RUNS,
  graceMs: (flags.grace ?? config.grace_s ?? GRACE_S) * 1_000,
});

function killRuns(store: Store, processes: Processes, now: number): void {
  const active = store.runs.active().filter((run) => endsWithEngine(store.jobs.get(run.jobId)));
  store.write(() => {
    for (const run of active) {
      store.runs.requestStop(run.id, 'shutdown', ENGINE, now);
      store.runs.setStopStage(run.id, 'kill');
    }
  });
  for (const run of active) if (run.pid !== undefined) processes.signalGroup(run.pid, 'SIGKILL');
}
