export type ClockReading = { wall: number; monotonic: number };

/** S-9. Smaller differences are drift and rounding. */
const STEP_MIN_MS = 2_000;

/** How far the wall clock moved beside the monotonic one since the last reading, in ms; undefined when it did not step. */
export function clockStep(before: ClockReading, after: ClockReading): number | undefined {
  const byMs = after.wall - before.wall - (after.monotonic - before.monotonic);
  return Math.abs(byMs) > STEP_MIN_MS ? byMs : undefined;
}
