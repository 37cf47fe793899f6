/** How long the steps of a lease take, in ms: only a test has others, since eight seconds are long for five hundred rounds. */
export type LeaseTimes = {
  /** Between two heartbeats. */
  beatEveryMs: number;
  /** Without a heartbeat for so long nothing new is started. */
  renewedWithinMs: number;
  /** A holder whose heartbeat stands still for so long is replaced. */
  silentMs: number;
};

/** Nothing is started in the last two seconds before anybody may replace us. */
export const LEASE_TIMES: LeaseTimes = { beatEveryMs: 2_000, renewedWithinMs: 6_000, silentMs: 8_000 };
