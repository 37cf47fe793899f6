import type { Job } from '../../store/nouns/job.ts';
import type { Store } from '../../store/store.ts';
import { droppedAlert } from '../rules/run-alerts.ts';
import { raiseAlert } from './raise-alert.ts';

/** D-75, D-104. A dispatch that was dropped is an alert of its job, and a message by back-off: a job may drop one every minute. */
export const warnDropped = (store: Store, job: Job, detail: string, now: number): void =>
  raiseAlert(store, droppedAlert(job, detail, now), now);
