import type { AdmitFacts } from '../rules/admit.ts';
import { slotOf } from './release.ts';

/** The columns every run of a dispatch has, also one that only waits for its approval. */
export function runOf({ job, asRun = job, dispatch, digest }: AdmitFacts, fence: number) {
  const { resource_pool: resourcePool } = job.definition;
  return {
    jobId: job.id,
    jobName: job.definition.name,
    jobRevision: asRun.revision,
    dispatchId: dispatch.id,
    cause: dispatch.cause,
    dueAt: dispatch.dueAt,
    requestedBy: dispatch.requestedBy,
    retryCount: dispatch.retryCount,
    fence,
    commandDigest: digest,
    ...slotOf(dispatch),
    ...(dispatch.override === undefined ? {} : { override: dispatch.override }),
    ...(resourcePool === undefined ? {} : { resourcePool }),
    ...(dispatch.retryOf === undefined ? {} : { retryOf: dispatch.retryOf }),
    ...(dispatch.sourceRunId === undefined ? {} : { triggeredByRun: dispatch.sourceRunId }),
    ...(dispatch.replayOf === undefined ? {} : { replayOf: dispatch.replayOf }),
    ...(dispatch.approvalId === undefined ? {} : { approvalId: dispatch.approvalId }),
    ...(dispatch.causeRoot === undefined ? {} : { causeRoot: dispatch.causeRoot }),
    // Only a replay repeats the same occasion; a retry with the old key would get the old failure back.
    ...(dispatch.replayOf === undefined ? {} : { idempotencyKey: `run:${dispatch.replayOf}` }),
  };
}
