import type { LeaseTimes } from '../../../src/engine/lease-times.ts';

/** The proportions of the real ones, fifty times as fast. */
export const TIMES: LeaseTimes = { beatEveryMs: 40, renewedWithinMs: 120, silentMs: 160 };
