import type { JobDefinition } from '../../../store/nouns/job-fields.ts';

export type ApprovalCause = 'schedule' | 'manual' | 'chain' | 'retry';

/**
 * Whether a person is asked before a dispatch of this cause runs.
 * A retry is judged by the cause of the run it repeats, which the caller passes; as `retry` it asks under `all` only.
 */
export function needsApproval(
  definition: Pick<JobDefinition, 'approval_required' | 'approval_scope'>,
  cause: ApprovalCause,
): boolean {
  return definition.approval_required && (definition.approval_scope === 'all' || cause === 'chain');
}
