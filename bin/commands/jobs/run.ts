import { randomIds } from '../../../src/engine/ports/ids.ts';
import type { Job } from '../../../src/store/nouns/job.ts';
import type { Context } from '../../context.ts';
import { pairLines } from '../../output/pairs.ts';
import { doneValue, remarkIfNoEngine } from '../../results.ts';
import { wantedJob } from '../../stored-job.ts';

export function runJob(context: Context, options: { dryRun?: true }, wanted: string): void {
  const job = wantedJob(context, wanted);
  const forecast = context.commands().forecast(job.id);
  if (options.dryRun === true) {
    describe(context, job, forecast);
    return;
  }
  const { dispatchId } = doneValue(context.commands().runNow(job.id, context.actor, randomIds.requestId()));
  const engine = remarkIfNoEngine(context);
  const document = {
    job: { id: job.id, name: job.definition.name },
    dispatch_id: dispatchId,
    forecast,
    waits_for_engine: engine.waitsForEngine === true,
  };
  context.output.answer(document, () => [`asked ${job.definition.name} to run (dispatch ${dispatchId}): ${forecast}`]);
}

function describe(context: Context, job: Job, forecast: string): void {
  const { definition } = job;
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
