import type { Clock } from './ports/clock.ts';
import { type ClockReading, clockStep } from './rules/clock-step.ts';

export type ClockWatch = { look(): void };

/** S-9. Compares the wall clock with the monotonic one at every look and reports a step, in ms. */
export function createClockWatch(clock: Clock, stepped: (byMs: number, now: number) => void): ClockWatch {
  const read = (): ClockReading => ({ wall: clock.now(), monotonic: clock.monotonic() });
  let last = read();
  return {
    look() {
      const before = last;
      last = read();
      const byMs = clockStep(before, last);
      if (byMs !== undefined) stepped(byMs, last.wall);
    },
  };
}
