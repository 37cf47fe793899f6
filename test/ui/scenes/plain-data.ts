import type { Db } from '../../../src/store/database.ts';
import { dispatchValues, insert, PERSON } from '../../support/screen-data.ts';

const ASKED_AT = Date.parse('2026-11-22T14:32:07Z');
type Wanted = { name: string; payload?: string; risk?: 'normal' | 'high'; status?: string; askedAt?: number };

/** A question about the next run of a job that is there. */
export function anApproval(
  db: Db,
  { name, payload = 'true', risk = 'normal', status = 'pending', askedAt }: Wanted,
): number {
  const at = askedAt ?? ASKED_AT;
  const job = { job_id: `job-${name}`, job_name: name };
  const dispatchId = insert(db, 'dispatches', dispatchValues(job.job_id));
  const runId = insert(db, 'runs', {
    ...job,
    job_revision: 1,
    dispatch_id: dispatchId,
    cause: 'schedule',
    status: 'awaiting_approval',
    created_at: at,
    due_at: at,
    requested_by: PERSON,
    cause_root: `run:${dispatchId}`,
    idempotency_key: `run:${dispatchId}`,
    fence: 1,
  });
  return insert(db, 'approvals', {
    ...job,
    dispatch_id: dispatchId,
    run_id: runId,
    status,
    risk,
    subject: JSON.stringify({ jobRevision: 1, target: 'shell', payload, envNames: [], timeoutMs: 300_000 }),
    digest: 'd',
    asked_because: 'schedule',
    requested_by: PERSON,
    asked_at: at,
    expires_at: at + 3_600_000,
    on_timeout: 'reject',
    decided_at: status === 'pending' ? null : at,
  });
}
