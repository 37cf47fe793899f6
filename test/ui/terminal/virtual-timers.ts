import type { Timers } from '../../../src/ui/terminal/timers.ts';

/** A clock that moves only when told to; timers run in the order of their time. */
export const createVirtualTimers = (): Timers & { advance(ms: number): void } => {
  let now = 1_000;
  let timers: { at: number; callback: () => void }[] = [];
  const next = (until: number) =>
    timers.filter((timer) => timer.at <= until).sort((left, right) => left.at - right.at)[0];
  return {
    now: () => now,
    setTimer: (callback, delayMs) => {
      const timer = { at: now + delayMs, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance: (ms) => {
      const until = now + ms;
      for (let timer = next(until); timer !== undefined; timer = next(until)) {
        const due = timer;
        timers = timers.filter((other) => other !== due);
        now = Math.max(now, due.at);
        due.callback();
      }
      now = until;
    },
  };
};
