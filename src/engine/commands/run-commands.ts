import type { Actor } from '../../store/nouns/actor.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { Run } from '../../store/nouns/run.ts';
import type { Store } from '../../store/store.ts';
import type { CommandPorts } from '../commands.ts';
import { occasionKey } from '../rules/occasion.ts';
import { audit } from './job-commands.ts';
import { type CheckedOverride, checkOverride } from './override.ts';
import { conflict, done, notFound, type Result, transact } from './result.ts';

export function runCommands(store: Store, ports: CommandPorts) {
  return { ...startCommands(store, ports), ...stopCommands(store, ports) };
}

function startCommands(store: Store, ports: CommandPorts) {
  const now = (): number => ports.clock.now();
  return {
    /** Says what a patch for one run would make of its job, and writes nothing. */
    checkOverride(jobId: string, patch: unknown): Result<CheckedOverride> {
      const job = store.jobs.get(jobId);
      if (job === undefined || job.deletedAt !== undefined) return notFound('job', jobId);
      return checkOverride(job, patch, now());
    },

    /**
     * The request id makes it one occasion: the same one again is the same dispatch. A patch is for this run alone, and
     * holds for the job as it is now: what is edited before the run starts does not change it.
     */
    runNow: (
      jobId: string,
      actor: Actor,
      requestId: string = ports.ids.requestId(),
      patch?: unknown,
    ): Result<{ dispatchId: number }> =>
      transact(store, ports, () => {
        const job = store.jobs.get(jobId);
        if (job === undefined || job.deletedAt !== undefined) return notFound('job', jobId);
        const at = now();
        const key = occasionKey.manual(jobId, requestId);
        const checked = patch === undefined ? undefined : checkOverride(job, patch, at);
        if (checked !== undefined && checked.kind !== 'done') return checked;
        const own = checked === undefined ? {} : { jobRevision: job.revision, override: checked.value.override };
        const dispatch = store.dispatches.add(
          { ...manualDispatch(job, { actor, requestId, key }, at), ...own },
          job.definition.priority,
          at,
        );
        if (dispatch === undefined) {
          const earlier = store.dispatches.byOccasion(key);
          return earlier === undefined ? notFound('dispatch', key) : done({ dispatchId: earlier.id });
        }
        const changes = checked === undefined ? {} : { changes: Object.keys(checked.value.override) };
        const detail = { dispatch: dispatch.id, ...changes };
        audit(store, actor, 'job.run', { id: jobId, name: job.definition.name }, at, detail);
        return done({ dispatchId: dispatch.id });
      }),
  };
}

function stopCommands(store: Store, ports: CommandPorts) {
  const stopped = (runId: number, actor: Actor, action: string, ask: (at: number) => boolean): Result<{ run: Run }> =>
    transact(store, ports, () => {
      const run = store.runs.get(runId);
      if (run === undefined) return notFound('run', runId);
      const at = ports.clock.now();
      if (run.finishedAt !== undefined) return conflict('run-over', `not cancelled: run ${runId} ended ${run.status}`);
      if (run.status === 'awaiting_approval') {
        const approval = store.approvals.pendingOf(run.jobId).find((one) => one.runId === runId);
        return conflict('run-waits', `not cancelled: run ${runId} waits for approval ${approval?.id}; reject that`);
      }
      if (!ask(at)) return conflict('already-stopping', `run ${runId} is being stopped already`);
      store.audit.add({ actor, action, subjectKind: 'run', subjectId: String(runId), subjectName: run.jobName }, at);
      return done({ run: store.runs.get(runId) ?? run });
    });

  return {
    /** TERM, the grace, KILL; the engine does it. */
    cancelRun: (runId: number, actor: Actor): Result<{ run: Run }> =>
      stopped(runId, actor, 'run.cancel', (at) => store.runs.requestStop(runId, 'cancel', actor, at)),

    /** KILL at once. */
    killRun: (runId: number, actor: Actor): Result<{ run: Run }> =>
      stopped(runId, actor, 'run.kill', (at) => store.runs.requestKill(runId, actor, at)),
  };
}

/** One cause to run a job now that a person gave. */
export function manualDispatch(job: Job, how: { actor: Actor; requestId: string; key: string }, now: number) {
  return {
    jobId: job.id,
    cause: 'manual',
    occasionKey: how.key,
    dueAt: now,
    retryCount: 0,
    requestedBy: how.actor,
    requestId: how.requestId,
  } as const;
}
