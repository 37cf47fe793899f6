import type { Actor } from '../../store/nouns/actor.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { JobDefinition } from '../../store/nouns/job-fields.ts';
import type { Run } from '../../store/nouns/run.ts';
import type { Store } from '../../store/store.ts';
import type { CommandPorts } from '../commands.ts';
import { type JobOverride, jobAsRun } from '../rules/job/as-run.ts';
import { occasionKey } from '../rules/occasion.ts';
import { audit } from './job-commands.ts';
import { checkOverride } from './override.ts';
import { conflict, done, notFound, type Refusal, type Result, refused, transact } from './result.ts';
import { manualDispatch } from './run-commands.ts';

/** What a run would have if it were run again with a patch: of which revision, and what is its own. */
export type CheckedRerun = { jobRevision: number; override?: JobOverride; definition: JobDefinition };

export function rerunCommands(store: Store, ports: CommandPorts) {
  const now = (): number => ports.clock.now();
  return {
    /** Says what a run would be if it were run again, with a patch or without, and writes nothing. */
    checkRerun: (runId: number, patch?: unknown): Result<CheckedRerun> => {
      const found = repeatable(store, runId);
      return found.kind === 'done' ? checked(found.value, patch, now()) : found;
    },

    /**
     * The same once more: what that run had of its job and changed for itself, after the same parent run; the guards look at
     * the job as it is now. The request id makes it one occasion. A patch is for the new run alone, on top of all that.
     */
    rerunRun: (
      runId: number,
      actor: Actor,
      requestId: string = ports.ids.requestId(),
      patch?: unknown,
    ): Result<{ dispatchId: number }> =>
      transact(store, ports, () => {
        const found = repeatable(store, runId);
        if (found.kind !== 'done') return found;
        const { run, job } = found.value;
        const at = now();
        const content = checked(found.value, patch, at);
        if (content.kind !== 'done') return content;
        const { override } = content.value;
        const dispatch = store.dispatches.add(
          {
            ...manualDispatch(job, { actor, requestId, key: occasionKey.manual(job.id, requestId) }, at),
            jobRevision: run.jobRevision,
            ...(override === undefined ? {} : { override }),
            ...(run.triggeredByRun === undefined ? {} : { sourceRunId: run.triggeredByRun }),
          },
          job.definition.priority,
          at,
        );
        if (dispatch === undefined)
          return conflict('asked-already', `not run again: run ${runId} was asked for already`);
        const subject = { id: job.id, name: job.definition.name };
        const changes = patch === undefined ? {} : { changes: Object.keys(patch as object) };
        audit(store, actor, 'run.rerun', subject, at, { run: runId, revision: run.jobRevision, ...changes });
        return done({ dispatchId: dispatch.id });
      }),
  };
}

/** A run with its job, and that job's definition as it was then. */
type Repeatable = { run: Run; job: Job; stored: JobDefinition };

function repeatable(store: Store, runId: number): Result<Repeatable> {
  const run = store.runs.get(runId);
  if (run === undefined) return notFound('run', runId);
  const job = store.jobs.get(run.jobId);
  const refusal = unrepeatable(store, run, job);
  const stored = job === undefined ? undefined : store.jobs.definitionAt(job.id, run.jobRevision);
  if (job === undefined || stored === undefined || refusal !== undefined) return refusal ?? notFound('job', run.jobId);
  return done({ run, job, stored });
}

function checked({ run, job, stored }: Repeatable, patch: unknown, now: number): Result<CheckedRerun> {
  const { jobRevision, override } = run;
  const own = override === undefined ? {} : { override };
  const asRun = jobAsRun(job, { revision: jobRevision, definition: stored, ...own });
  if (patch === undefined) return done({ jobRevision, ...own, definition: asRun.definition });
  const result = checkOverride(asRun, patch, now);
  if (result.kind !== 'done') return result;
  const { definition } = result.value;
  return done({ jobRevision, override: { ...override, ...result.value.override }, definition });
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
