import type { Job } from '../../store/nouns/job.ts';
import { counted } from './counted.ts';
import type { WatchdogVerdict } from './outcome.ts';

export type CheckResult = {
  /** Absent when the check was ended by its time limit or a signal. */
  exitCode?: number;
  stdout: string;
  elapsedMs: number;
  thresholdMinutes?: number;
};

const MINUTE_MS = 60_000;
const RUNNING_WORDS = new Set(['running', 'pending', 'queued', 'in_progress', 'active', 'working', 'started']);

/** D-30 to D-34. What a check's exit and output say about its target, in the order of the rules. */
export function watchdogVerdict(check: CheckResult): WatchdogVerdict {
  const { exitCode } = check;
  const elapsedMinutes = Math.floor(check.elapsedMs / MINUTE_MS);
  if (exitCode === 2) return { kind: 'running', note: 'the check failed for now (exit 2)' };
  if (exitCode === 0) {
    const finished = finishedBy(check.stdout);
    if (finished !== undefined) return finished;
  }
  if (exitCode === 1) return { kind: 'stuck', reason: 'the check reports a problem (exit 1)', elapsedMinutes };
  if (check.thresholdMinutes !== undefined && check.elapsedMs >= check.thresholdMinutes * MINUTE_MS) {
    return { kind: 'stuck', reason: `not finished after ${counted(elapsedMinutes, 'minute')}`, elapsedMinutes };
  }
  if (exitCode === 0) return { kind: 'running' };
  return unusable(exitCode);
}

/** D-30. Minutes count from `watchdog_started_at`, else from the job's creation; epoch ms. */
export function watchedSince(job: Pick<Job, 'definition' | 'createdAt'>): number {
  const at = Date.parse(job.definition.watchdog_started_at ?? '');
  return Number.isNaN(at) ? job.createdAt : at;
}

function unusable(exitCode: number | undefined): WatchdogVerdict {
  if (exitCode === undefined) return { kind: 'unusable', reason: 'the check did not end by itself', broken: false };
  const broken = exitCode === 126 || exitCode === 127;
  const why = exitCode === 127 ? 'command not found' : exitCode === 126 ? 'not executable' : 'no meaning';
  return { kind: 'unusable', reason: `the check ended with exit ${exitCode} (${why})`, broken };
}

/** D-32. Undefined while the target still runs; no output means running. */
function finishedBy(stdout: string): WatchdogVerdict | undefined {
  const text = stdout.trim();
  if (text === '') return undefined;
  const status = statusIn(text);
  if (status === undefined) return { kind: 'finished', how: 'done', status: 'done' };
  if (RUNNING_WORDS.has(status)) return undefined;
  return { kind: 'finished', how: DONE_WORDS.has(status) ? 'done' : 'failed', status };
}

const DONE_WORDS = new Set(['done', 'ok', 'completed', 'complete', 'success', 'succeeded', 'finished']);

/** The `status` of a JSON object; undefined for text that is not one. JSON without a status counts as running. */
function statusIn(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const status = (value as { status?: unknown }).status;
    return typeof status === 'string' ? status.toLowerCase() : 'running';
  } catch {
    return undefined;
  }
}
