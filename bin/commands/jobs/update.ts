import { secretWarnings } from '../../../src/engine/ports/environment.ts';
import { differenceOf, type FieldChange } from '../../../src/engine/rules/job/difference.ts';
import { shownDefinition, shownEnv } from '../../../src/engine/rules/secret-shapes.ts';
import type { JobDefinition } from '../../../src/store/nouns/job-fields.ts';
import type { Context } from '../../context.ts';
import { toDocument } from '../../output/documents.ts';
import { doneValue, remarkIfNoEngine } from '../../results.ts';
import { readableJob, wantedId } from '../../stored-job.ts';
import { addOptions, inputOf, type JobOptions, nextPhrase, remarkWarnings, waitsDocument } from './add.ts';

/** A patch: what is not named stays as it is. */
export function updateJob(context: Context, options: JobOptions, wanted: string, json?: string): void {
  const id = wantedId(context, wanted);
  const before = readableJob(context, id);
  const patch = inputOf(context, options, json, before?.definition);
  if (options.dryRun === true) {
    showUpdate(context, options, id, patch);
    return;
  }
  const { job, warnings } = doneValue(context.commands().updateJob(id, patch, addOptions(context, options)));
  const changes = before === undefined ? [] : differenceOf(before.definition, job.definition);
  const engine = job.nextRunAt === undefined ? {} : remarkIfNoEngine(context);
  const notes = [...warnings, ...secretWarnings(job.definition.env, context.host.env)];
  remarkWarnings(context, notes);
  const document = {
    job: toDocument(job),
    changes: changes.map(changeDocument),
    warnings: notes,
    ...waitsDocument(engine),
  };
  context.output.answer(document, () => [
    job.revision === before?.revision
      ? `${job.definition.name} (${job.id}) is so already, revision ${job.revision}, ${nextPhrase(context, job)}`
      : `updated ${job.definition.name} (${job.id}), revision ${job.revision}, ${nextPhrase(context, job)}`,
    ...changeLines(changes),
  ]);
}

function showUpdate(context: Context, options: JobOptions, jobId: string, patch: unknown): void {
  const update = doneValue(context.commands().checkUpdate(jobId, patch, addOptions(context, options)));
  const { job, definition, warnings, reschedules } = update;
  const changes = differenceOf(job.definition, definition);
  remarkWarnings(context, warnings);
  const document = {
    changes: changes.map(changeDocument),
    definition: shownDefinition(definition),
    warnings,
    reschedules,
  };
  context.output.answer(document, () => [
    changes.length === 0
      ? `${job.definition.name} would stay as it is; nothing was written`
      : `${job.definition.name} would change${reschedules ? ', and its fire times be planned anew' : ''}; nothing was written`,
    ...changeLines(changes),
  ]);
}

const changeDocument = ({ field, before, after }: FieldChange): object => ({
  field,
  before: shownValue(field, before) ?? null,
  after: shownValue(field, after) ?? null,
});

const shownValue = (field: FieldChange['field'], value: unknown): unknown =>
  field === 'env' && value !== undefined ? shownEnv(value as JobDefinition['env']) : value;

function changeLines(changes: readonly FieldChange[]): string[] {
  const width = changes.reduce((most, { field }) => Math.max(most, field.length), 0);
  return changes.map(
    ({ field, before, after }) => `  ${field.padEnd(width)}  ${valueText(field, before)} → ${valueText(field, after)}`,
  );
}

/** Values of variables may be secrets, so only their names are shown. */
function valueText(field: keyof JobDefinition, value: unknown): string {
  if (value === undefined) return '(none)';
  if (field === 'env') return `{${Object.keys(value as object).join(', ')}}`;
  return JSON.stringify(value);
}
