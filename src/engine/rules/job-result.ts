import type { JobResult } from '../../store/jobs.ts';
import { type Job, RESULT_LETTERS } from '../../store/nouns/job.ts';
import type { RunEnd } from '../../store/nouns/run.ts';

const RESULTS_MAX = 10;
const DURATIONS_MAX = 20;
const SUMMARY_CHARACTERS_MAX = 400;

type Ended = { status: RunEnd; finishedAt: number; durationMs?: number; summary?: string };

/** D-65. What the end of a run writes on its job, errors counted by the caller. */
export function jobResult(
  job: Pick<Job, 'last10' | 'okDurations'>,
  ended: Ended,
  consecutiveErrors: number,
): JobResult {
  const last10 = (job.last10 + (RESULT_LETTERS[ended.status] ?? '')).slice(-RESULTS_MAX);
  const okDurations =
    ended.status === 'ok' && ended.durationMs !== undefined
      ? [...job.okDurations, ended.durationMs].slice(-DURATIONS_MAX)
      : job.okDurations;
  return {
    lastRunAt: ended.finishedAt,
    lastStatus: ended.status,
    consecutiveErrors,
    last10,
    okDurations,
    okRate: shareOf(last10, 'k'),
    ...usual(okDurations),
    ...(ended.summary === undefined ? {} : { lastOutput: ended.summary.slice(0, SUMMARY_CHARACTERS_MAX) }),
  };
}

/** The usual time is the median of the newest ok runs, the long one their 95th percentile (nearest rank). */
function usual(durations: readonly number[]): { usualMs?: number; p95Ms?: number } {
  if (durations.length === 0) return {};
  const sorted = durations.toSorted((a, b) => a - b);
  return {
    usualMs: Math.round(nearestRank(sorted, 0.5)),
    p95Ms: Math.round(nearestRank(sorted, 0.95)),
  };
}

const nearestRank = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;

const shareOf = (letters: string, letter: string): number =>
  letters === '' ? 0 : [...letters].filter((one) => one === letter).length / letters.length;
