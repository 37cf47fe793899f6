import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../src/engine/ports/clock.ts';

export type VirtualClock = ReturnType<typeof createVirtualClock>;

type Timer = { at: number; delayMs: number; order: number; fire: () => void };

/** A pump that arms itself again and again without the time going on is a bug, not patience. */
const FIRES_WITHOUT_PROGRESS_MAX = 20_000;

/** What an engine puts off for a frame, to do it together with other things, is done before a test looks. */
const FRAME_MS = 16;
const FRAMES_MAX = 3;

/** Time that only a test moves. Timers fire in order, and what they promise is done before the next one fires. */
export const createVirtualClock = (startAt = Date.UTC(2026, 10, 23, 12)) => {
  let wall = startAt;
  let monotonic = 1_000;
  let order = 0;
  const timers = new Set<Timer>();

  const set = (delayMs: number, fire: () => void): (() => void) => {
    order += 1;
    const timer = { at: monotonic + Math.max(0, delayMs), delayMs, order, fire };
    timers.add(timer);
    return () => timers.delete(timer);
  };
  const nextUntil = (until: number): Timer | undefined => {
    let next: Timer | undefined;
    for (const timer of timers) {
      if (timer.at > until) continue;
      if (next === undefined || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer;
    }
    return next;
  };
  const moveTo = (instant: number): void => {
    wall += Math.max(0, instant - monotonic);
    monotonic = Math.max(monotonic, instant);
  };
  const runUntil = async (until: number): Promise<void> => {
    let firesHere = 0;
    await turn();
    for (let timer = nextUntil(until); timer !== undefined; timer = nextUntil(until)) {
      firesHere = timer.at > monotonic ? 0 : firesHere + 1;
      if (firesHere > FIRES_WITHOUT_PROGRESS_MAX) throw new Error('virtual clock: timers fire for ever at one instant');
      timers.delete(timer);
      moveTo(timer.at);
      timer.fire();
      await turn();
    }
    moveTo(until);
  };
  const endFrames = async (): Promise<void> => {
    for (let frame = 0; frame < FRAMES_MAX; frame += 1) {
      const short = [...timers].filter(({ delayMs }) => delayMs > 0 && delayMs <= FRAME_MS);
      if (short.length === 0) return;
      for (const timer of short) if (timers.delete(timer)) timer.fire();
      await runUntil(monotonic);
    }
  };
  /** A view of this clock for one engine: what it set dies with it. */
  const life = (): Clock & { end(): void; stop(): void; goOn(): void } => {
    let alive = true;
    let late: (() => void)[] | undefined;
    const own = new Set<() => void>();
    const setOwn = (delayMs: number, fire: () => void): (() => void) => {
      if (!alive) return () => {};
      const cancel = set(delayMs, () => {
        own.delete(cancel);
        if (late === undefined) fire();
        else late.push(fire);
      });
      own.add(cancel);
      return () => {
        own.delete(cancel);
        cancel();
      };
    };
    return {
      now: () => wall,
      monotonic: () => monotonic,
      setTimer: setOwn,
      setSoon: (fire) => setOwn(0, fire),
      /** SIGSTOP: what is due has to wait until it goes on. */
      stop: () => {
        late ??= [];
      },
      goOn: () => {
        const missed = late ?? [];
        late = undefined;
        for (const fire of missed) if (alive) fire();
      },
      end: () => {
        alive = false;
        for (const cancel of own) cancel();
      },
    };
  };

  return {
    ...life(),
    life,
    /** Lets the time pass; every timer fires when it is due. */
    async advance(ms: number): Promise<void> {
      await runUntil(monotonic + ms);
      await endFrames();
    },
    /** Runs what is due now, until nothing more follows from it. */
    async settle(): Promise<void> {
      await runUntil(monotonic);
      await endFrames();
    },
    /** Somebody sets the wall clock; the monotonic one and the timers know nothing of it. */
    step: (ms: number): void => {
      wall += ms;
    },
    /** The machine sleeps: the wall clock goes on, the monotonic one and the timers do not. */
    sleep: (ms: number): void => {
      wall += ms;
    },
    /** The process was stopped for so long: all timers that were due meanwhile are late. */
    freeze: (ms: number): void => {
      wall += ms;
      monotonic += ms;
    },
    timers: (): number => timers.size,
  };
};
