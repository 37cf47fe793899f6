import type { Job } from '../../store/nouns/job.ts';
import type { JobDefinition } from '../../store/nouns/job-fields.ts';
import { isOverridable, type JobOverride, overridableFields, overrideOf } from '../rules/job/as-run.ts';
import { patchJob } from '../rules/job/index.ts';
import { isFields } from '../rules/job/parse-job.ts';
import { done, type Refusal, type Result } from './result.ts';

export type CheckedOverride = { override: JobOverride; definition: JobDefinition };

/** A patch for one run: it may change what is run, and the job has to be sound with it as a whole. */
export function checkOverride(job: Job, patch: unknown, now: number): Result<CheckedOverride> {
  if (!isFields(patch) || Object.keys(patch).length === 0) {
    return refusal('an object with the fields that differ in this run, such as {"payload_message":"…"}, is needed');
  }
  const foreign = Object.keys(patch).find((field) => !isOverridable(field));
  const parsed = patchJob(job.definition, patch, { now, machineZone: 'UTC', allowPast: true });
  if (parsed.kind === 'refused') {
    const [first] = parsed.problems;
    return refusal(first?.line ?? 'the job is not valid with it', first?.field);
  }
  if (foreign !== undefined) {
    return refusal(`${foreign}: cannot differ in one run; ${overridableFields().join(', ')} can`, foreign);
  }
  return done({ override: overrideOf(patch, parsed.definition), definition: parsed.definition });
}

const refusal = (message: string, field?: string): Refusal => ({
  kind: 'refused',
  code: 'bad-override',
  message: `not run: ${message}`,
  ...(field === undefined ? {} : { field }),
});
