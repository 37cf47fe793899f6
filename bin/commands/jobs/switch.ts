import type { Job } from '../../../src/store/nouns/job.ts';
import type { Context } from '../../context.ts';
import { CRON_RUNS_IT } from '../../crontab-plan.ts';
import { halfMovedLater } from '../../half-moved.ts';
import { toDocument } from '../../output/documents.ts';
import { plainLine } from '../../output/plain-text.ts';
import { relativeText } from '../../output/times.ts';
import { doneValue } from '../../results.ts';
import { elsewhereOf } from '../../runs-elsewhere.ts';
import { wantedId, wantedJob } from '../../stored-job.ts';

export async function enableJob(context: Context, _options: object, wanted: string): Promise<void> {
  const before = wantedJob(context, wanted);
  const remark = await remarkIfElsewhere(context, before);
  const { job } = doneValue(context.commands().enableJob(before.id, context.actor));
  const next = job.nextRunAt === undefined ? '' : `, next ${relativeText(job.nextRunAt, context.clock.now())}`;
  context.output.answer({ job: toDocument(job) }, () => [`enabled ${job.definition.name}${next}`]);
  if (remark !== undefined) context.output.remark(remark);
}

/** Where it was imported from it goes on, unless somebody switches it off there. */
async function remarkIfElsewhere(context: Context, job: Job): Promise<string | undefined> {
  if (job.enabled) return undefined;
  if (job.disabledBecause === CRON_RUNS_IT) {
    const half = await halfMovedLater({ host: context.host, db: context.store().db });
    if (half.some(({ id }) => id === job.id)) return undefined;
    return 'cron runs it too; openclaw-tui import crontab --take-over ends that';
  }
  const elsewhere = await elsewhereOf(context, job);
  if (elsewhere === undefined || elsewhere.isOff) return undefined;
  return plainLine(`${elsewhere.who} runs it too, unless it is off there: ${elsewhere.stop}`);
}

export function disableJob(context: Context, _options: object, wanted: string): void {
  const { job, cancelledDispatches } = doneValue(
    context.commands().disableJob(wantedJob(context, wanted).id, context.actor),
  );
  const dropped =
    cancelledDispatches === 0
      ? ''
      : `, ${cancelledDispatches} waiting ${plural('dispatch', cancelledDispatches)} cancelled`;
  context.output.answer({ job: toDocument(job), cancelled_dispatches: cancelledDispatches }, () => [
    `disabled ${job.definition.name}${dropped}`,
  ]);
}

export function deleteJob(context: Context, _options: object, wanted: string): void {
  const { job } = doneValue(context.commands().deleteJob(wantedId(context, wanted), context.actor));
  context.output.answer({ job: toDocument(job) }, () => [`deleted ${job.definition.name} (${job.id})`]);
}

const plural = (word: string, count: number): string => (count === 1 ? word : `${word}es`);
