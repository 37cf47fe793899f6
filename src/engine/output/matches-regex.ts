import { statSync } from 'node:fs';
import { RE2JS } from 're2js';
import { readOutput } from './read-output.ts';
import { matchInWorker } from './regex-worker.ts';

/** Of a longer stream its head and its tail, of this size each, are looked at; a match across the gap is not one. */
export const REGEX_PART_BYTES_MAX = 8 * 1024 * 1024;

/**
 * Whether the pattern matches anywhere in one of the files, in linear time; `^` and `$` mean the whole stream unless the
 * pattern says `(?m)`. Throws on a pattern with a problem, and the signal's reason when that comes first.
 *
 * What surely takes less than a frame is matched here; everything else in one worker at a time, so that the event loop
 * goes on and a match can be given up. Slices would not do: they lose matches across their borders.
 */
export const matchesRegex = async (
  paths: readonly string[],
  pattern: string,
  signal: AbortSignal = AbortSignal.timeout(REGEX_TIME_MAX_MS),
): Promise<boolean> => {
  const compiled = RE2JS.compile(pattern);
  const sizes = paths.map((path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes * compiled.programSize() > STEPS_PER_FRAME_MAX) {
    return matchInWorker({ paths, pattern, partBytes: REGEX_PART_BYTES_MAX }, signal);
  }
  return paths.some((path) => compiled.matcher(readOutput(path, bytes).text).find());
};

/** Whether one of the files has a middle that no pattern is looked for in. */
export const isMoreThanMatched = (paths: readonly string[]): boolean =>
  paths.some((path) => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 2 * REGEX_PART_BYTES_MAX);

/** Waiting for other patterns included. */
export const REGEX_TIME_MAX_MS = 10_000;

/** A byte takes each instruction of the program at most some 15 ns: 8 ms in all. */
const STEPS_PER_FRAME_MAX = 500_000;
