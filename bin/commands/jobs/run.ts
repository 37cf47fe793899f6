import { secretWarnings } from '../../../src/engine/ports/environment.ts';
import { randomIds } from '../../../src/engine/ports/ids.ts';
import { readJobJson } from '../../../src/engine/rules/job/read-job-json.ts';
import type { Job } from '../../../src/store/nouns/job.ts';
import type { JobDefinition } from '../../../src/store/nouns/job-fields.ts';
import type { Context } from '../../context.ts';
import { usageFailure } from '../../failure.ts';
import { pairLines } from '../../output/pairs.ts';
import { doneValue, remarkIfNoEngine } from '../../results.ts';
import { wantedJob } from '../../stored-job.ts';
import { remarkWarnings } from './add.ts';

export function runJob(context: Context, options: { dryRun?: true; with?: string }, wanted: string): void {
  const job = wantedJob(context, wanted);
  const patch = options.with === undefined ? undefined : patchOf(options.with);
  const checked = patch === undefined ? undefined : doneValue(context.commands().checkOverride(job.id, patch));
  const content = checked === undefined ? {} : { jobRevision: job.revision, override: checked.override };
  const forecast = context.commands().forecast(job.id, content);
  if (options.dryRun === true) {
    describe(context, job, checked?.definition ?? job.definition, forecast);
    return;
  }
  const { dispatchId } = doneValue(context.commands().runNow(job.id, context.actor, randomIds.requestId(), patch));
  const engine = remarkIfNoEngine(context);
  const warnings = secretWarnings((checked?.definition ?? job.definition).env, context.host.env);
  remarkWarnings(context, warnings);
  const changes = Object.keys(checked?.override ?? {});
  const document = {
    job: { id: job.id, name: job.definition.name },
    dispatch_id: dispatchId,
    forecast,
    ...(changes.length === 0 ? {} : { own: changes }),
    ...(warnings.length === 0 ? {} : { warnings }),
    waits_for_engine: engine.waitsForEngine === true,
  };
  const own = changes.length === 0 ? '' : ` with its own ${changes.join(', ')}`;
  context.output.answer(document, () => [
    `asked ${job.definition.name} to run${own} (dispatch ${dispatchId}): ${forecast}`,
  ]);
}

/** The patch for one run, as `--with` has it. */
export function patchOf(json: string): unknown {
  const reading = readJobJson(json);
  if (reading.kind === 'ok') return reading.value;
  throw usageFailure('job-json', `--with: ${reading.line}`, { field: '--with' });
}

function describe(context: Context, job: Job, definition: JobDefinition, forecast: string): void {
  const variables = Object.keys(definition.env);
  const document = {
    job: { id: job.id, name: definition.name },
    target: definition.session_target,
    payload: definition.payload_message,
    shell: definition.shell ?? null,
    cwd: definition.cwd ?? null,
    env_names: variables,
    forecast,
  };
  context.output.answer(document, () =>
    pairLines([
      ['would run', definition.payload_message],
      [
        'as',
        definition.session_target === 'shell'
          ? `a command of ${definition.shell ?? 'the usual shell'}`
          : definition.session_target,
      ],
      ['in', definition.cwd ?? context.host.homeDir],
      ['variables', variables.length === 0 ? undefined : variables.join(', ')],
      ['now', forecast],
    ]),
  );
}
