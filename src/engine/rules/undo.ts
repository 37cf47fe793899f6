import type { Alert } from '../../store/nouns/alert.ts';
import type { Job } from '../../store/nouns/job.ts';
import type { JobDefinition } from '../../store/nouns/job-fields.ts';
import type { Pause, PauseScope } from '../../store/nouns/pause.ts';

/** How an alert stood, as far as people change it. */
export type AlertStanding = Pick<Alert, 'state' | 'acknowledgedBy' | 'acknowledgedAt' | 'snoozedUntil'>;
/** What tells whether anybody has changed a job since: runs leave it alone. */
export type JobStamp = Pick<Job, 'revision' | 'updatedAt' | 'enabled'>;

/** One change of a person's that can be taken back, with how it has left things: only as long as they stand so. */
export type Undo =
  | { kind: 'switch'; jobId: string; name: string; is: JobStamp; disabledBecause?: string }
  | { kind: 'edit'; jobId: string; name: string; is: JobStamp; before: JobDefinition }
  | { kind: 'add'; jobId: string; name: string; is: JobStamp }
  | { kind: 'alert'; alertId: number; name: string; is: AlertStanding; was: AlertStanding }
  /** Without `is` it was lifted, without `was` there was none before. */
  | { kind: 'pause'; scope: PauseScope; key: string; name: string; is?: Pause; was?: Pause };

/** What undoing would meet now. `hasRun` is asked of a job that was added. */
export type UndoFacts = { job?: Job; hasRun?: boolean; alert?: Alert; pause?: Pause };

export type Standing = 'stands' | 'gone' | 'changed' | 'has-run';

/** Whether things are still as the change left them. */
export function standingOf(undo: Undo, facts: UndoFacts): Standing {
  switch (undo.kind) {
    case 'switch':
    case 'edit':
      return jobStanding(undo.is, facts.job);
    case 'add': {
      const standing = jobStanding(undo.is, facts.job);
      return standing === 'stands' && facts.hasRun === true ? 'has-run' : standing;
    }
    case 'alert':
      if (facts.alert === undefined || facts.alert.state === 'resolved') return 'gone';
      return isSameStanding(undo.is, facts.alert) ? 'stands' : 'changed';
    case 'pause':
      return isSamePause(undo.is, facts.pause) ? 'stands' : 'changed';
  }
}

export const stampOf = ({ revision, updatedAt, enabled }: Job): JobStamp => ({ revision, updatedAt, enabled });

export const alertStanding = ({ state, acknowledgedBy, acknowledgedAt, snoozedUntil }: Alert): AlertStanding => ({
  state,
  ...(acknowledgedBy === undefined ? {} : { acknowledgedBy }),
  ...(acknowledgedAt === undefined ? {} : { acknowledgedAt }),
  ...(snoozedUntil === undefined ? {} : { snoozedUntil }),
});

function jobStanding(is: JobStamp, job: Job | undefined): Standing {
  if (job === undefined || job.deletedAt !== undefined) return 'gone';
  const isSame = job.revision === is.revision && job.updatedAt === is.updatedAt && job.enabled === is.enabled;
  return isSame ? 'stands' : 'changed';
}

const isSameStanding = (is: AlertStanding, now: Alert): boolean =>
  is.state === now.state && is.acknowledgedAt === now.acknowledgedAt && is.snoozedUntil === now.snoozedUntil;

function isSamePause(is: Pause | undefined, now: Pause | undefined): boolean {
  if (is === undefined || now === undefined) return is === now;
  return is.pausedAt === now.pausedAt && is.until === now.until && is.note === now.note;
}
