import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { Result } from '../../src/engine/commands/result.ts';
import { createCommands } from '../../src/engine/commands.ts';
import { createEngine, type StartAnswer } from '../../src/engine/engine.ts';
import type { EngineEvent } from '../../src/engine/events.ts';
import type { Backups } from '../../src/engine/ports/backups.ts';
import type { Checkpoints } from '../../src/engine/ports/checkpoints.ts';
import type { Room } from '../../src/engine/ports/disk.ts';
import type { Executables } from '../../src/engine/ports/executables.ts';
import type { GatewayState } from '../../src/engine/ports/gateway.ts';
import type { Ids } from '../../src/engine/ports/ids.ts';
import { silentLog } from '../../src/engine/ports/log.ts';
import { DELIVERY_DEFAULTS, type DeliverySettings } from '../../src/engine/rules/delivery.ts';
import type { Approval } from '../../src/store/nouns/approval.ts';
import type { Dispatch } from '../../src/store/nouns/dispatch.ts';
import type { Job } from '../../src/store/nouns/job.ts';
import type { Run } from '../../src/store/nouns/run.ts';
import { rowReader } from '../../src/store/rows.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { ANA, type JobWords, jobInput } from './builders.ts';
import { createFakeDelivery } from './fake-delivery.ts';
import { createFakeGateway } from './fake-gateway.ts';
import { createFakeProcesses } from './fake-processes.ts';
import { fixedHost } from './fixed-host.ts';
import { createVirtualClock } from './virtual-clock.ts';

const BACKUP_EVERY_MS = 1_800_000;

export type WorldOptions = {
  maxActiveRuns?: number;
  selfApproval?: 'allowed' | 'forbidden';
  delivery?: DeliverySettings;
  /** How it stands with the gateway at first: `down`, unless told otherwise. */
  gateway?: GatewayState;
  env?: Record<string, string>;
  startAt?: number;
  /** The edition of the time-zone database. */
  zoneData?: string;
  /** One is made every half an hour; absent: none is. */
  backups?: Backups;
  /** Reads the files that a yes would execute; absent: nobody does. */
  executables?: Executables;
  /** How the log is folded back; absent: by the engine's own connection. */
  checkpoints?: Checkpoints;
};
export type World = ReturnType<typeof createWorld>;

/** What is only a few turns away is not waited for; what a busy machine has no time for yet must not be out-spun. */
const TURNS_AT_ONCE = 100;
const LOOKS_MAX = 20_000;

