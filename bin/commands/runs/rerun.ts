import { randomIds } from '../../../src/engine/ports/ids.ts';
import type { Context } from '../../context.ts';
import { findByNumber } from '../../find.ts';
import { doneValue, remarkIfNoEngine } from '../../results.ts';

export function rerunRun(context: Context, _options: object, wanted: string): void {
  const run = findByNumber('run', wanted, context.store().runs.get);
  const { dispatchId } = doneValue(context.commands().rerunRun(run.id, context.actor, randomIds.requestId()));
  const { override } = run;
  const content = { jobRevision: run.jobRevision, ...(override === undefined ? {} : { override }) };
  const forecast = context.commands().forecast(run.jobId, content);
  const engine = remarkIfNoEngine(context);
  const document = {
    run: run.id,
    job: { id: run.jobId, name: run.jobName, revision: run.jobRevision },
    dispatch_id: dispatchId,
    forecast,
    waits_for_engine: engine.waitsForEngine === true,
  };
  const now = context.store().jobs.get(run.jobId)?.revision;
  const revision = now === run.jobRevision ? '' : `, of revision ${run.jobRevision}`;
  context.output.answer(document, () => [
    `asked ${run.jobName} to run again as in run ${run.id}${revision} (dispatch ${dispatchId}): ${forecast}`,
  ]);
}
