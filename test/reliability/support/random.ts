export type Random = {
  /** From 0 up to, not including, 1. */
  fraction(): number;
  whole(below: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T | undefined;
};

/** The same numbers for the same seed (mulberry32), so that a failing loop makes the same moves again. */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (below: number): number => Math.floor(fraction() * below);
  return { fraction, whole, chance: (share) => fraction() < share, pick: (list) => list[whole(list.length)] };
};
