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
    /**
     * The same once more: what that run had of its job and changed for itself, after the same parent run; the guards look at
     * the job as it is now. The request id makes it one occasion.
     */
    rerunRun: (
      runId: number,
      actor: Actor,
      requestId: string = ports.ids.requestId(),
    ): Result<{ dispatchId: number }> =>
      transact(store, ports, () => {
        const run = store.runs.get(runId);
        if (run === undefined) return notFound('run', runId);
        const job = store.jobs.get(run.jobId);
        const refusal = unrepeatable(store, run, job);
        if (job === undefined || refusal !== undefined) return refusal ?? notFound('job', run.jobId);
        const at = ports.clock.now();
        const dispatch = store.dispatches.add(
          {
            ...manualDispatch(job, { actor, requestId, key: occasionKey.manual(job.id, requestId) }, at),
            jobRevision: run.jobRevision,
            ...(run.override === undefined ? {} : { override: run.override }),
            ...(run.triggeredByRun === undefined ? {} : { sourceRunId: run.triggeredByRun }),
          },
          job.definition.priority,
          at,
        );
        if (dispatch === undefined)
          return conflict('asked-already', `not run again: run ${runId} was asked for already`);
        const subject = { id: job.id, name: job.definition.name };
        audit(store, actor, 'run.rerun', subject, at, { run: runId, revision: run.jobRevision });
        return done({ dispatchId: dispatch.id });
      }),
  };
}

function unrepeatable(store: Store, run: Run, job: Job | undefined): Refusal | undefined {
  if (job === undefined || job.deletedAt !== undefined) {
    return refused('job-deleted', `not run again: ${run.jobName} was deleted`);
  }
  const stored = store.jobs.definitionAt(job.id, run.jobRevision);
  const asItIs = 'jobs run starts it as it is now';
  if (stored === undefined) {
    return refused(
      'revision-gone',
      `not run again: revision ${run.jobRevision} of ${run.jobName} is not kept any more`,
      asItIs,
    );
  }
  if (stored.job_type === job.definition.job_type) return undefined;
  // Its end would be read as that of another kind of job.
  return refused(
    'job-changed',
    `not run again: ${run.jobName} was a ${stored.job_type} job in run ${run.id} and is a ${job.definition.job_type} job now`,
    asItIs,
  );
}
