import type { Actor } from '../../store/nouns/actor.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { Run } from '../../store/nouns/run.ts';
import type { Store } from '../../store/store.ts';
import type { CommandPorts } from '../commands.ts';
import { occasionKey } from '../rules/occasion.ts';
import { audit } from './job-commands.ts';
import { conflict, done, notFound, type Refusal, type Result, refused, transact } from './result.ts';
import { manualDispatch } from './run-commands.ts';

export function rerunCommands(store: Store, ports: CommandPorts) {
  return {
    /** The same once more: the same revision of its job, after the same parent run. The request id makes it one occasion. */
    rerunRun: (
      runId: number,
      actor: Actor,
      requestId: string = ports.ids.requestId(),
    ): Result<{ dispatchId: number }> =>
      transact(store, ports, () => {
        const run = store.runs.get(runId);
        if (run === undefined) return notFound('run', runId);
        const job = store.jobs.get(run.jobId);
        const refusal = unrepeatable(run, job);
        if (job === undefined || refusal !== undefined) return refusal ?? notFound('job', run.jobId);
        const at = ports.clock.now();
        const dispatch = store.dispatches.add(
          {
            ...manualDispatch(job, { actor, requestId, key: occasionKey.manual(job.id, requestId) }, at),
            ...(run.triggeredByRun === undefined ? {} : { sourceRunId: run.triggeredByRun }),
          },
          job.definition.priority,
          at,
        );
        if (dispatch === undefined)
          return conflict('asked-already', `not run again: run ${runId} was asked for already`);
        audit(store, actor, 'run.rerun', { id: job.id, name: job.definition.name }, at, { run: runId });
        return done({ dispatchId: dispatch.id });
      }),
  };
}

function unrepeatable(run: Run, job: Job | undefined): Refusal | undefined {
  if (job === undefined || job.deletedAt !== undefined) {
    return refused('job-deleted', `not run again: ${run.jobName} was deleted`);
  }
  if (job.revision === run.jobRevision) return undefined;
  return refused(
    'job-changed',
    `not run again: ${run.jobName} is at revision ${job.revision}, run ${run.id} was of revision ${run.jobRevision}`,
    'jobs run starts it as it is now',
  );
}
