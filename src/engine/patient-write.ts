import type { Store } from '../store/store.ts';
import { isBusy, isStorage } from '../store/store-error.ts';
import type { Clock } from './ports/clock.ts';

/** A write that waits for a busy database without stopping the event loop; `after` runs once it is on disk. */
export type PatientWrite = (work: () => unknown, after?: () => void) => void;

/** A full or failing disk: the write must still come, once there is room again. */
const STORAGE_WAIT_MS = 1_000;

const WAITS_MS = [10, 20, 50, 100, 250];

/** How long to wait before the n-th new try (from 0), in ms. */
export const busyWaitMs = (tries: number): number => WAITS_MS[Math.min(tries, WAITS_MS.length - 1)] ?? 250;

/** `mayWrite` is asked in each transaction: an engine that lost the lease gives its writes up. */
export function createPatientWrite(
  store: Store,
  clock: Clock,
  mayWrite: () => boolean,
  failed: (error: unknown) => void,
): PatientWrite {
  const attempt = (work: () => unknown, after: (() => void) | undefined, tries: number): void => {
    // What still waited when the engine ended is nobody's any more.
    if (!store.db.open) return;
    try {
      const written = store.writeQuietly(() => {
        if (!mayWrite()) return false;
        work();
        store.markChanged();
        return true;
      });
      if (written) after?.();
    } catch (error) {
      const waitMs = isBusy(error) ? busyWaitMs(tries) : isStorage(error) ? STORAGE_WAIT_MS : undefined;
      if (!isBusy(error)) failed(error);
      // These writes come from timers, where a throw would end the process; a bug of ours is told and given up.
      if (waitMs !== undefined) clock.setTimer(waitMs, () => attempt(work, after, tries + 1));
    }
  };
  return (work, after) => attempt(work, after, 0);
}
