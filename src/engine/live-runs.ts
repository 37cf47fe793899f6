import { ENGINE } from '../store/nouns/actor.ts';
import type { StopReason } from '../store/nouns/run.ts';
import type { Store } from '../store/store.ts';
import type { DispatchContext } from './dispatch/context.ts';
import type { PatientWrite } from './patient-write.ts';
import type { Clock } from './ports/clock.ts';
import type { ProcessEnd, Processes, ProcessIdentity } from './ports/processes.ts';
import type { ProcessPlan } from './strategies/strategy.ts';

/** A run whose process we follow. */
export type LiveRun = {
  context: DispatchContext;
  folder: string;
  identity: ProcessIdentity;
  plan: ProcessPlan;
  /** Monotonic; absent when another engine started it, so that no length is claimed that was not measured. */
  startedMonotonic?: number;
};

export type LiveRunTools = { store: Store; clock: Clock; processes: Processes; write: PatientWrite };

const WATCH_EVERY_MS = 250;

/** Keeps the limits of the runs whose processes live: time, silence and output; and carries out every stop in two stages. */
export function createLiveRuns(
  { store, clock, processes, write }: LiveRunTools,
  ended: (live: LiveRun, end: ProcessEnd) => void,
) {
  const live = new Map<
    number,
    LiveRun & { timers: Set<() => void>; silentSince: number; bytes: number; stopping: boolean; killed: boolean }
  >();
  let watching: (() => void) | undefined;

  const later = (runId: number, delayMs: number, act: () => void): void => {
    const entry = live.get(runId);
    if (entry === undefined) return;
    const cancel = clock.setTimer(delayMs, () => {
      entry.timers.delete(cancel);
      act();
    });
    entry.timers.add(cancel);
  };

  const request = (runId: number, reason: StopReason): void => {
    write(
      () => store.runs.requestStop(runId, reason, ENGINE, clock.now()),
      () => stop(runId),
    );
  };

  /** TERM, the grace, KILL; the stage is on disk before each signal, so that a successor knows who ended it. */
  const stop = (runId: number): void => {
    const entry = live.get(runId);
    if (entry === undefined || entry.stopping) return;
    entry.stopping = true;
    signal(runId, 'term');
    later(runId, entry.plan.graceMs, () => signal(runId, 'kill'));
  };

  const signal = (runId: number, stage: 'term' | 'kill'): void => {
    const entry = live.get(runId);
    if (entry === undefined || entry.killed) return;
    if (stage === 'kill') entry.killed = true;
    write(
      () => store.runs.setStopStage(runId, stage),
      () => {
        // It may have ended while the database was busy.
        if (live.has(runId)) processes.signalGroup(entry.identity.pid, stage === 'term' ? 'SIGTERM' : 'SIGKILL');
      },
    );
  };

  /** The wrapper is gone, but grandchildren that ignore TERM, or outlived a KILL of the wrapper alone, are still there. */
  const killLeftovers = (pid: number): void => {
    if (processes.tree(pid).length > 0) processes.signalGroup(pid, 'SIGKILL');
  };

  const lookAtOutput = (): void => {
    const now = clock.monotonic();
    for (const [runId, entry] of live) {
      const { out, err } = processes.outputBytes(entry.folder);
      if (out + err !== entry.bytes) {
        entry.bytes = out + err;
        entry.silentSince = now;
      }
      if (entry.stopping) continue;
      const { idleTimeoutMs, outputMaxBytes } = entry.plan;
      if (entry.bytes > outputMaxBytes) request(runId, 'output-limit');
      else if (idleTimeoutMs !== undefined && now - entry.silentSince >= idleTimeoutMs) request(runId, 'timeout');
    }
    watching = live.size === 0 ? undefined : clock.setTimer(WATCH_EVERY_MS, lookAtOutput);
  };

  return {
    /** `limitMs` is what is left of the time limit. */
    follow(run: LiveRun, end: Promise<ProcessEnd>, limitMs: number): void {
      const runId = run.context.run.id;
      live.set(runId, {
        ...run,
        timers: new Set(),
        silentSince: clock.monotonic(),
        bytes: 0,
        stopping: false,
        killed: false,
      });
      later(runId, Math.max(0, limitMs), () => request(runId, 'timeout'));
      watching ??= clock.setTimer(WATCH_EVERY_MS, lookAtOutput);
      const over = (how: ProcessEnd): void => {
        const entry = live.get(runId);
        if (entry === undefined) return;
        live.delete(runId);
        for (const cancel of entry.timers) cancel();
        if (entry.stopping || how.kind === 'vanished') killLeftovers(entry.identity.pid);
        ended(run, how);
      };
      end.then(over, (error: unknown) => over({ kind: 'failed', reason: String(error) }));
    },
    stop,
    /** KILL at once, for somebody who does not want to wait for the grace. */
    kill(runId: number): void {
      const entry = live.get(runId);
      if (entry === undefined) return;
      entry.stopping = true;
      signal(runId, 'kill');
    },
    has: (runId: number): boolean => live.has(runId),
    size: (): number => live.size,
    /** Forgets everything, for an engine that lets its runs go on alone. */
    abandon(): void {
      watching?.();
      for (const entry of live.values()) for (const cancel of entry.timers) cancel();
      live.clear();
    },
  };
}
