import type { Actor } from './actor.ts';
import type { Approval } from './approval.ts';
import type { Decision, SlotRow } from './decision.ts';
import type { Dispatch } from './dispatch.ts';
import type { Job } from './job.ts';
import type { JobDefinition } from './job-fields.ts';
import type { Pause } from './pause.ts';
import type { Run } from './run.ts';

/** A job as far as an explanation looks at it. */
export type WhyJob = Pick<
  Job,
  | 'id'
  | 'definition'
  | 'enabled'
  | 'disabledBecause'
  | 'scheduleRevision'
  | 'createdAt'
  | 'deletedAt'
  | 'anchorAt'
  | 'nextSlotAt'
  | 'nextRunAt'
  | 'backingOffFrom'
  | 'backingOffUntil'
  | 'consecutiveErrors'
  | 'usualMs'
> & {
  /** Since when it is off. */
  disabledAt?: number;
  /** The schedule in one short phrase. */
  scheduleText: string;
};

/** A run as an explanation names it, with what its job usually takes. */
export type WhyRun = Pick<
  Run,
  | 'id'
  | 'jobId'
  | 'jobName'
  | 'status'
  | 'cause'
  | 'createdAt'
  | 'startedAt'
  | 'finishedAt'
  | 'slotAt'
  | 'dueAt'
  | 'error'
  | 'retryOf'
  | 'retryCount'
  | 'triggeredByRun'
  | 'replayOf'
  | 'requestedBy'
> & { usualMs?: number };

/** A place among all that wait for the same thing, by rank; `more` where the line is longer than was counted. */
export type Place = { place: number; of: number; more: boolean };

export type WhyApproval = Pick<Approval, 'id' | 'askedAt' | 'expiresAt' | 'onTimeout' | 'risk' | 'requestedBy'>;

export type WhyWaiting = {
  dispatch: Dispatch;
  /** What the guards said of it last. */
  said?: Decision;
  place?: Place;
  /** The runs that have what it waits for. */
  holders: WhyRun[];
  /** Its own, or the earlier one of its job that it waits behind. */
  approval?: WhyApproval;
  /** The run of the parent that caused it, or the run that is tried again. */
  source?: WhyRun;
};

export type WhyParent = { id: string; name: string; enabled: boolean; nextRunAt?: number; lastRun?: WhyRun };

/** What is on record about a job, as far as it says why the job runs, waits or does not run. */
export type WhyRecord = {
  job: WhyJob;
  parent?: WhyParent;
  active: WhyRun[];
  /** By rank; at most a few. */
  waiting: WhyWaiting[];
  waitingCount: number;
  lastRun?: WhyRun;
  decisions: Decision[];
  slots: SlotRow[];
  pauses: Pause[];
  /** Too little is left on the disk to start anything. */
  diskIsFull: boolean;
};

/** A definition as it stood, and who made it so. */
export type JobThen = { revision: number; definition: JobDefinition; at: number; by: Actor };

/** The last time until then that somebody switched the job. */
export type Switch = { at: number; action: string; actor: Actor };

/** What is on record of a job about one moment. */
export type MomentRecord = {
  /** Fire times within it, with their traces; a stretch that was passed over counts as one. */
  slots: SlotRow[];
  /** The runs of those fire times. */
  slotRuns: WhyRun[];
  /** Runs that were made within it, whatever caused them. */
  started: WhyRun[];
  /** The run that was under way when it began. */
  during?: WhyRun;
  /** The parent's last run until then. */
  parentRun?: WhyRun;
  /** The last thing that the guards had said until then. */
  said?: Decision;
  /** How far back the record of fire times goes. */
  oldestSlotAt?: number;
  /** Absent where the job was not there, or nobody kept how it was. */
  then?: JobThen;
  switched?: Switch;
};
