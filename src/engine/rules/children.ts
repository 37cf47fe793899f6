import type { Job } from '../../store/nouns/job.ts';
import type { RunEnd } from '../../store/nouns/run.ts';

export type ParentEnd = {
  status: RunEnd;
  /** No retry follows. */
  final: boolean;
};

/** D-69. Whether a child waits for this kind of end; its condition is looked at separately. */
export function isTriggeredBy(child: Pick<Job, 'definition'>, end: ParentEnd): boolean {
  const failed = end.status === 'error' || end.status === 'timeout' || end.status === 'crashed';
  switch (child.definition.trigger_on ?? 'success') {
    case 'success':
      return end.status === 'ok';
    case 'failure':
      return failed && end.final;
    case 'complete':
      return end.status === 'ok' || (failed && end.final);
    case 'attempt_failure':
      return failed;
  }
}

export type Condition = { kind: 'contains'; text: string } | { kind: 'regex'; pattern: string };

/** What a child wants to find in its parent's output; undefined when it wants nothing. */
export function conditionOf(child: Pick<Job, 'definition'>): Condition | undefined {
  const written = child.definition.trigger_condition;
  if (written === undefined) return undefined;
  if (written.startsWith('regex:')) return { kind: 'regex', pattern: written.slice('regex:'.length) };
  return { kind: 'contains', text: written.replace(/^contains:/, '') };
}
