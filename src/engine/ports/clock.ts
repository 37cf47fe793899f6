import { performance } from 'node:perf_hooks';

/** Instants are epoch ms of the wall clock, durations ms of the monotonic one. */
export type Clock = {
  now(): number;
  monotonic(): number;
  /** Calls once after the delay; returns how to cancel. */
  setTimer(delayMs: number, fire: () => void): () => void;
  /** Calls once when the event loop has served everything else that waits. */
  setSoon(fire: () => void): () => void;
};

/** Node's timers take 31 bits of ms; a longer one would fire at once. */
const TIMER_MAX_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer(delayMs, fire) {
    const timer = setTimeout(fire, Math.min(Math.max(0, delayMs), TIMER_MAX_MS));
    return () => clearTimeout(timer);
  },
  setSoon(fire) {
    const soon = setImmediate(fire);
    return () => clearImmediate(soon);
  },
};
