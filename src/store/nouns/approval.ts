import type { Actor } from './actor.ts';
import type { DispatchCause } from './dispatch.ts';

export type ApprovalStatus = 'pending' | 'approved' | 'rejected' | 'timed_out' | 'dispatched' | 'cancelled';

/** Exactly what would run: shown to the approver and hashed (D-85, D-86). */
export type ApprovalSubject = {
  jobRevision: number;
  target: string;
  /** The command, prompt or event text, whole. */
  payload: string;
  shell?: string;
  cwd?: string;
  envNames: string[];
  agentId?: string;
  /** What it changes in the revision, for this run alone. */
  override?: Readonly<Record<string, unknown>>;
  timeoutMs: number;
  /** The file that would be executed, as it was when the question was asked; not part of the digest. */
  file?: { path: string; sha256: string };
};

export type Approval = {
  id: number;
  /** Counts every change; a decision names the revision it saw. */
  revision: number;
  jobId: string;
  jobName: string;
  dispatchId: number;
  runId: number;
  status: ApprovalStatus;
  risk: 'normal' | 'high';
  subject: ApprovalSubject;
  /** SHA-256 of the subject, hex. */
  digest: string;
  askedBecause: DispatchCause;
  requestedBy: Actor;
  sourceRunId?: number;
  askedAt: number;
  expiresAt: number;
  onTimeout: 'approve' | 'reject';
  decidedAt?: number;
  decidedBy?: Actor;
  note?: string;
  /** The run that started because of the approval. */
  startedRunId?: number;
};

/** The action under which the audit keeps that somebody looked and did not decide. */
export const SEEN_ACTION = 'approval.seen';
