export { CHAIN_DEPTH_MAX, chainDepth, chainHeight, checkChain, detectCycle } from './chain.ts';
export type { ParseContext } from './cross-checks.ts';
export { nearestName } from './nearest-name.ts';
export { type ApprovalCause, needsApproval } from './needs-approval.ts';
export { type ParseResult, parseJob } from './parse-job.ts';
export { patchJob } from './patch-job.ts';
export type { Problem } from './problem.ts';
export { JOB_JSON_BYTES_MAX, readJobJson } from './read-job-json.ts';
export { anchorOf, changesSchedule, scheduleOf } from './schedule-of.ts';
