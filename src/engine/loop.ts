import type { Clock } from './ports/clock.ts';

/** The ceiling on a sleep: a clock that is set, and whatever a timer missed, shows within a second. */
const SLEEP_MAX_MS = 1_000;

export type Loop = {
  /** Turns as soon as everything else that waits has been served. */
  soon(): void;
  stop(): void;
};

/** Calls `turn` again and again; it answers how long to sleep in ms, 0 for not at all, undefined for never again. */
export function createLoop(clock: Clock, turn: () => number | undefined): Loop {
  let cancel: (() => void) | undefined;
  let turning = false;
  let wanted = false;
  const arm = (delayMs: number | undefined): void => {
    cancel?.();
    if (delayMs === undefined) cancel = undefined;
    else cancel = delayMs <= 0 ? clock.setSoon(run) : clock.setTimer(Math.min(delayMs, SLEEP_MAX_MS), run);
  };
  const run = (): void => {
    turning = true;
    wanted = false;
    const delayMs = turn();
    turning = false;
    arm(wanted && delayMs !== undefined ? 0 : delayMs);
  };
  return {
    // Asked for in the middle of a turn, whose answer would otherwise put it off.
    soon() {
      if (turning) wanted = true;
      else arm(0);
    },
    stop: () => arm(undefined),
  };
}
