import type { Clock } from './ports/clock.ts';

/** A moment without a settlement: removing a folder costs 0.1 ms to 0.3 ms, which a burst of runs has better use for. */
const QUIET_MS = 100;
/** What a slice removes, so that a key press waits no longer than it does for a few starts. */
const SLICE_MAX = 16;
/** So many may wait: on an engine that is never quiet they go as fast as they come. */
export const SETTLED_FOLDERS_MAX = 2_000;

export type SettledFolders = {
  /** The run is settled on disk; its folder goes in a quiet moment. */
  add(runId: number): void;
  /** Removes all that wait, at the end of an engine; what a crash leaves is swept by the next one. */
  clear(): void;
};

export function createSettledFolders(clock: Clock, remove: (runId: number) => void): SettledFolders {
  let waiting: number[] = [];
  let cancel: (() => void) | undefined;

  const removeSome = (): void => {
    for (const runId of waiting.splice(0, SLICE_MAX)) remove(runId);
    cancel = waiting.length > 0 ? clock.setSoon(removeSome) : undefined;
  };

  return {
    add(runId) {
      waiting.push(runId);
      if (waiting.length > SETTLED_FOLDERS_MAX) for (const id of waiting.splice(0, SLICE_MAX)) remove(id);
      cancel?.();
      cancel = clock.setTimer(QUIET_MS, removeSome);
    },
    clear() {
      cancel?.();
      cancel = undefined;
      for (const runId of waiting) remove(runId);
      waiting = [];
    },
  };
}
