import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Db, openDatabase } from '../../src/store/database.ts';

export const PERSON = JSON.stringify({ kind: 'person', name: 'ana', via: 'console' });
export const ENGINE_ACTOR = JSON.stringify({ kind: 'engine', name: 'engine', via: 'engine' });

/** A database in a folder of its own, filled by raw SQL: what a screen reads must not depend on who wrote it. */
export function screenDatabase(): { db: Db; path: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'screen-data-'));
  const path = join(folder, 'openclaw-tui.db');
  const db = openDatabase(path, 'command');
  return {
    db,
    path,
    remove() {
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Values = Record<string, string | number | null>;

export function insert(db: Db, table: string, values: Values): number {
  const names = Object.keys(values);
  const sql = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`;
  return Number(db.prepare(sql).run(values).lastInsertRowid);
}

export const jobValues = (name: string, more: Values = {}): Values => ({
  id: `job-${name}`,
  name,
  enabled: 1,
  definition: JSON.stringify({
    name,
    payload_message: `/opt/jobs/${name}.sh`,
    run_timeout_ms: 300_000,
    schedule_kind: 'cron',
    schedule_cron: '*/5 * * * *',
  }),
  schedule_kind: 'cron',
  schedule_text: '*/5 * * * *',
  created_at: 1,
  created_by: PERSON,
  updated_at: 1,
  anchor_at: 1,
  next_run_at: null,
  last_10: 'kkkkkkkkkk',
  usual_ms: 18_000,
  ...more,
});

let occasions = 0;

export const dispatchValues = (jobId: string, more: Values = {}): Values => ({
  job_id: jobId,
  cause: 'schedule',
  occasion_key: `${jobId}:${++occasions}`,
  due_at: 1,
  rank: 1,
  requested_by: ENGINE_ACTOR,
  created_at: 1,
  ...more,
});

export const runValues = (jobId: string, dispatchId: number, more: Values = {}): Values => ({
  job_id: jobId,
  job_name: jobId.replace('job-', ''),
  job_revision: 1,
  dispatch_id: dispatchId,
  cause: 'schedule',
  status: 'running',
  created_at: 1,
  started_at: 1,
  due_at: 1,
  requested_by: ENGINE_ACTOR,
  cause_root: 'x',
  idempotency_key: 'x',
  fence: 1,
  ...more,
});

export const approvalValues = (jobId: string, dispatchId: number, runId: number, more: Values = {}): Values => ({
  job_id: jobId,
  job_name: jobId.replace('job-', ''),
  dispatch_id: dispatchId,
  run_id: runId,
  risk: 'normal',
  subject: JSON.stringify({ jobRevision: 1, target: 'shell', payload: 'true', envNames: [], timeoutMs: 300_000 }),
  digest: 'd',
  asked_because: 'chain',
  requested_by: PERSON,
  asked_at: 1,
  expires_at: 2,
  on_timeout: 'reject',
  ...more,
});

export const alertValues = (title: string, more: Values = {}): Values => ({
  kind: 'failing',
  key: title,
  severity: 'crit',
  title,
  first_at: 1,
  last_at: 1,
  ...more,
});
