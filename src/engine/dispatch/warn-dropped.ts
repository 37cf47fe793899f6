import type { Job } from '../../store/nouns/job.ts';
import type { Store } from '../../store/store.ts';
import { droppedNotice } from '../rules/notice.ts';

/**
 * D-75, D-104. A dispatch that was dropped is an alert of its job, and a message the first time: a job that drops one
 * every minute must not send one every minute.
 */
export function warnDropped(store: Store, job: Job, detail: string, now: number): void {
  const title = `${job.definition.name}: a dispatch was dropped`;
  const about = { kind: 'dispatch-dropped', key: `dropped:${job.id}`, severity: 'warn', jobId: job.id } as const;
  const alert = store.alerts.raise({ ...about, title, detail }, now);
  if (alert.count > 1) return;
  const notice = droppedNotice(job, alert.id, detail);
  if (notice !== undefined) store.outbox.add(notice, now);
}
