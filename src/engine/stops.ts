import { ENGINE } from '../store/nouns/actor.ts';
import type { StopReason } from '../store/nouns/run.ts';
import type { LiveEntry, LiveRunTools } from './live-runs.ts';
import type { Clock } from './ports/clock.ts';

/**
 * Between its fork and its exec the job's shell still has the wrapper's trap, which swallows a TERM: a run that is
 * stopped in its first moments gets a second one.
 */
const YOUNG_MS = 1_000;
const TERM_AGAIN_AFTER_MS = 250;

/** How a live run is stopped: the request, TERM, the grace, KILL; each is on disk before it happens. */
export function createStops({ store, clock, processes, write }: LiveRunTools, live: ReadonlyMap<number, LiveEntry>) {
  const later = (runId: number, delayMs: number, act: () => void): void =>
    runTimer(clock, live.get(runId), delayMs, act);

  /** The stage is written before the signal, so that a successor knows who ended the run. */
  const signal = (runId: number, entry: LiveEntry, stage: 'term' | 'kill'): void =>
    write(
      () => store.runs.setStopStage(runId, stage),
      () => {
        // It may have ended while the database was busy.
        if (!live.has(runId)) return;
        processes.signalGroup(entry.identity.pid, stage === 'term' ? 'SIGTERM' : 'SIGKILL');
        if (stage === 'term' && isYoung(entry, clock.monotonic())) {
          later(runId, TERM_AGAIN_AFTER_MS, () => termAgain(runId, entry));
        }
      },
    );

  const stop = (runId: number): void => {
    const entry = live.get(runId);
    if (entry === undefined || entry.stage !== 'runs') return;
    entry.stage = 'terminating';
    signal(runId, entry, 'term');
    later(runId, entry.plan.graceMs, () => kill(runId));
  };

  const termAgain = (runId: number, entry: LiveEntry): void => {
    if (live.has(runId) && entry.stage === 'terminating') processes.signalGroup(entry.identity.pid, 'SIGTERM');
  };

  const kill = (runId: number): void => {
    const entry = live.get(runId);
    if (entry === undefined || entry.stage === 'killed') return;
    entry.stage = 'killed';
    signal(runId, entry, 'kill');
  };

  return {
    later,
    stop,
    /** KILL at once, for somebody who does not want to wait for the grace. */
    kill,
    /** A stop of our own making, for a limit. */
    request: (runId: number, reason: StopReason): void =>
      write(
        () => store.runs.requestStop(runId, reason, ENGINE, clock.now()),
        () => stop(runId),
      ),
    /** The wrapper is gone, but grandchildren that ignore TERM, or outlived a KILL of the wrapper alone, may live on. */
    killLeftovers({ identity }: LiveEntry): void {
      if (processes.tree(identity.pid).length > 0) processes.signalGroup(identity.pid, 'SIGKILL');
    },
  };
}

const isYoung = ({ startedMonotonic }: LiveEntry, now: number): boolean =>
  startedMonotonic !== undefined && now - startedMonotonic < YOUNG_MS;

/** A timer that goes with its run. */
function runTimer(clock: Clock, entry: LiveEntry | undefined, delayMs: number, act: () => void): void {
  if (entry === undefined) return;
  const cancel = clock.setTimer(delayMs, () => {
    entry.timers.delete(cancel);
    act();
  });
  entry.timers.add(cancel);
}
