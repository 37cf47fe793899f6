import { pauseOf } from '../../../src/engine/rules/pause.ts';
import { jobReads } from '../../../src/store/lookups/job-reads.ts';
import type { Job } from '../../../src/store/nouns/job.ts';
import type { Context } from '../../context.ts';
import { findJob } from '../../find.ts';
import { LIST_MAX } from '../../limits.ts';
import { toDocument } from '../../output/documents.ts';
import { pairLines } from '../../output/pairs.ts';
import { durationText, relativeText, wallText } from '../../output/times.ts';
import { storedJob } from '../../stored-job.ts';
import { pauseLine } from '../pauses/targets.ts';
import { scheduleOf } from './list.ts';

/** These have a row of their own, or are shown by name only. */
const SHOWN_ELSEWHERE = new Set(['name', 'env', 'payload_message', 'enabled']);

export function showJob(context: Context, options: { reveal?: true }, wanted: string): void {
  const reads = jobReads(context.store().db);
  const line = findJob(reads, wanted);
  const job = storedJob(context, line.id);
  const children = reads.children(job.id, LIST_MAX);
  const pause = pauseOf(job, context.store().pauses.list(), context.clock.now());
  const document = {
    ...(toDocument(job) as object),
    ...(options.reveal === true ? { definition: job.definition } : {}),
    schedule: line.scheduleText,
    pause: toDocument(pause) ?? null,
    children: children.map(({ id, name }) => ({ id, name })),
  };
  context.output.answer(document, () => [
    ...pairLines([
      ['job', `${job.definition.name} (${job.id}), revision ${job.revision}`],
      ['schedule', scheduleOf(line, context.host.timeZone)],
      ['state', stateText(job)],
      ['paused', pause === undefined ? undefined : pauseLine(context, pause)],
      ['next', instantText(context, job.enabled ? job.nextRunAt : undefined)],
      ['last', lastText(context, job)],
      ['usually', job.usualMs === undefined ? undefined : durationText(job.usualMs)],
      ['then', children.length === 0 ? undefined : children.map(({ name }) => name).join(', ')],
      ['runs', job.definition.payload_message],
      ['variables', options.reveal === true ? valuesOf(job.definition.env) : namesOf(job.definition.env)],
    ]),
    '',
    ...pairLines(definitionPairs(job)),
  ]);
}

const stateText = (job: Job): string =>
  job.enabled
    ? job.consecutiveErrors === 0
      ? 'on'
      : `on, ${job.consecutiveErrors} failed in a row`
    : `off${job.disabledBecause === undefined ? '' : `: ${job.disabledBecause}`}`;

function instantText(context: Context, at: number | undefined): string | undefined {
  if (at === undefined) return undefined;
  return `${wallText(at, context.host.timeZone)} (${relativeText(at, context.clock.now())})`;
}

const lastText = (context: Context, job: Job): string | undefined =>
  job.lastStatus === undefined ? undefined : `${job.lastStatus} ${instantText(context, job.lastRunAt) ?? ''}`.trim();

/** Values of variables may be secrets, so only their names are shown. */
const namesOf = (env: Readonly<Record<string, unknown>>): string | undefined =>
  Object.keys(env).length === 0 ? undefined : Object.keys(env).join(', ');

/** As they are written; where a value is taken from, never the value. */
const valuesOf = (env: Readonly<Record<string, unknown>>): string | undefined =>
  Object.keys(env).length === 0
    ? undefined
    : Object.entries(env)
        .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
        .join('\n');

const definitionPairs = (job: Job): [string, string][] =>
  Object.entries(job.definition)
    .filter(([field]) => !SHOWN_ELSEWHERE.has(field))
    .map(([field, value]) => [field, typeof value === 'string' ? value : JSON.stringify(value)]);
