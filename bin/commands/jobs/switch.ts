import type { Context } from '../../context.ts';
import { toDocument } from '../../output/documents.ts';
import { relativeText } from '../../output/times.ts';
import { doneValue } from '../../results.ts';
import { wantedJob } from '../../stored-job.ts';

export function enableJob(context: Context, _options: object, wanted: string): void {
  const { job } = doneValue(context.commands().enableJob(wantedJob(context, wanted).id, context.actor));
  const next = job.nextRunAt === undefined ? '' : `, next ${relativeText(job.nextRunAt, context.clock.now())}`;
  context.output.answer({ job: toDocument(job) }, () => [`enabled ${job.definition.name}${next}`]);
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
  const { job } = doneValue(context.commands().deleteJob(wantedJob(context, wanted).id, context.actor));
  context.output.answer({ job: toDocument(job) }, () => [`deleted ${job.definition.name} (${job.id})`]);
}

const plural = (word: string, count: number): string => (count === 1 ? word : `${word}es`);
