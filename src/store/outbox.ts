import type { Db } from './database.ts';
import type { NewNotice, Notice } from './nouns/notice.ts';
import { bind, rowReader } from './rows.ts';

const toNotice = rowReader<Notice>();

export function outboxStore(db: Db) {
  const insert = db.prepare(`
    INSERT INTO outbox (key, kind, channel, target, job_id, run_id, title, body, next_attempt_at, created_at)
    VALUES (@key, @kind, @channel, @target, @jobId, @runId, @title, @body, @now, @now)
    ON CONFLICT (key) DO NOTHING`);
  const pending = db.prepare(`SELECT * FROM outbox WHERE status = 'pending' ORDER BY next_attempt_at, id LIMIT +?`);
  return {
    add: (notice: NewNotice, now: number): void =>
      void insert.run(
        bind({ channel: undefined, target: undefined, jobId: undefined, runId: undefined, ...notice, now }),
      ),
    pending: (limit: number): Notice[] => pending.all(limit).map(toNotice),
  };
}
