import type { Dispatch } from '../../store/nouns/dispatch.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { Run } from '../../store/nouns/run.ts';
import type { Store } from '../../store/store.ts';
import { jobAsRun } from '../rules/job/as-run.ts';

/** What a dispatch would run now: the revision it names, or the job as it is. */
export function jobOfDispatch(store: Store, job: Job, { jobRevision, override }: Dispatch): Job {
  const revision = jobRevision ?? job.revision;
  const found = storedJob(store, job, { revision, override });
  if (found === undefined) throw new Error(`revision ${revision} of job ${job.id} is not kept`);
  return found;
}

/** What a run was admitted with, whatever has become of its job since. */
export function jobOfRun(store: Store, job: Job, { jobRevision, override }: Run): Job {
  // A run has to be settled in any case.
  return storedJob(store, job, { revision: jobRevision, override }) ?? job;
}

/** Revisions go with the last run of their job, so a missing one was taken out by hand. */
function storedJob(
  store: Store,
  job: Job,
  { revision, override }: { revision: number; override: Run['override'] },
): Job | undefined {
  if (revision === job.revision && override === undefined) return job;
  const definition = revision === job.revision ? job.definition : store.jobs.definitionAt(job.id, revision);
  if (definition === undefined) return undefined;
  return jobAsRun(job, { revision, definition, ...(override === undefined ? {} : { override }) });
}
