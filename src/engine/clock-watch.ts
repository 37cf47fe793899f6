import type { Clock } from './ports/clock.ts';
import { type ClockReading, clockStep } from './rules/clock-step.ts';

export type ClockWatch = { look(): void };

/** `stepped` is told by how many ms; `steady` once after every hour in which the clock was not touched. */
export type ClockNews = { stepped(byMs: number, now: number): void; steady(now: number): void };

const STEADY_MS = 3_600_000;

/** S-9. Compares the wall clock with the monotonic one at every look. */
export function createClockWatch(clock: Clock, news: ClockNews): ClockWatch {
  const read = (): ClockReading => ({ wall: clock.now(), monotonic: clock.monotonic() });
  let last = read();
  let untouchedSince = last.monotonic;
  return {
    look() {
      const before = last;
      last = read();
      const byMs = clockStep(before, last);
      if (byMs !== undefined) {
        untouchedSince = last.monotonic;
        news.stepped(byMs, last.wall);
      } else if (last.monotonic - untouchedSince >= STEADY_MS) {
        untouchedSince = last.monotonic;
        news.steady(last.wall);
      }
    },
  };
}
