/** A message that waits to be sent; written in the transaction that decided it, sent after its commit. */
export type Notice = {
  id: number;
  /** Sent along as the idempotency key; unique. */
  key: string;
  kind: 'approval-asked' | 'approval-timed-out' | 'approval-rejected' | 'result' | 'watchdog' | 'dropped' | 'dead-man';
  channel?: string;
  target?: string;
  jobId?: string;
  runId?: number;
  title: string;
  body: string;
  status: 'pending' | 'sent' | 'failed';
  attempts: number;
  nextAttemptAt: number;
  createdAt: number;
  sentAt?: number;
  lastError?: string;
  /** The fence of the engine that sends it now, or that died while it did. */
  claimedFence?: number;
};

export type NewNotice = Pick<Notice, 'key' | 'kind' | 'channel' | 'target' | 'jobId' | 'runId' | 'title' | 'body'>;
