import type { Context } from '../../context.ts';
import { doneValue, remarkIfNoEngine } from '../../results.ts';
import { wantedJob } from '../../stored-job.ts';

export function cancelJob(context: Context, options: { cascade: boolean }, wanted: string): void {
  const job = wantedJob(context, wanted);
  const { jobs, runs } = doneValue(context.commands().cancelJob(job.id, context.actor, { cascade: options.cascade }));
  const engine = runs.length === 0 ? {} : remarkIfNoEngine(context);
  const others = jobs.filter((id) => id !== job.id).length;
  context.output.answer({ jobs, runs, waits_for_engine: engine.waitsForEngine === true }, () => [
    `cancelled ${job.definition.name}${others === 0 ? '' : ` and ${others} that follow it`}: off, nothing waits${
      runs.length === 0 ? '' : `, stopping run ${runs.join(', ')}`
    }`,
  ]);
}
