import type { AddOptions } from '../../../src/engine/commands.ts';
import { secretWarnings } from '../../../src/engine/ports/environment.ts';
import { differenceOf, jobDefaults } from '../../../src/engine/rules/job/difference.ts';
import { shownDefinition } from '../../../src/engine/rules/secret-shapes.ts';
import { jobReads } from '../../../src/store/lookups/job-reads.ts';
import type { JobDefinition } from '../../../src/store/nouns/job-fields.ts';
import type { Context } from '../../context.ts';
import { findJob } from '../../find.ts';
import { toDocument } from '../../output/documents.ts';
import { relativeText, wallText } from '../../output/times.ts';
import { doneValue, remarkIfNoEngine } from '../../results.ts';
import type { JobFlags } from './job-flags.ts';
import { readJobInput } from './job-input.ts';

export type JobOptions = JobFlags & { file?: string; allowPast?: true; dryRun?: true };

export function addJob(context: Context, options: JobOptions, json?: string): void {
  if (options.dryRun === true) {
    validateJob(context, options, json);
    return;
  }
  const input = inputOf(context, options, json);
  const { job, warnings } = doneValue(context.commands().addJob(input, addOptions(context, options)));
  const engine = job.nextRunAt === undefined ? {} : remarkIfNoEngine(context);
  const notes = [...warnings, ...secretWarnings(job.definition.env, context.host.env)];
  remarkWarnings(context, notes);
  context.output.answer({ job: toDocument(job), warnings: notes, ...waitsDocument(engine) }, () => [
    `added ${job.definition.name} (${job.id}), ${nextPhrase(context, job)}`,
  ]);
}

export function validateJob(context: Context, options: JobOptions, json?: string): void {
  const input = inputOf(context, options, json);
  const { definition, warnings } = doneValue(context.commands().checkJob(input, addOptions(context, options)));
  const notes = [...warnings, ...secretWarnings(definition.env, context.host.env)];
  remarkWarnings(context, notes);
  context.output.answer({ definition: shownDefinition(definition), warnings: notes }, () => [
    `fine: ${definition.name} could be added; nothing was written`,
    ...fieldLines(definition),
  ]);
}

export function inputOf(
  context: Context,
  options: JobOptions,
  json: string | undefined,
  stored?: JobDefinition,
): unknown {
  return readJobInput(json, options, {
    machineZone: context.host.timeZone,
    parentId: (wanted) => findJob(jobReads(context.store().db), wanted).id,
    ...(stored === undefined ? {} : { stored }),
  });
}

export const addOptions = (context: Context, options: JobOptions): AddOptions => ({
  actor: context.actor,
  machineZone: context.host.timeZone,
  ...(options.allowPast === true ? { allowPast: true } : {}),
});

export function remarkWarnings(context: Context, warnings: readonly string[]): void {
  for (const warning of warnings) context.output.remark(`note: ${warning}`);
}

export function nextPhrase(
  context: Context,
  job: { enabled: boolean; nextRunAt?: number; definition: JobDefinition },
): string {
  if (!job.enabled) return 'off';
  if (job.nextRunAt !== undefined) {
    const when = wallText(job.nextRunAt, context.host.timeZone);
    return `next ${when} (${relativeText(job.nextRunAt, context.clock.now())})`;
  }
  return job.definition.parent_id === undefined ? 'runs by hand' : 'runs after its parent';
}

/** The definition as it would be stored; `+` marks what is no default. Values of variables may be secrets. */
function fieldLines(definition: JobDefinition): string[] {
  const given = new Set<string>(differenceOf(jobDefaults(), definition).map(({ field }) => field));
  const entries = Object.entries(definition).filter(([field]) => field !== 'env');
  const width = Math.max(...entries.map(([field]) => field.length));
  return entries.map(([field, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${given.has(field) ? '+' : ' '} ${field.padEnd(width)}  ${text}`;
  });
}

export const waitsDocument = (engine: { waitsForEngine?: true }): Record<string, unknown> =>
  engine.waitsForEngine === true ? { waits_for_engine: true } : {};
