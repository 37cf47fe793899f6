import type { Lease } from '../store/nouns/lease.ts';
import { type Core, createCore, type EngineOptions } from './core.ts';
import type { Emit } from './events.ts';
import { createGatewayWatch } from './gateway-watch.ts';
import { createHeartbeat, type Heartbeat } from './heartbeat.ts';
import { checkAfterCrash } from './housekeeping/damage-watch.ts';
import { createHousekeeping, type Housekeeping } from './housekeeping.ts';
import { type LeaseTaken, takeLease } from './lease.ts';
import { createHandOver, drain, isDrained, type Leaving, standDown } from './leave.ts';
import { createLoop } from './loop.ts';
import { type DatabaseWatch, watchDatabase } from './ports/database-watch.ts';
import type { Readiness } from './ports/gateway.ts';
import { recover } from './recover.ts';
import { leaseAlert } from './rules/lease-alert.ts';
import { createTurner, isAtWork, nextInstant } from './turn.ts';

export type { EngineOptions } from './core.ts';

export type StartAnswer =
  /** `from`: who ran the engine before us and did not give it back. */
  { kind: 'running'; fence: number; from?: LeaseTaken['from'] } | { kind: 'held'; lease: Lease };

export type Engine = {
  /**
   * Takes the lease and recovers what an engine before left; refused while another one holds it, unless that is the
   * `silent` one, whose heartbeat has stood still since.
   */
  start(silent?: Lease): StartAnswer;
  /** Looks at once for something to do; cheap when there is nothing. */
  wake(): void;
  on(listener: Emit): () => void;
  /** Resolves when nothing is due, running or waiting for its settlement. */
  idle(): Promise<void>;
  /**
   * Nothing new starts; runs may end by themselves for `graceMs`. Then those that end with their engine are stopped, and
   * the others go on alone. A second call may shorten it.
   */
  drain(graceMs: number): Promise<void>;
  /** The console is gone and the engine goes on: whoever looks at the lease sees it. */
  becomeHeadless(): void;
  /** How it stands with the gateway. */
  gateway(): Readiness;
  /** Runs admitted and not settled. */
  activeRuns(): number;
  /** When it last did what it always has to do: the older of its last turn and its last heartbeat, monotonic. */
  aliveAt(): number;
};

/** A lease that was taken without its recovery would be held by an engine that does nothing. */
const RECOVERY_BUSY_MS = 5_000;

export function createEngine(options: EngineOptions): Engine {
  const { store, host, clock, claimant } = options;
  const core = createCore(options, () => wake());
  const idlers = createIdlers(() => core.state === 'stopped' || isIdle(core));
  const wake = (): void => {
    if (isAtWork(core)) parts.loop.soon();
  };
  const leaving: Leaving = { wake, idle: idlers.wait, stopParts: () => stopParts(parts), tellIdlers: idlers.look };
  const leaseLost = (because?: string): void => standDown(core, leaving, because);
  const handOver = createHandOver(core, leaving);
  const news = { idle: idlers.look, leaseLost, wished: handOver.begin, looked: handOver.look };
  const { turn } = createTurner(core, news);
  let turnedAt = clock.monotonic();
  const parts: Parts = {
    loop: createLoop(clock, () => {
      turnedAt = clock.monotonic();
      return turn();
    }),
    heartbeat: createHeartbeat(core, () => leaseLost()),
    watch: undefined,
    gatewayWatch: createGatewayWatch(core, wake),
    deliverer: core.deliverer,
    housekeeping: createHousekeeping(core, { lost: leaseLost, wake }),
    withdrawCheck: undefined,
  };

  return {
    start(silent) {
      const answer = takeLease({ store, host, now: clock.now() }, claimant, silent);
      if (answer.kind === 'held') return answer;
      store.patiently(RECOVERY_BUSY_MS, () => begin(core, answer));
      if (answer.afterCrash) parts.withdrawCheck = checkAfterCrash(core);
      parts.heartbeat.start();
      parts.gatewayWatch.start();
      parts.housekeeping.start();
      parts.watch = watchDatabase(store.path, clock, dataVersionOf(core), wake);
      parts.loop.soon();
      return { kind: 'running', fence: answer.fence, ...(answer.from === undefined ? {} : { from: answer.from }) };
    },
    wake,
    on: core.on,
    idle: idlers.wait,
    drain: (graceMs) => drain(core, leaving, graceMs),
    becomeHeadless() {
      core.write(() => store.lease.setMode('headless', core.tenure.holderId, core.tenure.fence));
    },
    gateway: () => options.gateway.readiness(),
    activeRuns: core.runner.busy,
    aliveAt: () => Math.min(turnedAt, parts.heartbeat.triedAt()),
  };
}

/** The lease is ours: what the holder before us left is put right before anything else happens. */
function begin(core: Core, { fence, afterCrash, setBackMs, from }: LeaseTaken): void {
  const { store, clock } = core.options;
  core.tenure = { ...core.tenure, fence };
  core.renewal.begin();
  core.missedBefore = clock.now();
  core.state = 'running';
  store.writeQuietly(() => store.lease.setPlaces(core.options.settings.maxActiveRuns));
  if (from?.state === 'silent') store.write(() => store.alerts.raise(leaseAlert(from.lease), clock.now()));
  core.emit({
    kind: 'engine-started',
    fence,
    recovered: recover(core, { stopped: afterCrash ? 'by-crash' : 'in-order', setBackMs }),
  });
}

type Parts = {
  loop: { soon(): void; stop(): void };
  deliverer: { stop(): void };
  heartbeat: Heartbeat;
  housekeeping: Housekeeping;
  watch: DatabaseWatch | undefined;
  gatewayWatch: { start(): void; stop(): void };
  /** The look at the whole database that follows a crash. */
  withdrawCheck: (() => void) | undefined;
};

function stopParts({ loop, heartbeat, watch, gatewayWatch, deliverer, housekeeping, withdrawCheck }: Parts): void {
  loop.stop();
  deliverer.stop();
  heartbeat.stop();
  housekeeping.stop();
  watch?.stop();
  gatewayWatch.stop();
  withdrawCheck?.();
}

const dataVersionOf =
  ({ options }: Core) =>
  (): number =>
    options.store.db.pragma('data_version', { simple: true }) as number;

function isIdle(core: Core): boolean {
  if (core.deliverer.busy() > 0) return false;
  if (core.state !== 'running') return isDrained(core);
  if (core.endings.length > 0 || core.runner.busy() > 0) return false;
  return nextInstant(core) > core.options.clock.now();
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
