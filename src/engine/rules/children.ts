import type { ReasonCode } from '../../store/nouns/decision.ts';
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
  return { kind: 'contains', text: written.slice('contains:'.length) };
}

/** What looking at a parent's output came to; `failed` is neither yes nor no, and says what stood in the way. */
export type ConditionAnswer =
  | { kind: 'met' }
  /** `partly`: there was more of it than is looked at. */
  | { kind: 'unmet'; partly?: true }
  | { kind: 'failed'; because: string };

export type ChildRefusal = { reason: ReasonCode; detail: string };

/** D-69. Why an end of the parent does not start a child; undefined when it does, as far as the child itself goes. */
export function refusesChild(
  child: Pick<Job, 'definition' | 'enabled' | 'disabledBecause'>,
  parent: ParentEnd & { runId: number; jobName: string },
  answer: ConditionAnswer | undefined,
): ChildRefusal | undefined {
  const ended = `run ${parent.runId} of ${parent.jobName} ended ${parent.status}`;
  if (!child.enabled) {
    const because = child.disabledBecause === undefined ? '' : ` (${child.disabledBecause})`;
    return { reason: 'disabled', detail: `${ended}, and this job is off${because}` };
  }
  if (!isTriggeredBy(child, parent)) {
    return { reason: 'trigger-not-met', detail: `${ended}, this job waits for ${TRIGGERS[triggerOf(child)]}` };
  }
  switch (answer?.kind) {
    case 'unmet':
      return {
        reason: 'condition-not-met',
        detail: `${ended}, its output does not meet ${conditionText(child)}${answer.partly === true ? PARTLY : ''}`,
      };
    case 'failed':
      return {
        reason: 'condition-failed',
        detail: `${ended}, and ${conditionText(child)} could not be looked at: ${answer.because}`,
      };
    case 'met':
      return undefined;
    case undefined:
      // It was edited while the output was read.
      if (conditionOf(child) === undefined) return undefined;
      return {
        reason: 'condition-failed',
        detail: `${ended}, and ${conditionText(child)} was not looked for: it is new`,
      };
  }
}

/** Matching takes its time; a text to contain is looked for everywhere. */
const PARTLY =
  ' (a pattern is looked for in the first and last 8 MiB of each stream, and there was more; contains: looks at everything)';

type Trigger = NonNullable<Job['definition']['trigger_on']>;

export const triggerOf = (child: Pick<Job, 'definition'>): Trigger => child.definition.trigger_on ?? 'success';

/** What a child waits for, as it stands behind "waits for". */
export const TRIGGERS: Readonly<Record<Trigger, string>> = {
  success: 'success',
  failure: 'failure after the last retry',
  complete: 'success or failure',
  attempt_failure: 'a failed attempt',
};

const CONDITION_SHOWN_MAX = 80;

/** The condition as it was written, short enough for a sentence. */
export function conditionText({ definition }: Pick<Job, 'definition'>): string {
  const written = definition.trigger_condition ?? '';
  return written.length <= CONDITION_SHOWN_MAX ? written : `${written.slice(0, CONDITION_SHOWN_MAX - 1)}…`;
}
