import { isStorageFault } from '../store/store-error.ts';
import type { DispatchContext } from './dispatch/context.ts';
import type { Failpoint } from './failpoint.ts';
import type { Clock } from './ports/clock.ts';
import type { Started } from './start-marks.ts';
import { beginStretch, type Stretch } from './stretch.ts';

/** Spawns are synchronous, some 2 ms each, and several times that on a busy machine: more in a row would keep a key waiting. */
const SPAWNS_A_SLICE_MAX = 4;
/** How long what was admitted waits until it is looked again whether we still hold the lease. */
const NOT_SURE_MS = 250;

export type StarterTools = {
  clock: Clock;
  wake(): void;
  /** False while another engine may have replaced us: then nothing is started. */
  mayStart(): boolean;
  failed(error: unknown): void;
  failpoint: Failpoint;
};

/** Starts a few runs at a time and lets the event loop serve others in between. */
export function createStarter(
  { clock, wake, mayStart, failed, failpoint }: StarterTools,
  started: (running: readonly Started[]) => void,
  start: (context: DispatchContext) => Started | undefined,
) {
  const waiting: DispatchContext[] = [];
  let slice: (() => void) | undefined;

  const startSlice = (stretch: Stretch): void => {
    slice = undefined;
    const running: Started[] = [];
    const goesOn = startSome(running, stretch);
    started(running);
    // The starts are written with whatever comes next, at the latest when the last of them is made.
    if (waiting.length === 0) wake();
    else if (goesOn) soon();
    else slice ??= clock.setTimer(NOT_SURE_MS, () => startSlice(beginStretch(clock)));
  };
  const soon = (): void => {
    const askedAt = clock.monotonic();
    slice ??= clock.setSoon(() => startSlice(beginStretch(clock, askedAt)));
  };

  /** False when the others have to wait for more than their turn. */
  const startSome = (running: Started[], stretch: Stretch): boolean => {
    for (let spawns = 0; spawns < SPAWNS_A_SLICE_MAX; spawns += 1) {
      if (waiting.length === 0 || (spawns > 0 && stretch.isOver())) break;
      if (!mayStart()) return false;
      failpoint('before-spawn');
      const couldStart = startFirst(waiting, failed, (context) => {
        const one = start(context);
        if (one !== undefined) running.push(one);
      });
      if (!couldStart) return false;
      failpoint('spawned');
    }
    return mayStart();
  };

  return {
    begin(contexts: readonly DispatchContext[], stretch: Stretch): void {
      waiting.push(...contexts);
      if (waiting.length === 0 || slice !== undefined) return;
      if (stretch.isOver()) soon();
      else startSlice(stretch);
    },
    waiting: (): number => waiting.length,
    goesOn: (): boolean => waiting.length > 0 && mayStart(),
    awaits: (runId: number): boolean => waiting.some((context) => context.run.id === runId),
    takeWaiting(): DispatchContext[] {
      slice?.();
      slice = undefined;
      return waiting.splice(0);
    },
  };
}

/** False where its row could not be read: nothing was started, and it keeps its place. */
function startFirst(
  waiting: DispatchContext[],
  failed: (error: unknown) => void,
  start: (context: DispatchContext) => void,
): boolean {
  const [context] = waiting;
  if (context === undefined) return true;
  try {
    start(context);
  } catch (error) {
    if (isStorageFault(error)) {
      failed(error);
      return false;
    }
    waiting.shift();
    throw error;
  }
  waiting.shift();
  return true;
}
