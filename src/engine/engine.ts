import { ENGINE } from '../store/nouns/actor.ts';
import type { Lease } from '../store/nouns/lease.ts';
import type { Store } from '../store/store.ts';
import { isBusy } from '../store/store-error.ts';
import type { EngineSettings, Tenure } from './dispatch/context.ts';
import { createEmitter, type Emit } from './events.ts';
import { createHeartbeat } from './heartbeat.ts';
import { LeaseLost, takeLease } from './lease.ts';
import { busyWaitMs, createPatientWrite } from './patient-write.ts';
import type { Clock } from './ports/clock.ts';
import { watchDatabase } from './ports/database-watch.ts';
import type { Host } from './ports/host.ts';
import type { Log } from './ports/log.ts';
import type { Processes } from './ports/processes.ts';
import { recover } from './recover.ts';
import { type ClockReading, clockStep } from './rules/clock-step.ts';
import { createRunner } from './runner.ts';
import { type Ending, messageOf, tick } from './tick.ts';

export type EngineOptions = {
  store: Store;
  runsDir: string;
  clock: Clock;
  host: Host;
  processes: Processes;
  log: Log;
  claimant: { holderId: string; mode: Lease['mode']; version: string };
  settings: EngineSettings;
};

export type StartAnswer = { kind: 'running'; fence: number } | { kind: 'held'; lease: Lease };

export type Engine = {
  start(): StartAnswer;
  /** Looks at once for something to do; cheap when there is nothing. */
  wake(): void;
  on(listener: Emit): () => void;
  /** Resolves when nothing is due, running or waiting for a place. */
  idle(): Promise<void>;
  /** Nothing new starts; runs may end by themselves for `graceMs`, then they are stopped. A second call may shorten it. */
  drain(graceMs: number): Promise<void>;
  activeRuns(): number;
};

/** The ceiling on our sleep: a clock that is set shows within a second. */
const SLEEP_MAX_MS = 1_000;
const AFTER_ERROR_MS = 1_000;

type State = 'new' | 'running' | 'draining' | 'stopped';

