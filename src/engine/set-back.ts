import type { Store } from '../store/store.ts';

/** S-9. The clock was set back: what waits out a length of time, or stood in line already, does not wait for the clock as well. */
export function bringForward({ dispatches, approvals }: Store, byMs: number, now: number): void {
  dispatches.bringForward(byMs, now);
  approvals.bringForward(byMs, now);
}
