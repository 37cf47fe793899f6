/** A terminal and the processes between it and us both pass a Ctrl-C on; what comes so soon is the same key press. */
const SAME_PRESS_MS = 150;

/** What the headless engine does about a signal. */
export type StopStep = 'drain' | 'end-at-once' | 'ignore';

/** The first signal drains; a second INT ends at once; whatever else comes while draining changes nothing. */
export function stopSteps(): (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', monotonicMs: number) => StopStep {
  let drainsSince: number | undefined;
  return (signal, monotonicMs) => {
    if (drainsSince === undefined) {
      drainsSince = monotonicMs;
      return 'drain';
    }
    return signal === 'SIGINT' && monotonicMs - drainsSince >= SAME_PRESS_MS ? 'end-at-once' : 'ignore';
  };
}
