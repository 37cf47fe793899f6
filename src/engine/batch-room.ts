import type { Stretch } from './stretch.ts';

/** How many decisions and settlements one transaction holds, where they are quick. */
export const BATCH_MAX = 32;
/** And where they are not: each transaction waits for the disk once, so it takes some of them whatever the time. */
const BATCH_LEAST = 8;

/** What one batch may still hold. */
export type Room = {
  left(): number;
  isFull(): boolean;
  take(count: number): void;
  /** As many of these as fit, each taken when it is asked for. */
  fit<T>(items: readonly T[]): Iterable<T>;
};

export function createRoom(stretch: Stretch): Room {
  let taken = 0;
  const isFull = (): boolean => taken >= BATCH_MAX || (taken >= BATCH_LEAST && stretch.isOver());
  return {
    left: () => Math.max(0, BATCH_MAX - taken),
    isFull,
    take(count) {
      taken += count;
    },
    *fit(items) {
      for (const item of items) {
        if (isFull()) return;
        taken += 1;
        yield item;
      }
    },
  };
}
