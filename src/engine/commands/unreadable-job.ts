import { JobUnreadable } from '../../store/job-unreadable.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { JobDefinition } from '../../store/nouns/job-fields.ts';
import type { Store } from '../../store/store.ts';
import { isFields, parseJob } from '../rules/job/parse-job.ts';
import type { Refusal } from './result.ts';

/** A job as it is, or as a stand-in that does nothing where its definition cannot be read. */
export type FoundJob = { job: Job; isReadable: boolean };

export function findJob(store: Store, jobId: string): FoundJob | undefined {
  try {
    const job = store.jobs.get(jobId);
    return job === undefined ? undefined : { job, isReadable: true };
  } catch (error) {
    if (!(error instanceof JobUnreadable)) throw error;
    const definition = standIn(error);
    if (definition === undefined) throw error;
    const job = store.jobs.getAs(jobId, definition);
    return job === undefined ? undefined : { job, isReadable: false };
  }
}

/** The same, with the stand-in stored: what reads the job on the way to its end or its new definition can read it. */
export function takeJob(store: Store, jobId: string): FoundJob | undefined {
  const found = findJob(store, jobId);
  if (found === undefined || found.isReadable) return found;
  store.jobs.replaceUnreadable(jobId, found.job.definition);
  const job = store.jobs.get(jobId);
  return job === undefined ? undefined : { job, isReadable: false };
}

/** What is given for a job that cannot be read has to be all of it; its name and whether it is on are known. */
export const asWhole = (job: Job, given: unknown): unknown =>
  isFields(given) ? { name: job.definition.name, enabled: job.enabled, ...given } : given;

/** A refusal of a part says why a part will not do. */
export const wholeWanted = (refusal: Refusal): Refusal => ({
  ...refusal,
  hint: [WHOLE, ...(refusal.hint === undefined ? [] : [refusal.hint])].join('; '),
});

const WHOLE = 'what is stored of it cannot be read, so give the whole definition';

/** A name that no job may have gives way to the id. */
function standIn({ jobName, jobId }: JobUnreadable): JobDefinition | undefined {
  for (const name of [jobName, jobId]) {
    const given = { name, session_target: 'shell', payload_message: 'true' };
    const parsed = parseJob(given, { now: 0, machineZone: 'UTC', allowPast: true });
    if (parsed.kind === 'ok') return parsed.definition;
  }
  return undefined;
}
