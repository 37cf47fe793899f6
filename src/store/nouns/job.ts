import type { Actor } from './actor.ts';
import type { JobDefinition } from './job-fields.ts';
import type { RunStatus } from './run.ts';

/** A stored job: the definition as the operator wrote it, and what has become of it. */
export type Job = {
  id: string;
  definition: JobDefinition;
  enabled: boolean;
  /** Why it is off, when it was not a person's switch: `cron runs it`. */
  disabledBecause?: string;
  /** Counts every edit. */
  revision: number;
  /** Counts the edits that change fire times. */
  scheduleRevision: number;
  createdAt: number;
  createdBy: Actor;
  updatedAt: number;
  deletedAt?: number;
  /** Where `every` counts from. */
  anchorAt: number;
  /** The next fire time on the schedule. */
  nextSlotAt?: number;
  /** When that fire is due: the slot plus its jitter, or later while backing off. */
  nextRunAt?: number;
  /** The first fire time that the present back-off swallows, and when the back-off ends. */
  backingOffFrom?: number;
  backingOffUntil?: number;
  lastRunAt?: number;
  lastStatus?: RunStatus;
  consecutiveErrors: number;
  /** One letter a run, newest last, see RESULT_LETTERS. */
  last10: string;
  /** Durations in ms of the newest ok runs, newest last, at most 20. */
  okDurations: number[];
  usualMs?: number;
  p95Ms?: number;
  /** Share of ok among the last runs, 0–1. */
  okRate?: number;
  lastOutput?: string;
  /** Where an imported job came from: source and line, so that importing again changes nothing. */
  importIdentity?: string;
};

export const RESULT_LETTERS: Readonly<Record<string, string>> = {
  ok: 'k',
  error: 'e',
  timeout: 't',
  crashed: 'c',
  cancelled: 'x',
  skipped: 's',
};
