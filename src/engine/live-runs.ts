import type { Job } from '../store/nouns/job.ts';
import type { Store } from '../store/store.ts';
import type { DispatchContext } from './dispatch/context.ts';
import { createEscapeWatch } from './escape-watch.ts';
import type { Emit } from './events.ts';
import type { Tailer } from './output/tailer.ts';
import { createOutputWatch } from './output-watch.ts';
import type { PatientWrite } from './patient-write.ts';
import type { Clock } from './ports/clock.ts';
import type { ProcessEnd, Processes, ProcessIdentity } from './ports/processes.ts';
import type { SecretKeeper } from './redact/secret-keeper.ts';
import { createStops } from './stops.ts';
import type { ProcessPlan } from './strategies/strategy.ts';

/** A run whose process we follow. */
export type LiveRun = {
  context: DispatchContext;
  folder: string;
  identity: ProcessIdentity;
  plan: ProcessPlan;
  startedAt: number;
  /** Monotonic; absent when another engine started it and nobody can say how long ago. */
  startedMonotonic?: number;
};

/** A live run with what its limits need. */
export type LiveEntry = LiveRun & {
  timers: Set<() => void>;
  tailer?: Tailer;
  bytes: number;
  /** Monotonic instant of the last byte seen. */
  silentSince: number;
  stage: 'runs' | 'terminating' | 'killed';
};

export type LiveRunTools = {
  store: Store;
  clock: Clock;
  processes: Processes;
  secrets: SecretKeeper;
  write: PatientWrite;
  emit: Emit;
};

/** Keeps the limits of the runs whose processes live: time, silence and output; and hands over how each ended. */
export function createLiveRuns(tools: LiveRunTools, ended: (live: LiveRun, end: ProcessEnd) => void) {
  const { clock } = tools;
  const live = new Map<number, LiveEntry>();
  const stops = createStops(tools, live);
  const escapes = createEscapeWatch(tools);
  const output = createOutputWatch(tools, live, stops);

  const over = (runId: number, how: ProcessEnd): void => {
    const entry = live.get(runId);
    if (entry === undefined) return;
    live.delete(runId);
    letGo(entry);
    if (entry.stage !== 'runs' || how.kind === 'vanished') stops.killLeftovers(entry);
    escapes.look(entry);
    ended(entry, how);
  };

  return {
    /** `limitMs` is what is left of the time limit. */
    follow(run: LiveRun, end: Promise<ProcessEnd>, limitMs: number): void {
      const runId = run.context.run.id;
      live.set(runId, { ...run, timers: new Set(), bytes: 0, silentSince: clock.monotonic(), stage: 'runs' });
      stops.later(runId, Math.max(0, limitMs), () => stops.request(runId, 'timeout'));
      output.start();
      end.then(
        (how) => over(runId, how),
        (error: unknown) => over(runId, { kind: 'failed', reason: String(error) }),
      );
    },
    stop: stops.stop,
    kill: stops.kill,
    has: (runId: number): boolean => live.has(runId),
    size: (): number => live.size,
    /** The jobs of the runs that live, as they were when they started. */
    jobs: (): Job[] => [...live.values()].map(({ context }) => context.job),
    /** Forgets everything, for an engine that lets its runs go on alone. */
    abandon(): void {
      output.stop();
      escapes.stop();
      for (const entry of live.values()) letGo(entry);
      live.clear();
    },
  };
}

function letGo(entry: LiveEntry): void {
  for (const cancel of entry.timers) cancel();
  entry.tailer?.stop();
}
