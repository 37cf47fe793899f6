import { JobUnreadable } from '../src/store/job-unreadable.ts';
import { jobReads } from '../src/store/lookups/job-reads.ts';
import type { Job } from '../src/store/nouns/job.ts';
import type { Context } from './context.ts';
import { Failure } from './failure.ts';
import { findJob } from './find.ts';

/** The whole job behind an id that was just found; gone when somebody deleted it in between. */
export function storedJob(context: Pick<Context, 'store'>, id: string): Job {
  const job = context.store().jobs.get(id);
  if (job === undefined || job.deletedAt !== undefined) throw new Failure('not-found', 'job-not-found', `no job ${id}`);
  return job;
}

/** The whole job an operator means by an id, a prefix or a name. */
export const wantedJob = (context: Pick<Context, 'store'>, wanted: string): Job =>
  storedJob(context, wantedId(context, wanted));

/** The same without its definition, for what works on a job that nobody can read. */
export const wantedId = (context: Pick<Context, 'store'>, wanted: string): string =>
  findJob(jobReads(context.store().db), wanted).id;

/** Undefined where its definition cannot be read. */
export function readableJob(context: Pick<Context, 'store'>, id: string): Job | undefined {
  try {
    return storedJob(context, id);
  } catch (error) {
    if (error instanceof JobUnreadable) return undefined;
    throw error;
  }
}
