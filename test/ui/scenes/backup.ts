import type { Run } from '../../../src/store/nouns/run.ts';
import type { Detail } from '../../../src/store/snapshot/detail.ts';
import type { OutputView } from '../../../src/ui/console-options.ts';
import { aDefinition, aJob, at, MINUTE, OPS } from './builders.ts';

const backupRun: Run = {
  id: 8811,
  jobId: 'job-backup-pg',
  jobName: 'backup-pg',
  jobRevision: 1,
  dispatchId: 8811,
  cause: 'manual',
  status: 'running',
  createdAt: at('14:25:55'),
  startedAt: at('14:25:55'),
  dueAt: at('14:25:55'),
  requestedBy: OPS,
  retryCount: 0,
  causeRoot: 'x',
  idempotencyKey: 'x',
  placement: 'local',
  fence: 1,
  pid: 40211,
  outBytes: 0,
  errBytes: 0,
};

export const backupDetail: Extract<Detail, { kind: 'run' }> = {
  kind: 'run',
  run: backupRun,
  followers: [],
  job: aJob('backup-pg', {
    definition: aDefinition({
      name: 'backup-pg',
      payload_message: '/usr/local/bin/backup-pg --all --to /backup/pg',
      cwd: '/var/backups',
      resource_pool: 'io',
      run_timeout_ms: 60 * MINUTE,
    }),
    usualMs: 22 * MINUTE,
  }),
};

const line = (time: string, text: string, stream: 'out' | 'err' = 'out') => ({ at: at(time), stream, text });

/** What the run has written so far. */
export const backupOutput: OutputView = {
  totalLines: 1_204,
  totalBytes: 96_000,
  lastByteAt: at('14:32:05'),
  lines: [
    line('14:31:40', 'pg_dump: dumping contents of table "public.order_items"'),
    line('14:31:46', 'pg_dump: dumping contents of table "public.orders"'),
    line('14:31:58', 'pg_dump: finished table 13/61, 1.9 GB written'),
    line('14:31:58', 'pg_dump: dumping contents of table "public.payments"'),
    line('14:32:03', 'pg_dump: warning: there are circular foreign-key constraints on this table', 'err'),
    line('14:32:05', 'pg_dump: finished table 14/61, 2.0 GB written'),
  ],
};
