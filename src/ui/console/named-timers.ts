import type { ConsoleClock } from '../console-options.ts';

export type NamedTimers = {
  /** Starts it, or starts it anew. */
  after(name: string, delayMs: number, fire: () => void): void;
  cancel(name: string): void;
  has(name: string): boolean;
  stop(): void;
};

/** At most one timer of a name: what is planned twice happens once. */
export function createTimers(clock: ConsoleClock): NamedTimers {
  const running = new Map<string, () => void>();
  const cancel = (name: string): void => {
    running.get(name)?.();
    running.delete(name);
  };
  return {
    after(name, delayMs, fire) {
      cancel(name);
      const done = (): void => {
        running.delete(name);
        fire();
      };
      running.set(name, clock.setTimer(Math.max(0, delayMs), done));
    },
    cancel,
    has: (name) => running.has(name),
    stop() {
      for (const name of [...running.keys()]) cancel(name);
    },
  };
}
