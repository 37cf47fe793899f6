import type { JobDefinition } from '../../../store/nouns/job-fields.ts';
import { block } from './block.ts';

/** D-40, D-52. What the job wants to hold the agent to, in front of its prompt or event. */
export function boundaryNotes({ execution_read_only: readOnly, execution_intent: intent }: JobDefinition): string[] {
  const notes: string[] = [];
  if (readOnly) notes.push(block('EXECUTION BOUNDARY', READ_ONLY));
  if (intent === 'plan') notes.push(block('REASONING NOTE', PLAN_ONLY));
  return notes;
}

const READ_ONLY = [
  'This run is read-only.',
  'Look at whatever you need, and change nothing: no files, no settings, no messages, no state outside this session.',
  'If the task needs a change, say which one and why instead of making it.',
];

const PLAN_ONLY = [
  'This run asks for a plan, not for its execution.',
  'Think it through, name the steps, what each one needs and what could go wrong, and carry none of them out.',
];

export const flushNote = block('FLUSH NOTE', [
  'This session is about to be compacted: what is only in its context will be lost.',
  'Write down what has to be kept, by the means this task names.',
  'If there is nothing to keep, reply with NO_FLUSH and nothing else.',
]);

export const globalScopeNote = block('SCOPE NOTE', [
  'This run may look across sessions: other sessions, their histories and their results are within its scope.',
]);

export const idempotencyNote = (key: string): string =>
  block('IDEMPOTENCY', [
    `key: ${key}`,
    'This run may be started again with the same key if its end is not seen.',
    'Give the key to whatever you call that takes one. If the work of this key was done before, do not do it again:',
    'reply with IDEMPOTENT_SKIP and where you saw that.',
  ]);
