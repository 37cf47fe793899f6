import type { Actor } from './actor.ts';

export type DispatchCause = 'schedule' | 'manual' | 'chain' | 'retry';
export type DispatchStatus = 'pending' | 'claimed' | 'awaiting_approval' | 'done' | 'cancelled';

/** What a waiting dispatch waits for, besides its time: whoever frees it clears the field. */
export type Blocker = `pool:${string}` | `job:${string}` | `pause:${string}` | 'limit' | 'limit:turns';

/** One cause to run a job now. Durable, queued, claimed once. */
export type Dispatch = {
  id: number;
  jobId: string;
  cause: DispatchCause;
  /** Unique over all time: two dispatches of one occasion cannot exist. */
  occasionKey: string;
  status: DispatchStatus;
  dueAt: number;
  /** `dueAt − priority × 60,000`; the smallest is taken first. */
  rank: number;
  /** The fire time, for scheduled dispatches and the retries of their runs. */
  slotAt?: number;
  scheduleRevision?: number;
  blockedOn?: Blocker;
  /** True once it has been refused a start and waits; a scheduled fire that never waited may be skipped instead. */
  queued: boolean;
  /** How many times an exception of ours threw it back (D-73). */
  errorCount: number;
  sourceRunId?: number;
  retryOf?: number;
  retryCount: number;
  replayOf?: number;
  approvalId?: number;
  requestedBy: Actor;
  requestId?: string;
  /** The revision of its job that it runs; absent for the job as it is when admitted. */
  jobRevision?: number;
  /** What it changes in that revision, for its run alone; null takes a field away. */
  override?: Readonly<Record<string, unknown>>;
  causeRoot?: string;
  /** A late fire that is run all the same (`run_all`): it waits where a fire time would be skipped. */
  owed?: boolean;
  createdAt: number;
  claimedAt?: number;
  endedAt?: number;
};

export type NewDispatch = Omit<
  Dispatch,
  'id' | 'status' | 'rank' | 'blockedOn' | 'queued' | 'errorCount' | 'claimedAt' | 'endedAt' | 'createdAt'
>;

const PRIORITY_POINT_MS = 60_000;

export const rankOf = (dueAt: number, priority: number): number => dueAt - priority * PRIORITY_POINT_MS;
