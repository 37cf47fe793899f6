import { setTimeout as sleep } from 'node:timers/promises';
import { type Commands, createCommands } from '../../src/engine/commands.ts';
import type { Job } from '../../src/store/nouns/job.ts';
import type { Store } from '../../src/store/store.ts';
import { ANA, jobInput } from '../support/builders.ts';
import { JOBS } from './jobs.ts';
import { Killed } from './life.ts';
import { ACTIVE_RUNS_MAX, createMachine, type EngineProcess, type Frozen } from './machine.ts';
import { createWatchers } from './watchers.ts';

export type World = Awaited<ReturnType<typeof createWorld>>;

const BY_ANA = { actor: ANA, machineZone: 'UTC' };
/** Reading outputs for a chain takes real time, a millisecond or two. */
const LOOKS_MAX = 30_000;

/** A machine with an engine, one that may have been replaced beside it, and people who give commands. */
export const createWorld = async (folder: string) => {
  const watchers = createWatchers();
  const machine = createMachine(folder, watchers);
  const store: Store = machine.open();
  const { clock } = machine;
  let current: EngineProcess | undefined;
  /** Engines that were replaced and do not know it yet, or have let go by now. */
  let former: EngineProcess[] = [];
  let isFrozen = false;
  const commands: Commands = createCommands(store, {
    clock,
    ids: machine.ids,
    maxActiveRuns: ACTIVE_RUNS_MAX,
    changed: () => {
      if (!isFrozen) current?.engine.wake();
    },
  });

  /** A kill shows as a throw wherever its engine was, and nowhere else. */
  const orKilled = async (act: () => Promise<unknown> | unknown): Promise<void> => {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
  };

  const start = async (): Promise<void> => {
    const silent = store.lease.current();
    const next = machine.boot(silent);
    current = next;
    try {
      next.begin();
    } catch (error) {
      // A start that meets a fault of the disk ends its process; somebody starts it again.
      if (!(error instanceof Killed) && !isInjected(error)) throw error;
      next.kill();
    }
    await reap();
  };

  /** Buries who was killed, and starts a new engine where none is left. */
  const reap = async (): Promise<void> => {
    const gone = former.filter(({ life }) => life.state() === 'gone');
    for (const one of gone) one.bury();
    former = former.filter((one) => !gone.includes(one));
    if (current === undefined || current.life.state() !== 'gone') return;
    current.bury();
    current = undefined;
    isFrozen = false;
    await start();
  };

  const replace = ({ pid }: Frozen): void => {
    const frozen = current;
    if (frozen?.pid !== pid || frozen.answer?.kind !== 'running' || frozen.life.state() !== 'awake') return;
    machine.freezeTime();
    const next = machine.boot(store.lease.current());
    next.begin();
    if (next.answer?.kind !== 'running') {
      next.kill();
      next.bury();
      return;
    }
    watchers.isReplaced(frozen.pid);
    former.push(frozen);
    current = next;
  };
  machine.onReplaced(replace);

  const advance = async (ms: number): Promise<void> => {
    await orKilled(() => clock.advance(ms));
    await reap();
    await quiet();
  };

  /** Waits for what really reads files, without the virtual time going on. */
  const quiet = async (): Promise<void> => {
    for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
      await orKilled(clock.settle);
      await reap();
      if (!process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'))) return;
      await sleep(1);
    }
    throw new Error('the world never came to rest');
  };

  for (const [index, { parent, ...fields }] of JOBS.entries()) {
    const input = jobInput({ ...fields, ...(parent === undefined ? {} : { parent_id: `j${parent + 1}` }) });
    const added = commands.addJob(input, BY_ANA);
    if (added.kind !== 'done') throw new Error(`job ${index}: ${added.message}`);
  }
  store.write(() => store.pools.set('net', 2));
  await start();

  return {
    machine,
    watchers,
    store,
    commands,
    clock,
    fake: machine.fake,
    gateway: machine.gateway,
    now: clock.now,
    current: () => current,
    isFrozen: () => isFrozen,
    advance,
    jobs: (): string[] => ids(store, 'SELECT id FROM jobs ORDER BY created_at, rowid'),
    /** SIGKILL, and a new engine that recovers from the file. */
    async crash(): Promise<void> {
      current?.kill();
      await reap();
    },
    async reboot(): Promise<void> {
      current?.kill();
      for (const one of former) one.kill();
      machine.reboot();
      await reap();
    },
    freeze(): void {
      if (isFrozen || current === undefined) return;
      isFrozen = true;
      current.life.freeze();
      current.timers.stop();
    },
    /** After so long another engine has the lease; the one that wakes up finds that out. */
    async thaw(): Promise<void> {
      const frozen = current;
      if (!isFrozen || frozen === undefined) return;
      isFrozen = false;
      machine.freezeTime();
      watchers.isReplaced(frozen.pid);
      former.push(frozen);
      await start();
      await orKilled(() => {
        frozen.timers.goOn();
        frozen.life.thaw();
      });
      await advance(0);
    },
    /** Another engine asks for the lease, and gets it. */
    async handOver(): Promise<void> {
      if (isFrozen || current === undefined) return;
      const holder = current;
      const next = machine.boot();
      try {
        next.ask();
        await advance(5_000);
        if (current === holder) next.begin();
      } catch (error) {
        if (!(error instanceof Killed) && !isInjected(error)) throw error;
      }
      if (current !== holder || next.answer?.kind !== 'running') {
        next.kill();
        next.bury();
        // It died of its start, after the holder had given the lease away: that one's process is over as well.
        if (current === holder && store.lease.current()?.pid !== holder.pid) {
          holder.kill();
          await reap();
        }
        return;
      }
      holder.kill();
      holder.bury();
      current = next;
      await advance(0);
    },
    /** SIGTERM without a grace, and a new engine. */
    async stop(): Promise<void> {
      if (isFrozen || current === undefined) return;
      const stopping = current;
      stopping.engine.drain(0).catch((error: unknown) => {
        if (!(error instanceof Killed)) watchers.complain(`a drain failed: ${error}`);
      });
      await advance(10_000);
      if (current !== stopping) return;
      stopping.kill();
      await reap();
    },
    /** Those that were replaced end as well. */
    buryFormer(): void {
      for (const one of former) {
        one.kill();
        one.bury();
      }
      former = [];
    },
    /** `keep` leaves the database where it is, for somebody to look at. */
    close(files: 'keep' | 'remove'): void {
      machine.arm(undefined);
      for (const one of [...former, ...(current === undefined ? [] : [current])]) {
        one.kill();
        one.bury();
      }
      store.close();
      if (files === 'remove') machine.remove();
    },
    job: (id: string): Job | undefined => store.jobs.get(id),
  };
};

const ids = (store: Store, sql: string): string[] =>
  store.db
    .prepare(sql)
    .all()
    .map((row) => (row as { id: string }).id);

const isInjected = (error: unknown): boolean =>
  String((error as { code?: unknown } | null)?.code ?? '').startsWith('SQLITE_');
