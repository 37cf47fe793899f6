/** How long what is over is kept; days of 24 hours. */
export type RetentionSettings = { runsPerJob: number; runsDays: number; otherDays: number; auditDays: number };

export const RETENTION_DEFAULTS: RetentionSettings = { runsPerJob: 100, runsDays: 30, otherDays: 30, auditDays: 400 };

/** What ended before these instants may go. */
export type CutOffs = {
  /** The newest runs of a job that stay however old they are. */
  runsPerJob: number;
  runsBefore: number;
  othersBefore: number;
  auditBefore: number;
  /** A one-shot that ran before this goes. */
  spentBefore: number;
  now: number;
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** D-101. */
export function cutOffs(settings: RetentionSettings, now: number): CutOffs {
  return {
    runsPerJob: settings.runsPerJob,
    runsBefore: now - settings.runsDays * DAY_MS,
    othersBefore: now - settings.otherDays * DAY_MS,
    // Each removal leaves an anchor, so that there is one a day and not one at every look.
    auditBefore: Math.floor((now - settings.auditDays * DAY_MS) / DAY_MS) * DAY_MS,
    spentBefore: now - DAY_MS,
    now,
  };
}

export type JobFacts = {
  deletedAt?: number;
  createdAt: number;
  lastRunAt?: number;
  ttlHours?: number;
  /** Off, and the fire time of its one shot was run. */
  isSpent: boolean;
  hasRuns: boolean;
};

/** When the oldest of what hangs on a job was over. */
export type JobHistory = { deletedAt?: number; oldestRunAt?: number; oldestSlotAt?: number };

export type JobFate =
  | { kind: 'stays' }
  /** It is deleted as a person would, and its row stays for its runs. */
  | { kind: 'delete'; because: string }
  /** It was deleted, and its last run is gone. */
  | { kind: 'drop' };

/** D-72, D-101. What is to become of a job by its age alone; what runs, waits or asks is for the caller to look at. */
export function jobFate(job: JobFacts, cuts: CutOffs): JobFate {
  if (job.deletedAt !== undefined) return { kind: job.hasRuns ? 'stays' : 'drop' };
  if (job.ttlHours !== undefined && job.createdAt + job.ttlHours * HOUR_MS <= cuts.now)
    return { kind: 'delete', because: `older than ${job.ttlHours} h (ttl_hours)` };
  if (job.isSpent && job.lastRunAt !== undefined && job.lastRunAt < cuts.spentBefore)
    return { kind: 'delete', because: 'ran once, more than 24 h ago' };
  return { kind: 'stays' };
}

/** How many of a job's newest runs stay whatever their age: nobody looks at the last runs of a job that is gone. */
export const runsKept = (job: JobHistory, cuts: CutOffs): number => (job.deletedAt === undefined ? cuts.runsPerJob : 0);

export const hasOldRuns = (job: JobHistory, cuts: CutOffs): boolean => (job.oldestRunAt ?? cuts.now) < cuts.runsBefore;
export const hasOldSlots = (job: JobHistory, cuts: CutOffs): boolean =>
  (job.oldestSlotAt ?? cuts.now) < cuts.othersBefore;
