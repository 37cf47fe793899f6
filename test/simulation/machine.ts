import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { claimOf } from '../../src/engine/lease.ts';
import type { Host } from '../../src/engine/ports/host.ts';
import type { Ids } from '../../src/engine/ports/ids.ts';
import { silentLog } from '../../src/engine/ports/log.ts';
import { DELIVERY_DEFAULTS } from '../../src/engine/rules/delivery.ts';
import type { Lease } from '../../src/store/nouns/lease.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { sqliteError, tapStatements } from '../faults/statement-tap.ts';
import { createFakeGateway } from '../support/fake-gateway.ts';
import { createFakeProcesses } from '../support/fake-processes.ts';
import { createVirtualClock } from '../support/virtual-clock.ts';
import { createLife, Killed, livingDelivery, livingGateway, livingProcesses } from './life.ts';
import type { Fault } from './moves.ts';
import { createPost } from './post.ts';
import { type Watchers, watchConnection } from './watchers.ts';

export const ACTIVE_RUNS_MAX = 5;
/** More than the eight seconds after which a silent engine is replaced. */
const SILENT_FOR_MS = 9_000;

const EFFECT = 'effect';
const TAKES_BACK = /^(ROLLBACK|RELEASE)/;

/** What a fault needs to know of the engine that it strikes. */
export type Frozen = { pid: number; store: Store; kill(): void };

export type Machine = ReturnType<typeof createMachine>;
export type EngineProcess = ReturnType<Machine['boot']>;

/** A computer without hardware: the real store on a memory file system, the real engine, and everything else made up. */
export const createMachine = (folder: string, watchers: Watchers) => {
  const directory = mkdtempSync(join(folder, 'simulation-'));
  const path = join(directory, 'openclaw.db');
  const clock = createVirtualClock();
  const fake = createFakeProcesses();
  const gateway = createFakeGateway(clock, 'ok');
  const post = createPost();
  const ids = countingIds();
  const alive = new Set<number>();
  let lastPid = 100;
  let bootCount = 1;
  let fault: Fault | undefined;
  /** Called when an engine is frozen in the middle of something. */
  let replaced: (frozen: Frozen) => void = () => {};

  const open = (): Store => {
    const store = openStore({ path, role: 'engine' });
    // Nobody cuts the power here, and nobody holds the lock for longer than a statement.
    store.db.pragma('synchronous = OFF');
    store.db.pragma('busy_timeout = 0');
    watchConnection(store.db, watchers);
    return store;
  };

  /** Counts down to the fault that was armed, and lets it happen. */
  const strike = (process: Frozen, what: string): void => {
    // Taking back never fails: it needs no room and no lock.
    if (fault === undefined || TAKES_BACK.test(what)) return;
    if (fault.at > 1) fault = { ...fault, at: fault.at - 1 };
    else if (fault.kind === 'crash') {
      fault = undefined;
      process.kill();
      throw new Killed();
    } else if (fault.kind === 'error' && what !== EFFECT) {
      const { code, times, undoes } = fault;
      fault = times > 1 ? { ...fault, times: times - 1 } : undefined;
      if (undoes === 'transaction' && process.store.db.inTransaction) process.store.db.exec('ROLLBACK');
      throw sqliteError(code);
    } else if (fault.kind === 'replaced' && !process.store.db.inTransaction) {
      fault = undefined;
      replaced(process);
    }
  };

  const boot = (silent?: Lease) => {
    lastPid += 1;
    const pid = lastPid;
    alive.add(pid);
    const life = createLife();
    const timers = clock.life();
    const store = open();
    const host = hostOf(pid, alive, directory, () => bootCount);
    const claimant = { holderId: ids.holderId(), mode: 'headless' as const, version: '0.0.0' };
    const guard = (what: string): void => {
      if (life.state() === 'gone') throw new Killed();
      strike(self, what);
    };
    const processes = fake.openPort();
    const engine: Engine = createEngine({
      store,
      runsDir: join(directory, 'runs'),
      claimant,
      settings: {
        maxActiveRuns: ACTIVE_RUNS_MAX,
        graceMs: 30_000,
        delivery: { ...DELIVERY_DEFAULTS, webhooks: { pager: { url: 'https://pager.example/hook' } } },
      },
      clock: timers,
      host,
      processes: livingProcesses(processes, life, () => guard(EFFECT)),
      delivery: livingDelivery(post.port, life, () => guard(EFFECT)),
      gateway: livingGateway(gateway.connect(), life, () => guard(EFFECT)),
      disk: { room: () => ({ freeBytes: 50e9, totalBytes: 100e9 }), check: async () => undefined },
      log: silentLog,
    });
    const self = {
      engine,
      store,
      pid,
      life,
      timers,
      host,
      claimant,
      /** SIGKILL: nothing of it happens any more, and the system takes back the lock that it held. */
      kill(): void {
        if (life.state() !== 'gone' && store.db.inTransaction) store.db.exec('ROLLBACK');
        alive.delete(pid);
        life.end();
        timers.end();
        processes.release();
      },
      /** After `kill`, outside of whatever it was in the middle of. */
      bury: (): void => void store.close(),
      /** Resolved by the virtual time only. */
      answer: undefined as ReturnType<Engine['start']> | undefined,
      ask: (): void => store.write(() => store.lease.ask({ ...claimOf(host, claimant), at: clock.now() })),
      begin(): void {
        self.answer = engine.start(silent);
      },
    };
    tapStatements(store.db, (sql) => {
      guard(sql);
      watchers.statement(self, sql);
    });
    engine.on((event) => life.admit(() => watchers.event(self, event)));
    return self;
  };

  return {
    directory,
    path,
    clock,
    fake,
    gateway,
    post,
    ids,
    open,
    boot,
    arm: (next: Fault | undefined): void => {
      fault = next;
    },
    armed: () => fault,
    onReplaced: (act: (frozen: Frozen) => void): void => {
      replaced = act;
    },
    /** So long that whoever was frozen meanwhile counts as silent. */
    freezeTime: (): void => clock.freeze(SILENT_FOR_MS),
    reboot(): void {
      bootCount += 1;
      fake.reboot();
    },
    remove: (): void => rmSync(directory, { recursive: true, force: true }),
  };
};

const countingIds = (): Ids => {
  let last = 0;
  const next = (word: string) => () => {
    last += 1;
    return `${word}${last}`;
  };
  return { jobId: next('j'), holderId: next('holder'), requestId: next('request') };
};

const hostOf = (pid: number, alive: ReadonlySet<number>, homeDir: string, bootCount: () => number): Host => ({
  user: 'ops',
  hostname: 'box',
  bootId: `boot-${bootCount()}`,
  uptimeMs: () => 3_600_000,
  homeDir,
  defaultShell: '/bin/sh',
  timeZone: 'UTC',
  pid,
  pidStart: String(pid * 10),
  env: {},
  isAlive: (other) => alive.has(other.pid) && other.pidStart === String(other.pid * 10),
  isEnding: () => false,
  isAwake: () => false,
});
