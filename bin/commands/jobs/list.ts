import { type JobLine, jobReads } from '../../../src/store/lookups/job-reads.ts';
import type { Context } from '../../context.ts';
import { toDocument } from '../../output/documents.ts';
import { toneOf } from '../../output/paint.ts';
import type { Cell } from '../../output/table.ts';
import { relativeText } from '../../output/times.ts';
import { pauseLine } from '../pauses/targets.ts';

const PAUSES_SHOWN_MAX = 5;

const COLUMNS = [
  { title: 'name' },
  { title: 'schedule' },
  { title: 'next' },
  { title: 'last' },
  { title: 'state' },
  { title: 'id' },
];

export function listJobs(context: Context, options: { enabled?: true; disabled?: true; limit: number }): void {
  const only = options.enabled === true ? 'enabled' : options.disabled === true ? 'disabled' : 'all';
  const jobs = jobReads(context.store().db).list(only, options.limit);
  const now = context.clock.now();
  context.output.remarkIfFull(jobs.length, options.limit);
  for (const pause of context.store().pauses.list().slice(0, PAUSES_SHOWN_MAX)) {
    context.output.remark(`paused: ${pauseLine(context, pause)}`);
  }
  context.output.answer(toDocument(jobs), () =>
    jobs.length === 0
      ? ['No jobs. jobs add --name hello --every 5m --shell date makes one; import crontab brings yours.']
      : context.output.table(
          COLUMNS,
          jobs.map((job) => rowOf(job, now)),
        ),
  );
}

const rowOf = (job: JobLine, now: number): Cell[] => [
  job.name,
  job.scheduleText,
  job.enabled && job.nextRunAt !== undefined ? relativeText(job.nextRunAt, now) : '-',
  job.lastStatus === undefined || job.lastRunAt === undefined
    ? '-'
    : { text: `${job.lastStatus} ${relativeText(job.lastRunAt, now)}`, tone: toneOf(job.lastStatus) },
  stateOf(job),
  job.id,
];

/** In one phrase, whether it fires and if not, why. */
export function stateOf(job: Pick<JobLine, 'enabled' | 'disabledBecause' | 'consecutiveErrors'>): Cell {
  if (!job.enabled)
    return { text: job.disabledBecause === undefined ? 'off' : `off: ${job.disabledBecause}`, tone: 'dim' };
  return job.consecutiveErrors === 0 ? 'on' : { text: `on, ${job.consecutiveErrors} failed in a row`, tone: 'bad' };
}
