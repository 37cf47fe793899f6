import { randomIds } from '../../../src/engine/ports/ids.ts';
import type { Context } from '../../context.ts';
import { findByNumber } from '../../find.ts';
import { doneValue, remarkIfNoEngine } from '../../results.ts';
import { patchOf } from '../jobs/run.ts';

export function rerunRun(context: Context, options: { with?: string }, wanted: string): void {
  const run = findByNumber('run', wanted, context.store().runs.get);
  const patch = options.with === undefined ? undefined : patchOf(options.with);
  const { jobRevision, override } = doneValue(context.commands().checkRerun(run.id, patch));
  const { dispatchId } = doneValue(context.commands().rerunRun(run.id, context.actor, randomIds.requestId(), patch));
  const content = { jobRevision, ...(override === undefined ? {} : { override }) };
  const forecast = context.commands().forecast(run.jobId, content);
  const engine = remarkIfNoEngine(context);
  const document = {
    run: run.id,
    job: { id: run.jobId, name: run.jobName, revision: run.jobRevision },
    dispatch_id: dispatchId,
    forecast,
    ...(patch === undefined ? {} : { own: Object.keys(patch as object) }),
    waits_for_engine: engine.waitsForEngine === true,
  };
  const now = context.store().jobs.get(run.jobId)?.revision;
  const revision = now === run.jobRevision ? '' : `, of revision ${run.jobRevision}`;
  const own = patch === undefined ? '' : ` with its own ${Object.keys(patch as object).join(', ')}`;
  context.output.answer(document, () => [
    `asked ${run.jobName} to run again as in run ${run.id}${revision}${own} (dispatch ${dispatchId}): ${forecast}`,
  ]);
}
