import { ENGINE } from '../store/nouns/actor.ts';
import type { Lease } from '../store/nouns/lease.ts';
import { isBusy } from '../store/store-error.ts';
import { type Core, createCore, type EngineOptions } from './core.ts';
import type { Emit } from './events.ts';
import { createHeartbeat, type Heartbeat } from './heartbeat.ts';
import { createHousekeeping, type Housekeeping } from './housekeeping.ts';
import { takeLease } from './lease.ts';
import { createLoop } from './loop.ts';
import { busyWaitMs } from './patient-write.ts';
import { type DatabaseWatch, watchDatabase } from './ports/database-watch.ts';
import { recover } from './recover.ts';
import { createTurner, nextInstant } from './turn.ts';

export type { EngineOptions } from './core.ts';

export type StartAnswer = { kind: 'running'; fence: number } | { kind: 'held'; lease: Lease };

export type Engine = {
  /** Takes the lease and recovers what an engine before left; refused while another one holds it. */
  start(): StartAnswer;
  /** Looks at once for something to do; cheap when there is nothing. */
  wake(): void;
  on(listener: Emit): () => void;
  /** Resolves when nothing is due, running or waiting for its settlement. */
  idle(): Promise<void>;
  /** Nothing new starts; runs may end by themselves for `graceMs`, then they are stopped. A second call may shorten it. */
  drain(graceMs: number): Promise<void>;
  /** Runs admitted and not settled. */
  activeRuns(): number;
};

export function createEngine(options: EngineOptions): Engine {
  const core = createCore(options, () => wake());
  const idlers = createIdlers(() => core.state === 'stopped' || isIdle(core));
  const turner = createTurner(core, { idle: idlers.look, leaseLost: () => standDown(core, parts, idlers.look) });
  const loop = createLoop(options.clock, turner.turn);
  const heartbeat = createHeartbeat(core, () => standDown(core, parts, idlers.look));
  const housekeeping = createHousekeeping(core, () => standDown(core, parts, idlers.look));
  const parts: Parts = { loop, heartbeat, watch: undefined, deliverer: core.deliverer, housekeeping };

  const wake = (): void => {
    if (core.state === 'running' || core.state === 'draining') loop.soon();
  };

  return {
    start() {
      const answer = takeLease(options.store, options.host, options.claimant, options.clock.now());
      if (answer.kind === 'held') return answer;
      core.tenure = { ...core.tenure, fence: answer.fence };
      core.missedBefore = options.clock.now();
      core.state = 'running';
      core.emit({ kind: 'engine-started', fence: answer.fence, recovered: recover(core) });
      heartbeat.start();
      housekeeping.start();
      parts.watch = watchDatabase(options.store.path, options.clock, dataVersionOf(core), wake);
      loop.soon();
      return { kind: 'running', fence: answer.fence };
    },
    wake,
    on: core.on,
    idle: idlers.wait,
    drain: (graceMs) => drain(core, parts, { graceMs, wake, idle: idlers.wait }),
    activeRuns: core.runner.busy,
  };
}

/** A good eight seconds. */
const RELEASE_TRIES_MAX = 36;

type Parts = {
  loop: { stop(): void };
  deliverer: { stop(): void };
  heartbeat: Heartbeat;
  housekeeping: Housekeeping;
  watch: DatabaseWatch | undefined;
};

function stopParts({ loop, heartbeat, watch, deliverer, housekeeping }: Parts): void {
  loop.stop();
  deliverer.stop();
  heartbeat.stop();
  housekeeping.stop();
  watch?.stop();
}

const dataVersionOf =
  ({ options }: Core) =>
  (): number =>
    options.store.db.pragma('data_version', { simple: true }) as number;

/** Another engine has taken over: whatever runs is its now, and nothing more may be written here. */
function standDown(core: Core, parts: Parts, tellIdlers: () => void): void {
  core.state = 'stopped';
  stopParts(parts);
  core.runner.abandon();
  core.options.processes.release();
  core.emit({ kind: 'lease-lost' });
  tellIdlers();
}

type DrainTools = { graceMs: number; wake(): void; idle(): Promise<void> };

async function drain(core: Core, parts: Parts, { graceMs, wake, idle }: DrainTools): Promise<void> {
  const { clock, store } = core.options;
  if (core.state === 'new' || core.state === 'stopped') return;
  if (core.state === 'running') core.emit({ kind: 'engine-stopping', activeRuns: core.runner.busy() });
  core.state = 'draining';
  core.runner.giveBack();
  wake();
  const cancelGrace = clock.setTimer(Math.max(0, graceMs), () => stopRuns(core, wake));
  await idle();
  cancelGrace();
  if (hasStopped(core)) return;
  core.state = 'stopped';
  stopParts(parts);
  await giveLeaseBack(core);
  store.checkpoint();
  core.emit({ kind: 'engine-stopped' });
}

/** Waits for a busy database, since a lease that is kept looks like a crash to the next engine. */
async function giveLeaseBack(core: Core, tries = 0): Promise<void> {
  const { store, clock } = core.options;
  const { holderId, fence } = core.tenure;
  try {
    store.write(() => store.lease.release(holderId, fence));
  } catch (error) {
    if (!isBusy(error) || tries >= RELEASE_TRIES_MAX) throw error;
    await new Promise<void>((resolve) => clock.setTimer(busyWaitMs(tries), resolve));
    await giveLeaseBack(core, tries + 1);
  }
}

/** Asked through a function, because it may have changed while somebody waited. */
const hasStopped = (core: Core): boolean => core.state === 'stopped';

function stopRuns({ options: { store, clock }, write, deliverer }: Core, wake: () => void): void {
  deliverer.stop();
  write(() => {
    for (const run of store.runs.active()) store.runs.requestStop(run.id, 'shutdown', ENGINE, clock.now());
  }, wake);
}

function isIdle(core: Core): boolean {
  if (core.endings.length > 0 || core.runner.busy() > 0 || core.deliverer.busy() > 0) return false;
  return core.state !== 'running' || nextInstant(core) > core.options.clock.now();
}

/** Those who wait until the engine has nothing to do. */
function createIdlers(isTime: () => boolean): { wait(): Promise<void>; look(): void } {
  const waiting = new Set<() => void>();
  const look = (): void => {
    if (waiting.size === 0 || !isTime()) return;
    for (const settle of waiting) settle();
    waiting.clear();
  };
  const wait = (): Promise<void> =>
    new Promise((resolve) => {
      waiting.add(resolve);
      look();
    });
  return { wait, look };
}
