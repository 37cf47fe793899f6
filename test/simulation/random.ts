export type Random = ReturnType<typeof createRandom>;

/** The same numbers for the same seed, on every machine (mulberry32). */
export function createRandom(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  /** A whole number from 0, below `end`. */
  const below = (end: number): number => Math.floor(next() * end);
  return {
    below,
    one: <T>(choices: readonly [T, ...T[]]): T => choices[below(choices.length)] ?? choices[0],
    chance: (of: number): boolean => below(of) === 0,
  };
}
