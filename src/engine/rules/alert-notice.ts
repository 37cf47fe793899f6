const MINUTE_MS = 60_000;
const STEPS_MS = [1, 5, 15, 60].map((minutes) => minutes * MINUTE_MS);

/** D-33. How long after its n-th message (from 0) an open alert may send the next one, in ms. */
export const alertNoticeDelayMs = (sent: number): number => STEPS_MS[Math.min(sent, STEPS_MS.length - 1)] ?? 0;