/** The real store and engine with time and processes in the test's hand. The engine runs from the first line. */
export const createWorld = (options: WorldOptions = {}) => {
  const directory = mkdtempSync(join(tmpdir(), 'openclaw-world-'));
  const path = join(directory, 'openclaw.db');
  const clock = createVirtualClock(options.startAt);
  const fake = createFakeProcesses();
  const post = createFakeDelivery();
  const gateway = createFakeGateway(clock, options.gateway);
  const disk: Room & { damage?: string } = { freeBytes: 50e9, totalBytes: 100e9 };
  const ids = countingIds();
  const alive = new Set<number>();
  const events: EngineEvent[] = [];
  const stores = new Set<Store>();
  let lastPid = 100;
  let maxActiveRuns = options.maxActiveRuns ?? 8;
  let { zoneData } = options;

  const open = (role: 'engine' | 'console' | 'command' = 'engine'): Store => {
    const opened = openStore({ path, role });
    stores.add(opened);
    // No test here cuts the power, and waiting for the disk is most of what they would do.
    opened.db.pragma('synchronous = OFF');
    return opened;
  };
  /** An engine process: its own host identity, store, timers. */
  const boot = () => {
    lastPid += 1;
    const pid = lastPid;
    alive.add(pid);
    const known = fixedHost(pid, alive, directory, options.env ?? {});
    const host = zoneData === undefined ? known : { ...known, zoneData };
    const life = clock.life();
    const store = open();
    const claimant = { holderId: ids.holderId(), mode: 'headless' as const, version: '0.0.0' };
    const settings = {
      maxActiveRuns,
      graceMs: 30_000,
      delivery: options.delivery ?? DELIVERY_DEFAULTS,
      backupEveryMs: BACKUP_EVERY_MS,
    };
    const runsDir = join(directory, 'runs');
    const ports = {
      clock: life,
      host,
      processes: fake.openPort(),
      delivery: post.port,
      gateway: gateway.connect(),
      disk: { room: () => disk, check: async () => disk.damage },
      ...(options.backups === undefined ? {} : { backups: options.backups }),
      ...(options.executables === undefined ? {} : { executables: options.executables }),
      ...(options.checkpoints === undefined ? {} : { checkpoints: options.checkpoints }),
      log: silentLog,
    };
    const engine = createEngine({ store, runsDir, claimant, settings, ...ports });
    engine.on((event) => events.push(event));
    const answer = engine.start();
    const die = (): void => {
      alive.delete(pid);
      life.end();
      stores.delete(store);
      store.close();
    };
    return { engine, store, pid, host, life, claimant, answer, die };
  };
  let current: ReturnType<typeof boot> = boot();
  const commandsOf = (store: Store) =>
    createCommands(store, {
      clock,
      ids,
      maxActiveRuns,
      selfApproval: () => options.selfApproval ?? 'allowed',
      gateway: () => current.engine.gateway(),
      changed: () => current.engine.wake(),
    });
  let commands = commandsOf(current.store);

  const close = (): void => {
    current.die();
    for (const store of stores) store.close();
    rmSync(directory, { recursive: true, force: true });
  };
  onTestFinished(close);

  const rows = <T>(sql: string, read: (row: unknown) => T, ...values: (string | number)[]): T[] =>
    current.store.db
      .prepare(sql)
      .all(...values)
      .map(read);
  const runs = (job?: Job | string): Run[] =>
    rows('SELECT * FROM runs ORDER BY id', toRun).filter((run) => job === undefined || run.jobId === idOf(job));
  const dispatches = (job?: Job | string): Dispatch[] =>
    rows('SELECT * FROM dispatches ORDER BY id', toDispatch).filter(
      (one) => job === undefined || one.jobId === idOf(job),
    );

  return {
    clock,
    fake,
    post,
    gateway,
    /** Its disk, which a test may change: the room there, and what a check of the database finds. */
    disk,
    events,
    directory,
    path,
    close,
    open,
    boot,
    get engine() {
      return current.engine;
    },
    get store() {
      return current.store;
    },
    get commands() {
      return commands;
    },
    /** The engine's own process, to be stopped and to go on. */
    get life() {
      return current.life;
    },
    get host() {
      return current.host;
    },
    get answer() {
      return current.answer;
    },
    now: clock.now,
    settle: clock.settle,
    advance: clock.advance,
    /** Waits for what real files or workers take time for, without the virtual time going on. */
    async until(look: () => unknown): Promise<void> {
      for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
        await clock.settle();
        if (look()) return;
        if (looks >= TURNS_AT_ONCE) await pause(1);
      }
      throw new Error(`never became true: ${look}`);
    },
    addJob: (fields: JobWords = {}): Job =>
      answerOf(commands.addJob(jobInput(fields), { actor: ANA, machineZone: 'UTC' })).job,
    update: (job: Job, patch: JobWords): Job =>
      answerOf(commands.updateJob(job.id, patch, { actor: ANA, machineZone: 'UTC' })).job,
    /** Asks for a run by hand and lets the engine look at it; the newest run of the job, if it was let in. */
    async run(job: Job): Promise<Run | undefined> {
      const before = runs(job).length;
      answerOf(commands.runNow(job.id, ANA));
      await clock.settle();
      return runs(job)[before];
    },
    /** Ends a run's process; its settlement is on disk afterwards. */
    async finish(run: Run | number | undefined, how: Parameters<typeof fake.finish>[1] = {}): Promise<void> {
      fake.finish(typeof run === 'object' ? run.id : (run ?? 0), how);
      await clock.settle();
    },
    async act<T>(result: Result<T>): Promise<T> {
      await clock.settle();
      return answerOf(result);
    },
    job: (job: Job | string): Job => {
      const found = current.store.jobs.get(idOf(job));
      if (found === undefined) throw new Error(`no job ${idOf(job)}`);
      return found;
    },
    jobs: (): { id: string }[] => rows('SELECT id FROM jobs ORDER BY created_at, id', (row) => row as { id: string }),
    runs,
    /** How the runs stand, in the order of their start. */
    statuses: (job?: Job | string): string[] => runs(job).map(({ status }) => status),
    dispatches,
    slots: (job: Job) => current.store.slots.list(job.id, 1_000).reverse(),
    approvals: (): Approval[] => rows('SELECT * FROM approvals ORDER BY id', toApproval),
    alerts: () => rows('SELECT * FROM alerts ORDER BY id', toAlert),
    messages: () => current.store.outbox.pending(1_000),
    /** What the guards said of the job's dispatches, oldest first: `wait pool-busy`, `start`. */
    why: (job: Job): string[] =>
      current.store.decisions
        .list(job.id, 1_000)
        .map(({ verdict, reason }) => (reason === undefined ? verdict : `${verdict} ${reason}`))
        .reverse(),
    /** The engine is gone without a word; its runs go on. */
    crash(): void {
      fake.crashEngine();
      gateway.crashEngine();
      current.die();
    },
    /** A new engine on the same database. */
    async start(changes: { maxActiveRuns?: number; zoneData?: string } = {}): Promise<StartAnswer> {
      zoneData = changes.zoneData ?? zoneData;
      maxActiveRuns = changes.maxActiveRuns ?? maxActiveRuns;
      current = boot();
      commands = commandsOf(current.store);
      await clock.settle();
      return current.answer;
    },
    async restart(): Promise<StartAnswer> {
      this.crash();
      return this.start();
    },
    async stop(graceMs = 0): Promise<void> {
      const stopped = current.engine.drain(graceMs);
      await clock.settle();
      await clock.advance(graceMs + 1);
      await stopped;
    },
  };
};

const toRun = rowReader<Run>({ json: ['requested_by', 'stop_requested_by', 'override'] });
const toDispatch = rowReader<Dispatch>({ json: ['requested_by', 'override'], booleans: ['queued'] });
const toApproval = rowReader<Approval>({ json: ['subject', 'requested_by', 'decided_by'] });
const toAlert = rowReader<{
  kind: string;
  key: string;
  count: number;
  state: string;
  severity: string;
  title: string;
}>();

const idOf = (job: Job | string): string => (typeof job === 'string' ? job : job.id);

export const answerOf = <T>(result: Result<T>): T => {
  if (result.kind !== 'done') throw new Error(`${result.code}: ${result.message}`);
  return result.value;
};

const countingIds = (): Ids => {
  let last = 0;
  const next = (word: string) => () => {
    last += 1;
    return `${word}${last}`;
  };
  return { jobId: next('j'), holderId: next('holder'), requestId: next('request') };
};
