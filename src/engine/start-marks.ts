import type { Run, StartMark } from '../store/nouns/run.ts';

/** A run whose process or turn was started; recovery finds that out by the start token as long as it is not on disk. */
export type Started = { run: Run; mark: StartMark; startedAt: number };

export type StartMarks = {
  add(started: readonly Started[]): void;
  /** What the next batch writes. */
  waiting(): readonly Started[];
  written(count: number): void;
};

/**
 * Collects the starts of runs, so that they are written with the next batch and not in a transaction of their own: in a
 * busy moment others have ended meanwhile, and one commit serves both.
 */
export function createStartMarks(): StartMarks {
  let marks: Started[] = [];
  return {
    add(started) {
      marks.push(...started);
    },
    waiting: () => marks,
    written(count) {
      marks = marks.slice(count);
    },
  };
}
