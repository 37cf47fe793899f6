const LEAST_MS = 60_000;
/** For a run of which nothing is known. */
const UNKNOWN_MS = 600_000;
const PAUSES_LEAST = 3;
const TIMES_USUAL = 3;
/** A job that prints steadily may still be silent for so much of its usual time. */
const SHARE_OF_USUAL = 4;

export type QuietHabit = {
  /** The silences between what the run printed last. */
  pausesMs: readonly number[];
  /** How long the job usually takes. */
  usualMs?: number;
};

/**
 * From how long a silence on a run is worth a look, by its own habit: three times its longest pause so far, and a quarter
 * of its usual time; where it has printed too little to have a habit, all of its usual time.
 */
export function quietLimitMs({ pausesMs, usualMs }: QuietHabit): number {
  if (pausesMs.length >= PAUSES_LEAST) {
    return Math.max(LEAST_MS, TIMES_USUAL * Math.max(...pausesMs), (usualMs ?? 0) / SHARE_OF_USUAL);
  }
  return usualMs === undefined ? UNKNOWN_MS : Math.max(LEAST_MS, usualMs);
}

/** The silences between instants in their order; what came at once has none. */
export function pausesBetween(instants: readonly number[]): number[] {
  return instants.flatMap((at, index) => {
    const before = instants[index - 1];
    return before === undefined || at <= before ? [] : [at - before];
  });
}
