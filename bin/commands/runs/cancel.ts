import type { Context } from '../../context.ts';
import { findByNumber } from '../../find.ts';
import { toDocument } from '../../output/documents.ts';
import { doneValue, remarkIfNoEngine } from '../../results.ts';

export function cancelRun(context: Context, _options: object, wanted: string): void {
  const found = findByNumber('run', wanted, context.store().runs.get);
  const { run } = doneValue(context.commands().cancelRun(found.id, context.actor));
  const engine = run.finishedAt === undefined ? remarkIfNoEngine(context) : {};
  context.output.answer({ run: toDocument(run), waits_for_engine: engine.waitsForEngine === true }, () => [
    run.finishedAt === undefined
      ? `asked run ${run.id} of ${run.jobName} to stop`
      : `cancelled run ${run.id} of ${run.jobName}`,
  ]);
}
