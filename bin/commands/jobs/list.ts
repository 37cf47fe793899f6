import { storedTextProblem } from '../../../src/engine/rules/job/stored-problem.ts';
import { pauseOf } from '../../../src/engine/rules/pause.ts';
import { type JobLine, jobReads } from '../../../src/store/lookups/job-reads.ts';
import type { Pause } from '../../../src/store/nouns/pause.ts';
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
  const pauses = context.store().pauses.list();
  for (const pause of pauses.slice(0, PAUSES_SHOWN_MAX)) {
    context.output.remark(`paused: ${pauseLine(context, pause)}`);
  }
  const listed = jobs.map((job) => withPause(job, pauses, now));
  context.output.answer(toDocument(listed), () =>
    listed.length === 0
      ? ['No jobs. jobs add --name hello --every 5m --shell date makes one; import crontab brings yours.']
      : context.output.table(
          COLUMNS,
          listed.map((job) => rowOf(job, now, context.host.timeZone)),
        ),
  );
}

/** `problem`: why it cannot be read, and so does not run. */
type ListedJob = Omit<JobLine, 'definition'> & { paused: boolean; pause?: Pause; problem?: string };

/** A job is off by itself; paused is what a person said of it, its pool, a tag or everything. */
function withPause({ definition: text, ...job }: JobLine, pauses: readonly Pause[], now: number): ListedJob {
  const definition = { resource_pool: job.resourcePool, tags: job.tags };
  const pause = pauseOf({ id: job.id, definition }, pauses, now);
  const problem = text === undefined ? undefined : storedTextProblem(text, job.id);
  return {
    ...job,
    paused: pause !== undefined,
    ...(pause === undefined ? {} : { pause }),
    ...(problem === undefined ? {} : { problem }),
  };
}

const rowOf = (job: ListedJob, now: number, machineZone: string): Cell[] => [
  job.name,
  scheduleOf(job, machineZone),
  job.enabled && job.nextRunAt !== undefined ? relativeText(job.nextRunAt, now) : '-',
  job.lastStatus === undefined || job.lastRunAt === undefined
    ? '-'
    : { text: `${job.lastStatus} ${relativeText(job.lastRunAt, now)}`, tone: toneOf(job.lastStatus) },
  listedState(job),
  job.id,
];

/** With its zone where that is not this machine's: the same figures would be read as other times. */
export const scheduleOf = ({ scheduleText, scheduleTz = '', parentId }: JobLine, machineZone: string): string =>
  parentId !== undefined || scheduleTz === '' || scheduleTz === machineZone
    ? scheduleText
    : `${scheduleText}, ${scheduleTz}`;

const listedState = (job: ListedJob): Cell => {
  if (job.problem !== undefined) return { text: `cannot be read: ${job.problem}`, tone: 'bad' };
  return job.enabled && job.paused ? { text: 'paused', tone: 'dim' } : stateOf(job);
};

/** In one phrase, whether it fires and if not, why. */
export function stateOf(job: Pick<JobLine, 'enabled' | 'disabledBecause' | 'consecutiveErrors'>): Cell {
  if (!job.enabled)
    return { text: job.disabledBecause === undefined ? 'off' : `off: ${job.disabledBecause}`, tone: 'dim' };
  return job.consecutiveErrors === 0 ? 'on' : { text: `on, ${job.consecutiveErrors} failed in a row`, tone: 'bad' };
}
