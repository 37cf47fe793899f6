import type { Db } from '../database.ts';
import type { Notice } from '../nouns/notice.ts';
import { heldReason } from '../outbox.ts';
import { rowReader } from '../rows.ts';

export const MESSAGE_STATES = ['waiting', 'held', 'failed', 'sent'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** A message as lists show it. */
export type MessageLine = Omit<Notice, 'status' | 'nextAttemptAt' | 'claimedFence'> & {
  state: MessageState;
  jobName?: string;
  /** Of one that waits or is held. */
  nextAttemptAt?: number;
};

export type MessageFilter = { states: readonly MessageState[]; jobId?: string; to?: string; limit: number };

type Row = Omit<MessageLine, 'nextAttemptAt'> & { nextAttemptAt: number };
const toRow = rowReader<Row>();

export function outboxReads(db: Db) {
  const list = db.prepare(`
    SELECT * FROM (
      SELECT o.id, o.key, o.kind, o.channel, o.target, o.job_id, o.run_id, o.title, o.body, o.attempts,
        o.next_attempt_at, o.created_at, o.sent_at, o.last_error, j.name AS job_name,
        CASE WHEN o.status = 'pending' AND o.last_error LIKE 'held: %' THEN 'held'
          WHEN o.status = 'pending' THEN 'waiting' ELSE o.status END AS state
      FROM outbox o LEFT JOIN jobs j ON j.id = o.job_id
      WHERE (+@jobId IS NULL OR o.job_id = +@jobId) AND (+@to IS NULL OR o.target = +@to)
    )
    WHERE state IN (SELECT value FROM json_each(+@states))
    ORDER BY id DESC
    LIMIT +@limit`);
  return {
    /** Newest first. */
    list: ({ states, jobId, to, limit }: MessageFilter): MessageLine[] =>
      list.all({ states: JSON.stringify(states), jobId: jobId ?? null, to: to ?? null, limit }).map(toLine),
  };
}

function toLine(row: unknown): MessageLine {
  const { nextAttemptAt, lastError, ...line } = toRow(row);
  const reason = heldReason(lastError) ?? lastError;
  return {
    ...line,
    ...(line.state === 'waiting' || line.state === 'held' ? { nextAttemptAt } : {}),
    ...(reason === undefined ? {} : { lastError: reason }),
  };
}
