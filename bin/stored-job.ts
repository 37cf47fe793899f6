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
  storedJob(context, findJob(jobReads(context.store().db), wanted).id);