export function createEngine(options: EngineOptions): Engine {
  const { store, clock, host, processes, log, settings, runsDir } = options;
  const { emit, on } = createEmitter((error) => log.error({ error: messageOf(error) }, 'a listener failed'));
  let state: State = 'new';
  let tenure: Tenure = { holderId: options.claimant.holderId, fence: 0 };
  let missedBefore = 0;
  let busyTries = 0;
  let reading: ClockReading = { wall: clock.now(), monotonic: clock.monotonic() };
  let cancelTimer: (() => void) | undefined;
  let watcher: { stop(): void } | undefined;
  const endings: Ending[] = [];
  const idlers = new Set<() => void>();

  const write = createPatientWrite(store, clock, () => store.lease.holds(tenure.holderId, tenure.fence));
  const executor = { processes, host, runsDir };
  const runner = createRunner({ store, clock, executor, write, emit }, (ending) => {
    endings.push(ending);
    armSoon();
  });
  const heartbeat = createHeartbeat({ store, clock, tenure: () => tenure, busy: runner.busy }, () =>
    stand('lease-lost'),
  );

  /** Another engine has taken over: whatever runs is its now, and nothing more may be written here. */
  const stand = (kind: 'lease-lost'): void => {
    state = 'stopped';
    release();
    runner.abandon();
    processes.release();
    emit({ kind });
    settleIdlers();
  };

  const release = (): void => {
    cancelTimer?.();
    watcher?.stop();
    heartbeat.stop();
  };

  const arm = (delayMs: number): void => {
    cancelTimer?.();
    cancelTimer = delayMs <= 0 ? clock.setSoon(pump) : clock.setTimer(Math.min(delayMs, SLEEP_MAX_MS), pump);
  };
  const armSoon = (): void => {
    if (state === 'running' || state === 'draining') arm(0);
  };

  const pump = (): void => {
    if (state !== 'running' && state !== 'draining') return;
    try {
      noticeClockStep();
      obeyStops();
      const more = work();
      busyTries = 0;
      arm(more ? 0 : untilNext());
      if (!more) settleIdlers();
    } catch (error) {
      afterError(error);
    }
  };

  const afterError = (error: unknown): void => {
    if (error instanceof LeaseLost) {
      stand('lease-lost');
    } else if (isBusy(error)) {
      if (busyTries === 0) emit({ kind: 'database-busy' });
      arm(busyWaitMs(busyTries));
      busyTries += 1;
    } else {
      log.error({ error: messageOf(error) }, 'the engine met an error');
      emit({ kind: 'engine-error', error: messageOf(error) });
      arm(AFTER_ERROR_MS);
    }
  };

  /** One batch, if anything is there to do; true when there may be more. */
  const work = (): boolean => {
    const now = clock.now();
    if (endings.length === 0 && (state !== 'running' || nextInstant() > now)) return false;
    const facts = { ...tenure, endings, missedBefore, admits: state === 'running', gatewayReady: false };
    const ticked = tick(store, { ...facts, maxActiveRuns: settings.maxActiveRuns }, now);
    for (const ending of endings.splice(0, ticked.settled)) runner.forget(ending.run);
    for (const event of ticked.events) emit(event);
    runner.begin(ticked.contexts);
    return ticked.more || endings.length > 0 || (state === 'running' && nextInstant() <= now);
  };

  const nextInstant = (): number =>
    Math.min(
      store.dispatches.earliest() ?? Number.POSITIVE_INFINITY,
      store.jobs.earliest() ?? Number.POSITIVE_INFINITY,
      store.approvals.earliest() ?? Number.POSITIVE_INFINITY,
    );

  const untilNext = (): number => (state === 'running' ? Math.max(1, nextInstant() - clock.now()) : SLEEP_MAX_MS);

  /** S-9. After a step every slot that lies behind us is a missed one; a step back repeats nothing, since slots are unique. */
  const noticeClockStep = (): void => {
    const before = reading;
    reading = { wall: clock.now(), monotonic: clock.monotonic() };
    const byMs = clockStep(before, reading);
    if (byMs === undefined) return;
    if (byMs > 0) missedBefore = reading.wall;
    const detail = `the clock stepped by ${Math.round(byMs / 1_000)} s, or the machine slept`;
    write(() =>
      store.alerts.raise({ kind: 'clock', key: 'clock', severity: 'warn', title: detail, detail }, reading.wall),
    );
    emit({ kind: 'clock-step', byMs });
  };

  /** A stop is a request in the database, whoever made it; its effect is ours. */
  const obeyStops = (): void => {
    for (const run of store.runs.stopping()) {
      if (run.stopStage === 'kill') runner.kill(run.id);
      else runner.stop(run.id);
    }
  };

  const isIdle = (): boolean =>
    endings.length === 0 && runner.busy() === 0 && (state !== 'running' || nextInstant() > clock.now());

  const settleIdlers = (): void => {
    if (state !== 'stopped' && !isIdle()) return;
    for (const settle of idlers) settle();
    idlers.clear();
  };

  const idle = (): Promise<void> =>
    new Promise((resolve) => {
      idlers.add(resolve);
      settleIdlers();
    });

  const stopRuns = (): void =>
    write(
      () => {
        for (const run of store.runs.active()) store.runs.requestStop(run.id, 'shutdown', ENGINE, clock.now());
      },
      () => armSoon(),
    );

  return {
    start() {
      const answer = takeLease(store, host, options.claimant, clock.now());
      if (answer.kind === 'held') return answer;
      tenure = { ...tenure, fence: answer.fence };
      missedBefore = clock.now();
      state = 'running';
      const recovered = recover({ store, clock, executor, runner });
      emit({ kind: 'engine-started', fence: answer.fence, recovered });
      heartbeat.start();
      watcher = watchDatabase(
        store.path,
        clock,
        () => store.db.pragma('data_version', { simple: true }) as number,
        armSoon,
      );
      arm(0);
      return { kind: 'running', fence: answer.fence };
    },
    wake: armSoon,
    on,
    idle,
    async drain(graceMs) {
      if (state === 'new' || state === 'stopped') return;
      if (state === 'running') emit({ kind: 'engine-stopping', activeRuns: runner.busy() });
      state = 'draining';
      runner.giveBack();
      armSoon();
      const cancelGrace = clock.setTimer(Math.max(0, graceMs), stopRuns);
      await idle();
      cancelGrace();
      if (hasStopped()) return;
      state = 'stopped';
      release();
      store.write(() => store.lease.release(tenure.holderId, tenure.fence));
      store.checkpoint();
      emit({ kind: 'engine-stopped' });
    },
    activeRuns: runner.busy,
  };

  // Asked through a function, because it may have changed while somebody waited.
  function hasStopped(): boolean {
    return state === 'stopped';
  }
}
