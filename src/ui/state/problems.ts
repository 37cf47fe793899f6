import type { AnyRow, ListId, ListRows } from './view.ts';

const FAILED: ReadonlySet<string> = new Set(['error', 'timeout', 'crashed']);
const LATE_FROM_MS = 1_000;

/** Whether `!` leaves this row: late, failing, over its usual time, asked with high risk, alerting. */
export function isProblem(id: ListId, row: AnyRow, now: number): boolean {
  switch (id) {
    case 'due.next':
    case 'due.paused':
    case 'jobs.all':
    case 'jobs.tree':
    case 'jobs.disabled': {
      const job = row as ListRows['jobs.all'];
      const late = job.nextRunAt !== undefined && job.enabled && now - job.nextRunAt >= LATE_FROM_MS;
      return late || job.consecutiveErrors > 0 || FAILED.has(job.lastStatus ?? '');
    }
    case 'runs.now': {
      const run = row as ListRows['runs.now'];
      return run.kind === 'queued' || (run.usualMs !== undefined && now - run.sinceAt > run.usualMs);
    }
    case 'runs.recent':
      return FAILED.has((row as ListRows['runs.recent']).status);
    case 'approvals.pending': {
      const approval = row as ListRows['approvals.pending'];
      return approval.risk === 'high' || approval.onTimeout === 'approve';
    }
    case 'approvals.decided':
      return (row as ListRows['approvals.decided']).status === 'timed_out';
    case 'activity.decisions':
      return !['ok', 'running', 'approved', 'note'].includes((row as ListRows['activity.decisions']).state);
    case 'activity.audit':
    case 'activity.log':
      return (row as ListRows['activity.log']).state !== 'note';
    case 'alerts.open':
    case 'alerts.acknowledged':
      return true;
  }
}
