import type { NewAlert } from '../../store/nouns/alert.ts';
import type { Dispatch } from '../../store/nouns/dispatch.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { NewNotice } from '../../store/nouns/notice.ts';
import type { Run, RunStatus } from '../../store/nouns/run.ts';
import { alertNotice } from './notice.ts';
import type { RaisedAlert } from './settlement.ts';
import { alertTexts } from './texts.ts';

const LATE_MS = 60_000;
const LONG_TIMES = 3;
/** Three times of next to nothing is nothing to look at. */
const LONG_MIN_MS = 10_000;
/** How often a paused job is looked at again, at most. */
const PAUSED_LOOK_MS = 300_000;
/** How long past its time limit and grace a run may still be about to end by itself. */
const LIFE_MARGIN_MS = 60_000;

const deadManKey = (jobId: string): string => `dead-man:${jobId}`;
const longRunKey = (runId: number): string => `long-run:${runId}`;
export const lateStartKey = (jobId: string): string => `late-start:${jobId}`;
export const LATE_TOGETHER_KEY = 'late-start';

/** The alerts that the end of a run resolves, beside those that its outcome speaks about. */
export const resolvedByEnd = (run: Pick<Run, 'id' | 'jobId'>, status: RunStatus): string[] =>
  status === 'ok'
    ? [longRunKey(run.id), deadManKey(run.jobId), `engine-error:${run.jobId}`, `disk:${run.jobId}`]
    : [longRunKey(run.id)];

export type Silence = { everyMs: number; since: number; pausedUntil?: number };
export type SilenceVerdict = { kind: 'alert' } | { kind: 'wait'; since: number; at: number };

/** A dead-man's switch at its instant. The time begins anew with the end of a pause, since nothing could end ok in it. */
export function judgeSilence({ everyMs, since, pausedUntil }: Silence, now: number): SilenceVerdict {
  if (pausedUntil === undefined) {
    return since + everyMs <= now ? { kind: 'alert' } : { kind: 'wait', since, at: since + everyMs };
  }
  // One without an end may be ended by a person before the next look.
  const at = Math.min(pausedUntil, now + Math.min(everyMs, PAUSED_LOOK_MS));
  return { kind: 'wait', since: at, at };
}

/** D-104. A switch that nobody hears of is none: it is told to whom the job's failures are told. */
export function deadManAlert(job: Job, silence: Silence, now: number): RaisedAlert {
  const text = alertTexts.deadMan(job.definition.name, silence);
  const alert = { kind: 'dead-man', key: deadManKey(job.id), severity: 'crit', ...text, jobId: job.id } as const;
  return withNotice(alert, alertNotice(job, 'dead-man', text, now));
}

export function droppedAlert(job: Job, why: string, now: number): RaisedAlert {
  const text = alertTexts.dropped(job.definition.name, why);
  const key = `dropped:${job.id}`;
  const alert = { kind: 'dispatch-dropped', key, severity: 'warn', ...text, jobId: job.id } as const;
  return withNotice(alert, alertNotice(job, 'dropped', text, now));
}

const withNotice = (alert: NewAlert, notice: NewNotice | undefined): RaisedAlert =>
  notice === undefined ? { alert } : { alert, notice };

/** The instant from which a run is a long one. */
export const longFrom = (run: { startedAt: number; p95Ms: number }): number =>
  run.startedAt + Math.max(LONG_MIN_MS, LONG_TIMES * run.p95Ms);

export function longRunAlert(run: { id: number; jobId: string; jobName: string; p95Ms: number }): NewAlert {
  return {
    kind: 'long-run',
    key: longRunKey(run.id),
    severity: 'warn',
    ...alertTexts.longRun(run.jobName, { runId: run.id, times: LONG_TIMES, p95Ms: run.p95Ms }),
    jobId: run.jobId,
    runId: run.id,
  };
}

/** Nobody is late who stood in a queue or waited for an answer, nor a run by hand that waited for an engine. */
export function isLateStart(lateMs: number, dispatch: Pick<Dispatch, 'queued' | 'cause'>): boolean {
  return lateMs > LATE_MS && !dispatch.queued && dispatch.cause !== 'manual';
}

export const isPunctualStart = (lateMs: number): boolean => lateMs <= LATE_MS;

export function lateStartAlert(run: Pick<Run, 'id' | 'jobId' | 'jobName'>, lateMs: number, dueAt: number): NewAlert {
  return {
    kind: 'late-start',
    key: lateStartKey(run.jobId),
    severity: 'warn',
    ...alertTexts.lateStart(run.jobName, { runId: run.id, dueAt, lateMs }),
    jobId: run.jobId,
    runId: run.id,
  };
}

/** What a night without an engine, a laptop that slept, or too much work comes to: one alert, whatever it made late. */
export function lateTogetherAlert(
  run: Pick<Run, 'id' | 'jobName'>,
  late: { dueAt: number; worstMs: number; first: readonly string[] },
): NewAlert {
  const text = alertTexts.lateTogether({ runId: run.id, jobName: run.jobName, ...late });
  return { kind: 'late-start', key: LATE_TOGETHER_KEY, severity: 'warn', ...text, runId: run.id };
}

/** D-100. Past this instant a run that nobody follows is not about to end by itself. */
export const lostFrom = (run: { beganAt: number; timeoutMs: number; graceMs: number }): number =>
  run.beganAt + run.timeoutMs + run.graceMs + LIFE_MARGIN_MS;
