import { nextSlot, type Schedule, slotBefore } from './schedule/index.ts';

/** What is known of a job's plan when the rules of its zone have changed. Instants are epoch ms. */
export type OldPlan = {
  nextSlotAt: number;
  /** The newest fire time that was decided, by whatever rules. */
  decidedAt?: number;
  /** Nothing before it is this job's: it was made, edited or switched on then, or backs off until then. */
  notBefore: number;
};

/** No zone has ever moved its clocks by more without skipping a day. */
const MOVED_MAX_MS = 3 * 3_600_000;

/**
 * S-10. The next fire time by the new rules; undefined when the plan stands. It is the one that follows what the last
 * decided fire time is by the new rules, so that a daily job that has run today neither runs twice nor loses a day.
 */
export function planAnew(schedule: Schedule, plan: OldPlan): number | undefined {
  const { nextSlotAt, decidedAt, notBefore } = plan;
  if (nextSlot(schedule, nextSlotAt - 1)?.at === nextSlotAt) return undefined;
  const decided = decidedAt === undefined ? Number.NEGATIVE_INFINITY : nearest(schedule, decidedAt);
  return nextSlot(schedule, Math.max(decided, notBefore, nextSlotAt - MOVED_MAX_MS - 1))?.at;
}

/** The slot that lies next to an instant, the earlier one of two; the instant itself when none is near. */
function nearest(schedule: Schedule, at: number): number {
  const before = slotBefore(schedule, at + 1)?.at ?? Number.NEGATIVE_INFINITY;
  const after = nextSlot(schedule, at)?.at ?? Number.POSITIVE_INFINITY;
  const near = at - before <= after - at ? before : after;
  return Math.abs(near - at) <= MOVED_MAX_MS ? near : at;
}
