import type { Actor } from '../../store/nouns/actor.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { Store } from '../../store/store.ts';
import type { CommandPorts } from '../commands.ts';
import { cancelJob, deleteJob, disableJob } from '../dispatch/retire-job.ts';
import { stampOf, type Undo } from '../rules/undo.ts';
import { audit, fireFromNowOn, stored } from './job-commands.ts';
import { conflict, done, notFound, type Result, transact } from './result.ts';
import { takeJob } from './unreadable-job.ts';

const DESCENDANTS_MAX = 10_000;

export function jobSwitches(store: Store, ports: CommandPorts) {
  const withJob: WithJob = (jobId, act) =>
    transact(store, ports, () => {
      const job = store.jobs.get(jobId);
      return job === undefined || job.deletedAt !== undefined ? notFound('job', jobId) : act(job, ports.clock.now());
    });
  return { ...onAndOff(store, withJob), ...forGood(store, ports, withJob) };
}

type WithJob = <T>(jobId: string, act: (job: Job, at: number) => Result<T>) => Result<T>;

function onAndOff(store: Store, withJob: WithJob) {
  return {
    /** D-02: what was cancelled when it was switched off stays cancelled. */
    enableJob: (jobId: string, actor: Actor): Result<{ job: Job; undo: Undo }> =>
      withJob(jobId, (job, at) => {
        if (job.enabled) return conflict('already-enabled', `${job.definition.name} is enabled already`);
        const fire = fireFromNowOn(store, job, at);
        store.jobs.enable(jobId, fire === undefined ? {} : { nextSlotAt: fire.slotAt, nextRunAt: fire.dueAt }, at);
        audit(store, actor, 'job.enable', nameOf(job), at);
        const enabled = stored(store, jobId);
        return done({ job: enabled, undo: switchedFrom(job, enabled) });
      }),

    /** `because`: where it is off for another reason than that a person wanted it. */
    disableJob: (
      jobId: string,
      actor: Actor,
      because?: string,
    ): Result<{ job: Job; cancelledDispatches: number; undo: Undo }> =>
      withJob(jobId, (job, at) => {
        if (!job.enabled) return conflict('already-disabled', `${job.definition.name} is disabled already`);
        const cancelledDispatches = disableJob(
          store,
          job,
          { actor, ...(because === undefined ? {} : { because }) },
          at,
        );
        audit(store, actor, 'job.disable', nameOf(job), at);
        const disabled = stored(store, jobId);
        return done({ job: disabled, cancelledDispatches, undo: switchedFrom(job, disabled) });
      }),
  };
}

function forGood(store: Store, ports: CommandPorts, withJob: WithJob) {
  return {
    /** D-72. One that cannot be read as well. */
    deleteJob: (jobId: string, actor: Actor): Result<{ job: Job }> =>
      transact(store, ports, () => {
        const job = takeJob(store, jobId)?.job;
        if (job === undefined || job.deletedAt !== undefined) return notFound('job', jobId);
        const at = ports.clock.now();
        deleteJob(store, job, { actor }, at);
        audit(store, actor, 'job.delete', nameOf(job), at);
        return done({ job: stored(store, jobId) });
      }),

    /** D-102: the job is disabled, loses what waits, and its runs are stopped; its descendants too, unless told otherwise. */
    cancelJob: (
      jobId: string,
      actor: Actor,
      options: { cascade: boolean },
    ): Result<{ jobs: string[]; runs: number[] }> =>
      withJob(jobId, (job, at) => {
        const jobs = options.cascade ? [job, ...descendants(store, jobId)] : [job];
        const runs: number[] = [];
        for (const one of jobs) {
          runs.push(...cancelJob(store, one, actor, at));
          audit(store, actor, 'job.cancel', nameOf(one), at);
        }
        return done({ jobs: jobs.map((one) => one.id), runs });
      }),
  };
}

const switchedFrom = (before: Job, now: Job): Undo => ({
  kind: 'switch',
  jobId: now.id,
  name: now.definition.name,
  is: stampOf(now),
  ...(before.disabledBecause === undefined ? {} : { disabledBecause: before.disabledBecause }),
});

const nameOf = (job: Job): { id: string; name: string } => ({ id: job.id, name: job.definition.name });

function descendants(store: Store, jobId: string): Job[] {
  const found: Job[] = [];
  let level = store.jobs.children(jobId);
  while (level.length > 0 && found.length < DESCENDANTS_MAX) {
    found.push(...level);
    level = level.flatMap((job) => store.jobs.children(job.id));
  }
  return found.slice(0, DESCENDANTS_MAX);
}
