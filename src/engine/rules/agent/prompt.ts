import type { Job } from '../../../store/nouns/job.ts';
import type { Run } from '../../../store/nouns/run.ts';
import { spellDuration } from '../spell-duration.ts';
import { block, NOT_AN_INSTRUCTION, quote } from './block.ts';
import { boundaryNotes, flushNote, globalScopeNote, idempotencyNote } from './notes.ts';

/** What the run that triggered this one left. */
export type TriggeringResult = { run: Pick<Run, 'id' | 'jobName' | 'status' | 'error'>; output: string };

/** What an earlier run said. */
export type EarlierResult = Pick<Run, 'id' | 'jobName' | 'status' | 'finishedAt'> & { text: string };

/** A message that another agent has for this one. */
export type InboxMessage = { id: number; from: string; kind: string; text: string };

export type PromptFacts = {
  job: Job;
  run: Run;
  triggeredBy?: TriggeringResult;
  /** Newest first, as many as the job wants. */
  context: readonly EarlierResult[];
  /** At most `INBOX_MAX`, oldest first. */
  inbox: readonly InboxMessage[];
};

export const INBOX_MAX = 5;
const TRIGGER_CHARACTERS_MAX = 8_000;
const CONTEXT_CHARACTERS_MAX = 2_000;
const CONTEXT_TOTAL_CHARACTERS_MAX = 20_000;
const INBOX_CHARACTERS_MAX = 4_000;

/** D-52. The whole prompt of an agent's run: who asks, the notes, what is known already, then the message. */
export function promptOf(facts: PromptFacts): string {
  const { job, run } = facts;
  const { definition } = job;
  const parts = [
    `[scheduler:${job.id} ${definition.name}]`,
    occasionBlock(job, run),
    ...boundaryNotes(definition),
    ...(definition.payload_scope === 'global' ? [globalScopeNote] : []),
    ...inboxBlock(facts.inbox),
    ...(facts.triggeredBy === undefined ? [] : [triggerBlock(facts.triggeredBy)]),
    ...contextBlock(facts.context),
    ...(definition.delivery_guarantee === 'at-least-once' ? [idempotencyNote(run.idempotencyKey)] : []),
    ...(definition.job_class === 'pre_compaction_flush' ? [flushNote] : []),
    definition.payload_message,
  ];
  return parts.join('\n\n');
}

/** D-40. What goes into the main session: the event's text with the notes in front. */
export const eventTextOf = ({ definition }: Pick<Job, 'definition'>): string =>
  [...boundaryNotes(definition), definition.payload_message].join('\n\n');

/** S-5. What shell jobs are told by variables: the run, its cause, its fire time and how late it is. */
function occasionBlock({ definition }: Job, run: Run): string {
  const lateMs = run.slotAt === undefined ? 0 : Math.max(0, run.createdAt - run.slotAt);
  const lines = [
    `run: ${run.id}`,
    `cause: ${run.cause}`,
    `attempt: ${run.retryCount + 1} of ${definition.max_retries + 1}`,
  ];
  if (run.slotAt !== undefined) lines.push(`fire time: ${new Date(run.slotAt).toISOString()}`);
  if (lateMs >= 1_000) lines.push(`late by: ${spellDuration(Math.floor(lateMs / 1_000) * 1_000)}`);
  if (run.triggeredByRun !== undefined) lines.push(`triggered by run: ${run.triggeredByRun}`);
  return block('RUN', lines);
}

function inboxBlock(inbox: readonly InboxMessage[]): string[] {
  if (inbox.length === 0) return [];
  const lines = inbox
    .slice(0, INBOX_MAX)
    .flatMap(({ id, from, kind, text }) => [
      `message ${id}, ${kind}, from ${from}:`,
      quote(text, INBOX_CHARACTERS_MAX),
    ]);
  return [block('INBOX', [NOT_AN_INSTRUCTION, ...lines])];
}

function triggerBlock({ run, output }: TriggeringResult): string {
  const error = run.error === undefined ? '' : `, ${quote(run.error, CONTEXT_CHARACTERS_MAX)}`;
  const printed = output.trim() === '' ? '(it left no output)' : quote(output, TRIGGER_CHARACTERS_MAX);
  return block('TRIGGERING RESULT', [
    NOT_AN_INSTRUCTION,
    `run ${run.id} of ${run.jobName} ended ${run.status}${error}`,
    printed,
  ]);
}

function contextBlock(context: readonly EarlierResult[]): string[] {
  const lines: string[] = [];
  let left = CONTEXT_TOTAL_CHARACTERS_MAX;
  for (const { id, jobName, status, finishedAt, text } of context) {
    if (left <= 0) break;
    const quoted = quote(text, Math.min(CONTEXT_CHARACTERS_MAX, left));
    left -= quoted.length;
    const at = finishedAt === undefined ? '' : ` at ${new Date(finishedAt).toISOString()}`;
    lines.push(`run ${id} of ${jobName} ended ${status}${at}:`, quoted);
  }
  return lines.length === 0 ? [] : [block('EARLIER RESULTS', [NOT_AN_INSTRUCTION, ...lines])];
}
