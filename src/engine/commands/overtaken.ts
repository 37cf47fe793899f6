import type { Job } from '../../store/nouns/job.ts';
import type { Store } from '../../store/store.ts';
import { differenceOf } from '../rules/job/difference.ts';
import { conflict, type Refusal } from './result.ts';

const CHANGES_NAMED_MAX = 4;

/** Somebody else was first: which fields are other than they were when the edit began. */
export function overtaken(store: Store, job: Job, revision: number): Refusal {
  const before = store.jobs.definitionAt(job.id, revision);
  const fields = before === undefined ? [] : differenceOf(before, job.definition).map(({ field }) => field);
  const more = fields.length > CHANGES_NAMED_MAX ? ` and ${fields.length - CHANGES_NAMED_MAX} more` : '';
  const what = fields.length === 0 ? '' : ` (${fields.slice(0, CHANGES_NAMED_MAX).join(', ')}${more})`;
  return conflict('changed-meanwhile', `not saved: ${job.definition.name} was changed meanwhile${what}`);
}
