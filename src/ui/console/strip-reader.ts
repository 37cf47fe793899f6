import {
  type ComingStrip,
  emptySteps,
  STRIP_STEP_MS,
  STRIP_STEPS,
  stripCounts,
  stripStart,
} from '../../engine/rules/coming-strip.ts';
import { scheduleOf } from '../../engine/rules/job/schedule-of.ts';
import type { Schedule } from '../../engine/rules/schedule/index.ts';
import type { ScheduledAfter, ScheduledJob } from '../../store/snapshot/scheduled.ts';
import type { ConsoleOptions } from '../console-options.ts';

/** One piece of work blocks for so long and no longer, whatever the schedules are. */
const SLICE_MS = 4;
const JOBS_MAX = 20_000;
const REMEMBERED_MAX = 5_000;

// What a damaged definition says is outside of every type.
const NEVER: Schedule = { kind: 'manual' };

type Pass = {
  startAt: number;
  counts: number[];
  after?: ScheduledAfter;
  rows: ScheduledJob[];
  more: boolean;
  jobCount: number;
};

/** Counts the starts of the next day bit by bit; jobs of one schedule are worked out once an hour. */
export function createStripReader({ snapshots, clock, facts }: Pick<ConsoleOptions, 'snapshots' | 'clock' | 'facts'>) {
  const remembered = new Map<string, readonly number[]>();
  let rememberedFor = 0;
  let pass: Pass | undefined;

  const countsOf = (job: ScheduledJob, startAt: number): readonly number[] => {
    const schedule = scheduleOf(job.definition, job.id, job.anchorAt) ?? NEVER;
    const key = keyOf(schedule);
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const counts = countsOrNone(schedule, startAt);
    if (remembered.size < REMEMBERED_MAX) remembered.set(key, counts);
    return counts;
  };

  const begin = (): Pass => {
    const startAt = stripStart(clock.now(), facts.zone);
    if (startAt !== rememberedFor) remembered.clear();
    rememberedFor = startAt;
    return { startAt, counts: emptySteps(), rows: [], more: true, jobCount: 0 };
  };

  /** Does one piece; the strip when that was the last of a pass. */
  return (): ComingStrip | undefined => {
    const current = pass ?? begin();
    pass = current;
    const until = clock.monotonic() + SLICE_MS;
    do {
      const job = nextJob(current, snapshots.scheduled);
      if (job === undefined) {
        pass = undefined;
        return { startAt: current.startAt, counts: current.counts, whole: current.jobCount < JOBS_MAX };
      }
      countsOf(job, current.startAt).forEach((count, step) => {
        current.counts[step] = (current.counts[step] ?? 0) + count;
      });
    } while (clock.monotonic() < until);
    return undefined;
  };
}

/** A schedule that cannot be read starts nothing. */
function countsOrNone(schedule: Schedule, startAt: number): readonly number[] {
  try {
    return stripCounts(schedule, startAt);
  } catch {
    // Its job's own row says what is wrong with it.
    return emptySteps();
  }
}

function nextJob(pass: Pass, read: ConsoleOptions['snapshots']['scheduled']): ScheduledJob | undefined {
  if (pass.rows.length === 0) {
    if (!pass.more || pass.jobCount >= JOBS_MAX) return undefined;
    const page = read(pass.after, pass.startAt + STRIP_STEPS * STRIP_STEP_MS);
    pass.rows = page.rows;
    pass.more = page.more;
  }
  const job = pass.rows.shift();
  if (job === undefined) return undefined;
  pass.after = { nextRunAt: job.nextRunAt, row: job.row };
  pass.jobCount += 1;
  return job;
}

/** What does not change the fire times is left out, so that jobs of one schedule share their counts. */
const keyOf = (schedule: Schedule): string =>
  schedule.kind === 'cron' && !schedule.expression.includes('H')
    ? JSON.stringify({ ...schedule, seed: '' })
    : JSON.stringify(schedule);
