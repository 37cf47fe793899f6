import { createHash } from 'node:crypto';
import type { ApprovalSubject } from '../../store/nouns/approval.ts';
import type { Job } from '../../store/nouns/job.ts';

/** D-85, D-86. Exactly what would run: shown to the approver, hashed, and compared again when it is admitted. */
export function approvalSubject(
  job: Pick<Job, 'definition' | 'revision'>,
  override?: ApprovalSubject['override'],
): ApprovalSubject {
  const { definition } = job;
  const watchdog = definition.job_type === 'watchdog';
  return {
    jobRevision: job.revision,
    target: watchdog ? 'watchdog' : definition.session_target,
    payload: watchdog ? (definition.watchdog_check_cmd ?? '') : definition.payload_message,
    envNames: Object.keys(definition.env).sort(),
    timeoutMs: definition.run_timeout_ms,
    ...(override === undefined ? {} : { override }),
    ...(definition.shell === undefined ? {} : { shell: definition.shell }),
    ...(definition.cwd === undefined ? {} : { cwd: definition.cwd }),
    ...(definition.session_target === 'shell' ? {} : { agentId: definition.agent_id }),
  };
}

/** SHA-256 of the subject, in hex. */
export function approvalDigest(subject: ApprovalSubject): string {
  const sorted = Object.entries(subject).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}

const WAIT_STEP_MS = 10_000;
const WAIT_MAX_MS = 300_000;
const WAIT_STEPS_MAX = 12;

/** D-04. When a dispatch looks again after it found an approval pending: the longer the backlog, the later. */
export function approvalWaitMs(backlog: number): number {
  const steps = Math.min(Math.max(backlog + 1, 1), WAIT_STEPS_MAX);
  return Math.min(WAIT_MAX_MS, WAIT_STEP_MS * steps);
}
